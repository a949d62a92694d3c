/// The writes to one region in a trace, and what they left in it.
public struct RegionHistory: Sendable {
    /// A byte of a region at some step.
    public struct Byte: Hashable, Sendable {
        /// Its value; nil when contents are masked.
        public var value: UInt8?
        /// The step that wrote it; 0 when it is still as at boot.
        public var writer: TraceEvent.Step
    }

    /// The region's position.
    public let region: Int16
    /// The steps that wrote to it, ascending.
    public let writes: [TraceEvent.Step]
    private let trace: Trace
    private let byteCount: UInt64

    /// Collects the writes to `region`.
    public init(_ trace: Trace, region: Int16) {
        self.trace = trace
        self.region = region
        byteCount =
            trace.header.regions.indices.contains(Int(region))
            ? trace.header.regions[Int(region)].byteCount : 0
        writes = trace.events.indices.compactMap { place in
            guard case .write(region, _, _, _, _) = trace.events[place].kind else { return nil }
            return TraceEvent.Step(place + 1)
        }
    }

    /// The bytes in `range` after `step`; bytes beyond the region are left out.
    ///
    /// Bytes that nobody wrote are zero, as at boot. What a prefill put there is a write of the kernel.
    ///
    /// - Parameters:
    ///   - range: offsets in the region.
    ///   - step: any step.
    /// - Returns: one value per byte.
    /// - Complexity: back over the writes until every byte is found.
    public func bytes(_ range: Range<UInt64>, after step: TraceEvent.Step) -> [Byte] {
        let range = range.clamped(to: 0..<byteCount)
        var bytes = [Byte?](repeating: nil, count: range.count)
        var missing = bytes.count
        var place = writes.partitionIndex { $0 > step }
        while missing > 0 && place > 0 {
            place -= 1
            guard case .write(_, let offset, let count, _, let payload) = trace[writes[place]]?.kind else {
                continue
            }
            let (end, over) = offset.addingReportingOverflow(count)
            let common = (offset..<(over ? .max : end)).clamped(to: range)
            let contents = trace.payloads[payload]
            for index in common where bytes[Int(index - range.lowerBound)] == nil {
                let inside = Int(index - offset)
                let value = inside < contents.count ? contents[contents.startIndex + inside] : nil
                bytes[Int(index - range.lowerBound)] = Byte(value: value, writer: writes[place])
                missing -= 1
            }
        }
        return bytes.map { $0 ?? Byte(value: 0, writer: 0) }
    }
}

extension Array {
    /// The first index at which `isBeyond` holds, if it holds from there on.
    func partitionIndex(where isBeyond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
