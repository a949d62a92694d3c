internal import Glibc
internal import SystemDescription

/// What a run came to, as far as it can be seen from outside: what two orders of the same system are compared by.
///
/// Holds digests, not contents. Digests are without key and meant for comparison within one process only.
public struct MachineResult: Hashable, Sendable {
    /// Per region that was ever mapped: the digest of its final contents.
    public var regions: [UInt64?]
    /// Per domain: the digest of the lines it printed, in their order.
    public var lines: [UInt64]
    /// Per domain: the digest of what it sent outside through host devices, in order.
    public var outputs: [UInt64]
    /// Domains that faulted, ascending.
    public var faulted: [Int]
    /// Domains that wait for a reply.
    public var hungCallers: [Int]

    /// How this result differs from `other`, in words; empty when it does not.
    public func differences(from other: MachineResult, regionNames: [String], domainNames: [String])
        -> [String]
    {
        func differing(_ a: [UInt64?], _ b: [UInt64?], _ names: [String], _ what: String) -> [String] {
            names.indices.filter { a[$0] != b[$0] }.map { "\(what) '\(names[$0])'" }
        }
        var words = differing(regions, other.regions, regionNames, "contents of region")
        words += differing(lines, other.lines, domainNames, "lines printed by")
        words += differing(outputs, other.outputs, domainNames, "bytes sent out by")
        if faulted != other.faulted { words.append("domains that faulted") }
        if hungCallers != other.hungCallers { words.append("callers that hang") }
        return words
    }
}

/// What one domain did that can be seen from outside.
struct VisibleWork: Sendable {
    var lines = RunningDigest()
    var outputs = RunningDigest()
}

/// A digest of a sequence of messages: FNV-1a, 64 bits, over lengths and bytes.
struct RunningDigest: Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func append(_ bytes: RawSpan) {
        mix(UInt64(bytes.byteCount))
        for offset in bytes.byteOffsets {
            mix(byte: unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        }
    }

    mutating func mix(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            mix(byte: UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    mutating func mix(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}

extension MachineCore {
    /// What the run came to so far.
    func result() -> MachineResult {
        let ending = outcome(.idle)
        return MachineResult(
            regions: system.memoryRegions.indices.map { memory.existingObject($0)?.contentDigest() },
            lines: visible.map(\.lines.value), outputs: visible.map(\.outputs.value),
            faulted: Set(ending.faults.map(\.domain)).sorted(), hungCallers: ending.hungCallers)
    }
}

extension MemoryObject {
    /// The digest of the contents; pages that nobody touched are not looked at, and are zero.
    func contentDigest() -> UInt64 {
        var digest = RunningDigest()
        var page = [UInt8](repeating: 0, count: 4096)
        let seekData: Int32 = 3
        var offset = lseek(descriptor, 0, seekData)
        while offset >= 0 && offset < byteCount {
            let start = offset / 4096 * 4096
            let count = unsafe pread(descriptor, &page, 4096, start)
            guard count > 0 else { break }
            if page.contains(where: { $0 != 0 }) {
                digest.mix(UInt64(start))
                digest.append(unsafe page.span.bytes)
            }
            offset = lseek(descriptor, start + 4096, seekData)
        }
        return digest.value
    }
}
