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
            throw outOfBounds(element: range.lowerBound, elementCount: Self.length(range))
        }
        let stride = MemoryLayout<Element>.stride
        return range.lowerBound * stride..<range.upperBound * stride
    }

    /// The same bytes, which exist.
    borrowing func bytes(_ range: Range<Int>) throws(Fault) -> Range<Int> {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else {
            throw outOfBounds(offset: range.lowerBound, byteCount: Self.length(range))
        }
        return range
    }

    /// `byteCount` bytes from `offset` on.
    borrowing func bytes(at offset: Int, byteCount: Int) throws(Fault) -> Range<Int> {
        guard offset >= 0, byteCount >= 0, offset <= self.byteCount, byteCount <= self.byteCount - offset
        else {
            throw outOfBounds(offset: offset, byteCount: byteCount)
        }
        return offset..<offset + byteCount
    }

    /// The fault of an access to `elementCount` elements from `index` on; its numbers end at `Int`'s limits.
    borrowing func outOfBounds(element index: Int, elementCount: Int = 1) -> Fault {
        let stride = MemoryLayout<Element>.stride
        func bytes(_ count: Int) -> Int {
            let (product, overflow) = count.multipliedReportingOverflow(by: stride)
            return overflow ? (count < 0 ? .min : .max) : product
        }
        return outOfBounds(offset: bytes(index), byteCount: bytes(elementCount))
    }

    private borrowing func outOfBounds(offset: Int, byteCount: Int) -> Fault {
        .outOfBounds(region: name, offset: offset, byteCount: byteCount, regionByteCount: self.byteCount)
    }

    /// Of `range`, also where `count` would overflow.
    private static func length(_ range: Range<Int>) -> Int {
        let (length, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        return overflow ? .max : length
    }

    /// Whether the entry that asks still counts, and tells the trace that it loads `range`.
    borrowing func recordLoad(_ range: Range<Int>) throws(Fault) {
        guard port.storesCount else { throw .discarded }
        port.recordLoad(region: grant.index, offset: range.lowerBound, byteCount: range.count)
    }
}
