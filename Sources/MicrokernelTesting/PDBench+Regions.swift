public import Microkernel

extension PDBench {
    /// Plays the peer: writes `values` to the region from element `start` on, as its producer would.
    public func fill<E: RegionElement>(_ symbol: String, _ values: [E], at start: Int = 0) throws {
        try asPeer(symbol, E.self) { region throws(Fault) in try region.store(values, at: start) }
    }

    /// Plays the peer: writes `bytes` to the region from byte `offset` on.
    public func fill(_ symbol: String, bytes: RawSpan, at offset: Int = 0) throws {
        try asPeer(symbol, UInt8.self) { region throws(Fault) in try region.storeBytes(bytes, at: offset) }
    }

    /// Plays the peer: reads elements `range`, as its consumer would; `finish()` asks that every store be read.
    public func read<E: RegionElement>(_ symbol: String, of element: E.Type, _ range: Range<Int>) throws
        -> [E]
    {
        let stride = MemoryLayout<E>.stride
        let values = try asPeer(symbol, E.self) { region throws(Fault) in try region.load(range) }
        port.unreadStores[Int(try map(symbol).index)].remove(
            range.lowerBound * stride..<range.upperBound * stride)
        return values
    }

    /// Declares what the domain stored to the region as read, whatever it is.
    public func ignoreStores(_ symbol: String) throws {
        port.unreadStores[Int(try map(symbol).index)] = ByteRanges()
    }

    /// Declares that the region still holds its secret when the test finishes.
    public func keepSecret(_ symbol: String) throws { secretRegions.remove(Int(try map(symbol).index)) }

    private func map(_ symbol: String) throws -> GrantedRegion {
        guard let map = peerMaps.first(where: { $0.key == symbol }) else {
            throw BenchError.noSuchRegion(symbol)
        }
        return map
    }

    /// Out of bounds is here the test's mistake, not a fault of the domain.
    private func asPeer<E: RegionElement, R>(
        _ symbol: String, _ element: E.Type, _ body: (borrowing Region<E, ReadWrite>) throws(Fault) -> R
    ) throws -> R {
        let region = Region<E, ReadWrite>(grant: try map(symbol), port: SilentPort.shared)
        do throws(Fault) { return try body(region) } catch { throw BenchError.outOfBounds(symbol) }
    }
}
