internal import CLinux
internal import Glibc
package import SystemDescription

/// One mapping of a memory object with exactly the rights of a `map` element, between guard pages.
///
/// A store without the right is stopped by the MMU (SIGSEGV), whatever the compiler let through. With
/// `Region`, the only place of this module that touches a region's memory by pointer.
@safe package final class MappedMemory: Sendable {
    /// What is mapped.
    package let object: MemoryObject
    /// The rights of the mapping.
    package let permissions: CheckedSystem.Permissions
    /// The object's size.
    package var byteCount: Int { object.byteCount }

    private nonisolated(unsafe) let base: UnsafeMutableRawPointer
    private nonisolated(unsafe) let reservation: UnsafeMutableRawPointer
    private let reservedByteCount: Int
    private let note: MappingNote
    private static let guardByteCount = 0x1000

    /// Maps all of `object`.
    ///
    /// - Parameters:
    ///   - object: What to map.
    ///   - permissions: The rights; none at all is possible.
    ///   - domain: Whose mapping it is, for reports of faults.
    ///   - pageByteCount: The alignment: 0x1000 or 0x200000. Huge pages are used where the host grants them.
    /// - Throws: `.system` when there is no room.
    package init(
        _ object: MemoryObject, permissions: CheckedSystem.Permissions, domain: String = "",
        pageByteCount: Int = 0x1000
    ) throws(WiringError) {
        let reserved = object.byteCount + pageByteCount + 2 * Self.guardByteCount
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let start = unsafe mmap(nil, reserved, PROT_NONE, flags, -1, 0), unsafe start != MAP_FAILED
        else {
            throw .system(call: "mmap for region '\(object.name)'", errno: errno)
        }
        let first = UInt(bitPattern: start) + UInt(Self.guardByteCount)
        let aligned = (first + UInt(pageByteCount) - 1) / UInt(pageByteCount) * UInt(pageByteCount)
        let wanted = unsafe start + Int(aligned - UInt(bitPattern: start))
        let protection = Self.protection(permissions)
        let shared = MAP_SHARED | MAP_FIXED | MAP_NORESERVE
        guard let mapped = unsafe mmap(wanted, object.byteCount, protection, shared, object.descriptor, 0),
            unsafe mapped != MAP_FAILED
        else {
            let error = errno
            unsafe munmap(start, reserved)
            throw .system(call: "mmap for region '\(object.name)'", errno: error)
        }
        // Regions hold keys: out of core files. Both are advice, so a refusal is none of the caller's business.
        unsafe madvise(mapped, object.byteCount, MADV_DONTDUMP)
        if pageByteCount > 0x1000 { unsafe madvise(mapped, object.byteCount, MADV_HUGEPAGE) }
        unsafe base = mapped
        unsafe reservation = start
        reservedByteCount = reserved
        note = MappingNote(
            region: object.name, domain: domain, permissions: permissions.letters, address: aligned,
            byteCount: object.byteCount, guardByteCount: Self.guardByteCount)
        self.object = object
        self.permissions = permissions
    }

    deinit { unsafe munmap(reservation, reservedByteCount) }

    /// The address of byte 0, for reports and tests of alignment.
    package var address: UInt { unsafe UInt(bitPattern: base) }

    private static func protection(_ permissions: CheckedSystem.Permissions) -> Int32 {
        var protection = PROT_NONE
        if permissions.contains(.read) { protection |= PROT_READ }
        if permissions.contains(.write) { protection |= PROT_WRITE }
        if permissions.contains(.execute) { protection |= PROT_EXEC }
        return protection
    }

    /// Lends bytes `range`, which the caller checked, for reading; a peer may change them meanwhile.
    func withBytes<R: ~Copyable, E: Error>(_ range: Range<Int>, _ body: (RawSpan) throws(E) -> R) throws(E)
        -> R
    {
        try body(unsafe RawSpan(_unsafeStart: base + range.lowerBound, byteCount: range.count))
    }

    /// Lends bytes `range`, which the caller checked, for writing.
    func withMutableBytes<R: ~Copyable, E: Error>(
        _ range: Range<Int>, _ body: (inout MutableRawSpan) throws(E) -> R
    ) throws(E) -> R {
        var span = unsafe MutableRawSpan(_unsafeStart: base + range.lowerBound, byteCount: range.count)
        return try body(&span)
    }

    /// Copies bytes from `offset` on to `target`; the caller checked that they exist.
    func copyOut(from offset: Int, to target: UnsafeMutableRawBufferPointer) {
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(start: base + offset, count: target.count))
    }

    /// Copies `source` to the bytes from `offset` on; the caller checked that they exist.
    func copyIn(_ source: UnsafeRawBufferPointer, to offset: Int) {
        unsafe UnsafeMutableRawBufferPointer(start: base + offset, count: source.count).copyMemory(
            from: source)
    }

    /// Ranges above this are cleared where they were ever written only.
    static let sparseClearByteCount = 1 << 20

    /// Writes zeros over `range`, which the caller checked.
    func clear(_ range: Range<Int>) {
        // Filling a large range by hand would give memory to pages that nobody ever touched.
        if range.count > Self.sparseClearByteCount, object.clear(range) { return }
        unsafe memset(base + range.lowerBound, 0, range.count)
    }

    /// The first byte that is not zero, if any; looks at memory that was touched only.
    package func firstNonzeroByte() -> Int? {
        object.writtenRanges().lazy.compactMap { range in
            unsafe UnsafeRawBufferPointer(start: self.base + range.lowerBound, count: range.count)
                .firstIndex { $0 != 0 }.map { range.lowerBound + $0 }
        }.first
    }

    /// A store that ignores the mapping's rights, as a domain with a cheating pointer would make it: for tests.
    package func storeIgnoringRights(_ byte: UInt8, at offset: Int) {
        unsafe base.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }

    /// The like load: for tests.
    package func loadIgnoringRights(at offset: Int) -> UInt8 {
        unsafe base.load(fromByteOffset: offset, as: UInt8.self)
    }
}

extension CheckedSystem.Permissions {
    /// The letters of the description's `perms`.
    var letters: String {
        [(Self.read, "r"), (.write, "w"), (.execute, "x")].filter { contains($0.0) }.map(\.1).joined()
    }
}
