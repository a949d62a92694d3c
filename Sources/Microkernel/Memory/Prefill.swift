internal import Glibc

/// The file that a region's `prefill_path` names.
struct Prefill {
    /// The file's path.
    let file: String
    /// The size that the description was checked with; nil when it was not looked at.
    let byteCount: UInt64?
    private static let chunkByteCount = 1 << 20

    /// Copies the file to the start of `object`, leaving out chunks of zeros, which the object has already.
    func copy(to object: MemoryObject) throws(WiringError) {
        let source = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw failure(object, "cannot be opened", errno) }
        defer { close(source) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkByteCount, alignment: 4096)
        defer { unsafe chunk.deallocate() }
        var offset = 0
        while true {
            let count = unsafe read(source, chunk.baseAddress, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(object, "cannot be read", errno) }
            guard count > 0 else { break }
            guard count <= object.byteCount - offset else { throw changed(object) }
            try unsafe write(UnsafeRawBufferPointer(rebasing: chunk[..<count]), to: object, at: offset)
            offset += count
        }
        if let byteCount, byteCount != UInt64(offset) { throw changed(object) }
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, to object: MemoryObject, at start: Int
    ) throws(WiringError) {
        guard unsafe bytes.contains(where: { $0 != 0 }), let base = bytes.baseAddress else { return }
        var written = 0
        while written < bytes.count {
            let count = unsafe pwrite(
                object.descriptor, base + written, bytes.count - written, off_t(start + written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(call: "pwrite for region '\(object.name)'", errno: errno) }
            written += count
        }
    }

    private func failure(_ object: MemoryObject, _ reason: String, _ error: Int32) -> WiringError {
        .unusable(
            "prefill file '\(file)' of region '\(object.name)' \(reason): \(unsafe String(cString: strerror(error)))"
        )
    }
    private func changed(_ object: MemoryObject) -> WiringError {
        .unusable(
            "prefill file '\(file)' of region '\(object.name)' changed its size while it was being loaded")
    }
}
