internal import Glibc
internal import SystemDescription

extension MachineCore {
    /// Per region, the digest of its contents now; `nil` for one that nobody ever mapped.
    func regionDigests() -> [UInt64?] {
        system.memoryRegions.indices.map { memory.existingObject($0)?.contentDigest() }
    }
}

extension MemoryObject {
    /// The digest of the contents; pages that nobody touched are not looked at, and are zero.
    func contentDigest() -> UInt64 {
        var digest = ContentDigest()
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

/// A digest to compare contents by within one process: FNV-1a, 64 bits.
private struct ContentDigest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func append(_ bytes: RawSpan) {
        for offset in bytes.byteOffsets {
            mix(byte: unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        }
    }

    mutating func mix(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            mix(byte: UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    private mutating func mix(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
