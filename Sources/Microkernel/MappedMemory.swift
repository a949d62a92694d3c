internal import CLinux
internal import Glibc

/// One memory object and one mapping of it. The only file of this module that may write `unsafe`.
@safe package final class MappedMemory: Sendable {
    package let fd: Int32
    package let byteCount: Int
    package let writable: Bool
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer

    /// Maps `fd`. A read-only mapping is read-only to the MMU: a store through it is SIGSEGV, not a Swift error.
    package init(fd: Int32, byteCount: Int, writable: Bool) throws(WiringError) {
        let protection = writable ? PROT_READ | PROT_WRITE : PROT_READ
        guard let p = unsafe mmap(nil, byteCount, protection, MAP_SHARED, fd, 0), unsafe p != MAP_FAILED else {
            throw .system(call: "mmap", errno: errno)
        }
        unsafe base = p
        self.fd = fd
        self.byteCount = byteCount
        self.writable = writable
    }
    deinit { unsafe munmap(base, byteCount) }

    package static func createObject(named name: String, byteCount: Int) throws(WiringError) -> Int32 {
        let fd = unsafe kms_memory_object_create(name, byteCount)
        guard fd >= 0 else { throw .system(call: "memfd_create", errno: -fd) }
        return fd
    }
    func withBytes<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: byteCount))
    }
    func withMutableBytes<R: ~Copyable, E: Error>(_ body: (inout MutableRawSpan) throws(E) -> R) throws(E) -> R {
        var span = unsafe MutableRawSpan(_unsafeStart: base, byteCount: byteCount)
        return try body(&span)
    }
    /// For tests of the MMU only: a store that ignores the mapping's rights.
    package func pokeIgnoringRights(_ byte: UInt8) { unsafe base.storeBytes(of: byte, as: UInt8.self) }
}
