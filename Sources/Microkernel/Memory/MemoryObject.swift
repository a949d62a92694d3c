internal import CLinux
internal import Glibc

/// The memory behind one region: an anonymous object of fixed size, zero until written, that takes memory only
/// for the pages that were touched.
package final class MemoryObject: Sendable {
    /// The most bytes that one region can have here: a quarter of a process's address space.
    package static let byteCountLimit: UInt64 = 1 << 45

    /// The region's name.
    package let name: String
    /// The object's size.
    package let byteCount: Int
    /// The descriptor, close-on-exec.
    package let descriptor: Int32

    /// Makes an object of `byteCount` zeros, whose size is then sealed.
    ///
    /// - Parameters:
    ///   - name: The region's name.
    ///   - byteCount: Its size, at most `byteCountLimit`.
    ///   - executable: Whether a mapping may be executable; some hosts forbid such objects.
    /// - Throws: `.unusable` for a size out of range, `.system`.
    package init(name: String, byteCount: UInt64, executable: Bool = false) throws(WiringError) {
        guard byteCount > 0, byteCount <= Self.byteCountLimit else {
            throw .unusable(
                "region '\(name)' has \(byteCount) bytes; this machine takes 1 to \(Self.byteCountLimit)")
        }
        // The kernel takes names of up to 249 bytes; they only show in /proc.
        let shown = String(decoding: name.utf8.prefix(200), as: UTF8.self)
        let made = unsafe kms_memory_object_create(shown, byteCount, executable ? 1 : 0)
        guard made >= 0 else { throw .system(call: "memfd_create for region '\(name)'", errno: -made) }
        let sealed = kms_memory_object_seal(made)
        guard sealed == 0 else {
            close(made)
            throw .system(call: "fcntl(F_ADD_SEALS) for region '\(name)'", errno: -sealed)
        }
        self.name = name
        self.byteCount = Int(byteCount)
        descriptor = made
    }

    deinit { close(descriptor) }

    /// How many bytes of memory the object takes now.
    package var residentByteCount: Int { Int(max(0, kms_memory_object_resident(descriptor))) }

    /// The ranges that memory backs, ascending: all that can be other than zero.
    func writtenRanges() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: UInt64 = 0
        var end: UInt64 = 0
        while unsafe kms_memory_object_next_data(descriptor, end, &start, &end) == 0, start < end {
            ranges.append(Int(start)..<Int(end))
        }
        return ranges
    }

    /// Writes zeros over `range` where it was ever written; untouched pages stay without memory.
    ///
    /// - Returns: Whether the system did so.
    func clear(_ range: Range<Int>) -> Bool {
        kms_memory_object_clear(descriptor, UInt64(range.lowerBound), UInt64(range.count)) == 0
    }
}
