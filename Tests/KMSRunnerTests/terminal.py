"""Drives a full-screen program through a pseudo-terminal.

Reads a JSON list of steps on standard input, runs the command given as arguments on a new terminal of 80x24, and prints
what is asked for as JSON. Steps: {"keys": "..."}, {"size": [columns, rows]}, {"signal": n}, {"wait": "text"} until the
screen shows it, {"screen": true}, {"end": true} for the exit status. The last object tells whether the terminal was left
as it was.
"""

import fcntl, json, os, pty, re, select, signal, struct, sys, termios, time


class Screen:
    """As much of a terminal as the viewer uses."""

    def __init__(self, columns, rows):
        self.resize(columns, rows)
        self.alternate = self.mouse = False
        self.cursor = True
        self.rest = ""

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0

    def feed(self, text):
        text = self.rest + text
        self.rest = ""
        place = 0
        while place < len(text):
            if text[place] != "\x1b":
                if text[place] >= " " and self.row < self.rows and self.column < self.columns:
                    self.cells[self.row][self.column] = text[place]
                    self.column += 1
                place += 1
                continue
            found = re.match("\x1b\\[([?0-9;]*)([A-Za-z])", text[place:])
            if not found:
                self.rest = text[place:]
                return
            place += found.end()
            self.control(found.group(1), found.group(2))

    def control(self, parameters, final):
        if final == "H":
            numbers = [int(n) for n in parameters.split(";")]
            self.row, self.column = numbers[0] - 1, numbers[1] - 1
        elif final == "J":
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
        elif final in "hl":
            on = final == "h"
            if parameters == "?1049": self.alternate = on
            if parameters == "?25": self.cursor = on
            if parameters == "?1000": self.mouse = on

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells) + "\n"


def set_size(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def main():
    steps = json.load(sys.stdin)
    main_end, other_end = pty.openpty()
    set_size(main_end, 80, 24)
    before = termios.tcgetattr(other_end)
    child = os.fork()
    if child == 0:
        os.close(main_end)
        os.login_tty(other_end) if hasattr(os, "login_tty") else attach(other_end)
        os.execv(sys.argv[1], sys.argv[1:])
    screen = Screen(80, 24)
    output = []
    raw = b""

    def pump(seconds):
        nonlocal raw
        ready, _, _ = select.select([main_end], [], [], seconds)
        if not ready: return False
        try:
            data = os.read(main_end, 65536)
        except OSError:
            return False
        raw += data
        whole = raw.decode("utf-8", "ignore")
        if len(whole.encode()) == len(raw): raw = b""
        else:
            keep = len(raw) - len(whole.encode())
            raw = raw[-keep:]
        screen.feed(whole)
        return bool(data)

    def settle():
        while pump(0.3): pass

    for step in steps:
        if "keys" in step:
            os.write(main_end, step["keys"].encode())
            settle()
        elif "size" in step:
            screen.resize(*step["size"])
            set_size(main_end, *step["size"])
            settle()
        elif "signal" in step:
            os.kill(child, step["signal"])
            settle()
        elif "wait" in step:
            until = time.time() + 20
            while step["wait"] not in screen.text() and time.time() < until: pump(0.1)
            settle()
        elif "screen" in step:
            output.append(screen.text())
        elif "end" in step:
            until = time.time() + 20
            status = None
            while status is None and time.time() < until:
                pump(0.05)
                done, code = os.waitpid(child, os.WNOHANG)
                if done: status = code
            if status is None:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                output.append("still runs")
            else:
                while pump(0.1): pass
                output.append(os.waitstatus_to_exitcode(status))
    after = termios.tcgetattr(other_end)
    output.append({
        "modes": after == before, "alternate": screen.alternate, "cursor": screen.cursor, "mouse": screen.mouse,
    })
    json.dump(output, sys.stdout)


def attach(descriptor):
    os.setsid()
    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
    for number in range(3): os.dup2(descriptor, number)
    if descriptor > 2: os.close(descriptor)


main()
