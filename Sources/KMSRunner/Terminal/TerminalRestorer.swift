internal import Glibc

/// Gives the terminal back as it was, however the program ends.
///
/// What a signal handler needs lies in plain global memory, written before the handler can run.
enum TerminalRestorer {
    nonisolated(unsafe) private static var descriptor: Int32 = -1
    nonisolated(unsafe) private static var saved = termios()
    nonisolated(unsafe) private static var wakeUp: Int32 = -1
    /// Leaves the alternate screen, shows the cursor, ends mouse reports, plain text.
    private static let leave: StaticString = "\u{1b}[?1006l\u{1b}[?1000l\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l"

    /// Remembers how `descriptor` is to be left; from now on every end of the program does that.
    static func arm(_ descriptor: Int32, saved: termios, wakeUp: Int32) {
        unsafe Self.saved = saved
        unsafe Self.wakeUp = wakeUp
        unsafe Self.descriptor = descriptor
        _ = atexit { TerminalRestorer.restore() }
        handle([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]) { signal in
            TerminalRestorer.restore()
            _ = Glibc.signal(signal, SIG_DFL)
            raise(signal)
        }
        handle([SIGWINCH, SIGCONT]) { signal in
            // Says to the loop that the size may have changed, or that the terminal has to be taken again.
            var byte = UInt8(truncatingIfNeeded: signal)
            let code = errno
            _ = unsafe write(TerminalRestorer.wakeUp, &byte, 1)
            errno = code
        }
        // Setting the terminal's mode from the background must not stop the program.
        _ = signal(SIGTTOU, SIG_IGN)
    }

    /// The terminal is taken again, after a stop.
    static func rearm(_ descriptor: Int32) {
        unsafe Self.descriptor = descriptor
        handle([SIGTSTP]) { signal in
            TerminalRestorer.restore()
            _ = Glibc.signal(signal, SIG_DFL)
            raise(signal)
        }
    }

    /// Safe in a signal handler; does nothing when there is nothing to restore.
    static func restore() {
        let descriptor = unsafe Self.descriptor
        guard descriptor >= 0 else { return }
        unsafe Self.descriptor = -1
        _ = unsafe write(descriptor, leave.utf8Start, leave.utf8CodeUnitCount)
        _ = unsafe tcsetattr(descriptor, TCSADRAIN, &saved)
    }

    private static func handle(_ signals: [Int32], _ handler: @convention(c) (Int32) -> Void) {
        for signal in signals {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = handler
            action.sa_flags = SA_RESTART
            _ = unsafe sigaction(signal, &action, nil)
        }
    }
}
