internal import Glibc

/// Standard output and standard error as a user meets them: whole writes, quiet when nobody reads any more.
struct Console: Sendable {
    /// Whether standard output is a terminal that wants colours.
    let styled: Bool
    /// Whether standard error is a terminal that wants colours.
    let styledErrors: Bool
    /// Whether standard error is a terminal, for progress.
    let showsProgress: Bool

    /// Columns of standard output; 0, that is no limit, when it is no terminal.
    let width: Int

    init(environment: (String) -> String? = Console.environment) {
        let plain = environment("NO_COLOR").map { !$0.isEmpty } ?? false || environment("TERM") == "dumb"
        styled = !plain && isatty(STDOUT_FILENO) == 1
        styledErrors = !plain && isatty(STDERR_FILENO) == 1
        var size = winsize()
        let isTerminal = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isTerminal ? Int(size.ws_col) : 0
        showsProgress = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    }

    /// The value of an environment variable.
    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Writes to standard output.
    ///
    /// A reader that went away (`| head`) ends the program as it ends any filter, without a word; any other
    /// failure is told, since a result that was not written was not given.
    func print(_ text: String) { print(Array(text.utf8)) }

    /// Writes bytes to standard output, in the same way.
    func print(_ bytes: [UInt8]) {
        let code = Self.write(bytes, to: STDOUT_FILENO)
        guard code != 0 else { return }
        if code != EPIPE {
            printError("kms: cannot write to standard output: \(Self.reason(code))\n")
        }
        exit(code == EPIPE ? 128 + SIGPIPE : 1)
    }

    /// Shows what is being done, on a terminal only; the next call replaces it.
    func showProgress(_ text: String) {
        if showsProgress { printError("\r\u{1B}[2K\(text)...") }
    }

    /// Removes what `showProgress` shows.
    func clearProgress() {
        if showsProgress { printError("\r\u{1B}[2K") }
    }

    /// Writes to standard error; a failure there cannot be told to anybody.
    func printError(_ text: String) { _ = Self.write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes all of `bytes` to `descriptor`; 0, or the system's error number.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes[start...].withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if written >= 0 { start += written } else if errno != EINTR { return errno }
        }
        return 0
    }

    private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
