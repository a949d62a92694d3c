import Glibc
import Testing

/// A directory that goes with the test.
final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/kms-vault-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { characters in
            unsafe characters.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        try #require(made)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = unsafe system("rm -rf '\(path)'") }

    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) {
        let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode)
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
        _ = fchmod(descriptor, mode)
        close(descriptor)
    }

    func overwrite(_ name: String, _ bytes: [UInt8], at offsets: [Int]) {
        let descriptor = unsafe open("\(path)/\(name)", O_RDWR)
        for offset in offsets { _ = unsafe pwrite(descriptor, bytes, bytes.count, offset) }
        close(descriptor)
    }

    func status(_ name: String) -> stat {
        var status = stat()
        _ = unsafe stat("\(path)/\(name)", &status)
        return status
    }
}
