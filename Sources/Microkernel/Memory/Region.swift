/// A memory region as granted to one domain: `count` elements of `Element`, with `Rights` known to the compiler.
///
/// A capability: it cannot be copied, so a domain cannot hand its grant to another. The other end may change the
/// bytes at any time: copy in, check, use the copy. Every access outside the region throws `Fault.outOfBounds`; every
/// access of an entry that was abandoned throws `Fault.discarded`, and such a store is dropped. Loads and stores
/// stand in the trace as offset and length, stores with a keyed digest too.
public struct Region<Element: RegionElement, Rights: RegionRights>: ~Copyable, Sendable {
    let grant: GrantedRegion
    let port: any KernelPort

    /// How many elements fit.
    public var count: Int { byteCount / MemoryLayout<Element>.stride }
    /// The region's size in bytes.
    public var byteCount: Int { grant.memory.byteCount }
    /// The region's name in the description.
    public var name: String { grant.name }

    /// The region of `grant`; loads and stores are told to `port`.
    package init(grant: GrantedRegion, port: any KernelPort) {
        self.grant = grant
        self.port = port
    }

    /// The bytes of elements `range`.
    borrowing func bytes(ofElements range: Range<Int>) throws(Fault) -> Range<Int> {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            let stride = MemoryLayout<Element>.stride
            throw outOfBounds(
                offset: range.lowerBound.multipliedReportingOverflow(by: stride).partialValue,
                byteCount: range.count.multipliedReportingOverflow(by: stride).partialValue)
        }
        let stride = MemoryLayout<Element>.stride
        return range.lowerBound * stride..<range.upperBound * stride
    }

    /// `byteCount` bytes from `offset` on.
    borrowing func bytes(at offset: Int, byteCount: Int) throws(Fault) -> Range<Int> {
        guard offset >= 0, byteCount >= 0, offset <= self.byteCount, byteCount <= self.byteCount - offset
        else {
            throw outOfBounds(offset: offset, byteCount: byteCount)
        }
        return offset..<offset + byteCount
    }

    private borrowing func outOfBounds(offset: Int, byteCount: Int) -> Fault {
        .outOfBounds(region: name, offset: offset, byteCount: byteCount, regionByteCount: self.byteCount)
    }

    /// Whether the entry that asks still counts, and tells the trace that it loads `range`.
    borrowing func recordLoad(_ range: Range<Int>) throws(Fault) {
        guard port.storesCount else { throw .discarded }
        port.recordLoad(region: grant.index, offset: range.lowerBound, byteCount: range.count)
    }
}
