internal import Glibc
internal import Microkernel
internal import SystemDescription

/// Where requests come from, opened.
enum RequestInput {
    /// All of it in memory, for runs that read it several times; nil when nobody asks.
    static func readAll(_ requests: RunPlan.Requests) throws(SimulationError) -> RequestStream? {
        switch requests {
        case .none: return nil
        case .file(let path):
            do throws(FileError) {
                return .bytes(try LocalFiles().read(path, byteLimit: 1 << 30))
            } catch {
                throw .unreadable(file: path, error)
            }
        case .standardInput:
            try checkStandardInput()
            var source = LineSource(.descriptor(STDIN_FILENO), lineByteLimit: 1 << 20)
            var bytes: [UInt8] = []
            do throws(HostDeviceFailure) {
                while let line = try source.next() { bytes += line + [UInt8(ascii: "\n")] }
            } catch {
                throw .unusable("standard input \(error)")
            }
            return .bytes(bytes)
        }
    }

    /// A standard input that is closed, or can only be written, is not an empty one.
    private static func checkStandardInput() throws(SimulationError) {
        let flags = fcntl(STDIN_FILENO, F_GETFL)
        guard flags != -1, flags & O_ACCMODE != O_WRONLY else {
            throw .unusable("standard input is closed: there are no requests to read")
        }
        var status = stat()
        guard unsafe fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw .unusable("standard input is a directory: there are no requests to read")
        }
    }

    /// To be read as it comes; nil when nobody asks.
    static func open(_ requests: RunPlan.Requests) throws(SimulationError) -> RequestStream? {
        switch requests {
        case .none: return nil
        case .standardInput:
            try checkStandardInput()
            return .descriptor(STDIN_FILENO)
        case .file(let path):
            let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw .unusable("request file '\(path)': \(unsafe String(cString: strerror(errno)))")
            }
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
                close(descriptor)
                throw .unusable("request file '\(path)': it is a directory")
            }
            return .descriptor(descriptor)
        }
    }
}

/// Request lines, not yet read.
enum RequestStream {
    /// Read as they come.
    case descriptor(Int32)
    /// In memory.
    case bytes([UInt8])
}
