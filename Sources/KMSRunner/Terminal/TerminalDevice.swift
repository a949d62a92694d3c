internal import Glibc
internal import TraceViews

/// The terminal a person sits at, in raw mode while it is open.
final class TerminalDevice {
    private static let enter =
        "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?1000h\u{1b}[?1006h"
    private let descriptor: Int32
    private let wakeUps: Int32
    private let saved: termios

    /// Takes the controlling terminal; nil when there is none.
    init?() {
        let descriptor = unsafe Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        var mode = termios()
        var pipe: [Int32] = [0, 0]
        guard unsafe tcgetattr(descriptor, &mode) == 0, unsafe Glibc.pipe(&pipe) == 0 else {
            close(descriptor)
            return nil
        }
        for end in pipe {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        self.descriptor = descriptor
        wakeUps = pipe[0]
        saved = mode
        TerminalRestorer.arm(descriptor, saved: mode, wakeUp: pipe[1])
        take()
    }

    /// Puts the terminal into raw mode and shows the other screen.
    private func take() {
        var raw = saved
        unsafe cfmakeraw(&raw)
        _ = unsafe tcsetattr(descriptor, TCSADRAIN, &raw)
        TerminalRestorer.rearm(descriptor)
        write(Array(Self.enter.utf8))
    }

    /// Gives the terminal back for good.
    func giveBack() { TerminalRestorer.restore() }

    /// Stops the program until the shell resumes it.
    func suspend() {
        TerminalRestorer.restore()
        raise(SIGSTOP)
        take()
    }

    /// Columns and rows.
    var size: (width: Int, height: Int) {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// What can wake the loop.
    enum Arrival {
        /// Bytes of keys and of the mouse.
        case bytes([UInt8])
        /// The size may have changed, or the program was resumed.
        case changed
        /// Nothing came in time.
        case nothing
        /// The terminal is gone.
        case gone
    }

    /// Waits for something; for ever when `milliseconds` is -1.
    func wait(milliseconds: Int32) -> Arrival {
        var sources = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUps, events: Int16(POLLIN), revents: 0),
        ]
        let count = unsafe poll(&sources, nfds_t(sources.count), milliseconds)
        if count < 0 { return errno == EINTR ? .changed : .gone }
        if count == 0 { return .nothing }
        var buffer = [UInt8](repeating: 0, count: 4096)
        if sources[1].revents != 0 {
            let wakeUpCount = unsafe read(wakeUps, &buffer, buffer.count)
            if buffer.prefix(max(0, wakeUpCount)).contains(UInt8(truncatingIfNeeded: SIGCONT)) { take() }
            return .changed
        }
        let byteCount = unsafe read(descriptor, &buffer, buffer.count)
        if byteCount < 0 && (errno == EINTR || errno == EAGAIN) { return .nothing }
        return byteCount > 0 ? .bytes(Array(buffer.prefix(byteCount))) : .gone
    }

    /// Writes all of `bytes`; what a vanished terminal does not take is dropped.
    func write(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written > 0 { start += written } else if errno != EINTR { return }
        }
    }
}
