public import KernelTrace

/// Who wrote where: the stores to every region, for questions about contents at any step.
public struct RegionWrites: Sendable {
    /// A byte of a region at some step.
    public struct Byte: Hashable, Sendable {
        /// Its value; nil when contents are masked.
        public var value: UInt8?
        /// The step that wrote it; 0 when it is still as at boot.
        public var writer: TraceEvent.Step
    }

    private struct Region {
        var steps: [UInt32] = []
        /// Below and beyond what was written up to each store.
        var extents: [Range<UInt64>] = []
    }

    private let trace: Trace
    private var regions: [Region]

    /// Goes through `trace` once.
    public init(_ trace: Trace) {
        self.trace = trace
        regions = Array(repeating: Region(), count: trace.header.regions.count)
        for (place, event) in trace.events.enumerated() {
            guard case .write(let region, let offset, let count, _, _) = event.kind,
                regions.indices.contains(Int(region))
            else { continue }
            let (sum, over) = offset.addingReportingOverflow(count)
            let range = offset..<(over ? .max : sum)
            let before = regions[Int(region)].extents.last ?? range
            regions[Int(region)].steps.append(UInt32(place + 1))
            regions[Int(region)].extents.append(
                min(before.lowerBound, range.lowerBound)..<max(before.upperBound, range.upperBound))
        }
    }

    /// The steps that wrote to `region`, ascending.
    public func steps(in region: Int16) -> [TraceEvent.Step] {
        regions.indices.contains(Int(region))
            ? regions[Int(region)].steps.map(TraceEvent.Step.init) : []
    }

    /// The last store to `region` at or before `step`; nil when there is none.
    public func last(in region: Int16, atOrBefore step: TraceEvent.Step) -> TraceEvent.Step? {
        guard regions.indices.contains(Int(region)) else { return nil }
        let steps = regions[Int(region)].steps
        let place = steps.firstIndex(beyond: step)
        return place > 0 ? TraceEvent.Step(steps[place - 1]) : nil
    }

    /// The bytes in `range` of `region` after `step`; bytes beyond the region are left out.
    ///
    /// Bytes that nobody wrote are zero, as at boot. What a prefill put there is a write of the kernel.
    ///
    /// - Parameters:
    ///   - range: offsets in the region.
    ///   - region: its position.
    ///   - step: any step.
    /// - Returns: one value per byte, with the step that wrote it.
    /// - Complexity: back over the stores until every byte that any of them can have written is found.
    public func bytes(_ range: Range<UInt64>, of region: Int16, after step: TraceEvent.Step) -> [Byte] {
        guard regions.indices.contains(Int(region)) else { return [] }
        let range = range.clamped(to: 0..<trace.header.regions[Int(region)].byteCount)
        var bytes = [Byte](repeating: Byte(value: 0, writer: 0), count: range.count)
        var found = [Bool](repeating: false, count: range.count)
        var missing = range.count
        let record = regions[Int(region)]
        var place = record.steps.firstIndex(beyond: step)
        while missing > 0, place > 0, record.extents[place - 1].overlaps(range) {
            place -= 1
            let writer = TraceEvent.Step(record.steps[place])
            guard case .write(_, let offset, let count, _, let payload) = trace.events[Int(writer) - 1].kind,
                offset < range.upperBound, count > 0
            else { continue }
            let (sum, over) = offset.addingReportingOverflow(count)
            let common = (offset..<(over ? .max : sum)).clamped(to: range)
            guard !common.isEmpty else { continue }
            let contents = trace.payloads[payload]
            for index in common where !found[Int(index - range.lowerBound)] {
                let inside = Int(index - offset)
                let value = inside < contents.count ? contents[contents.startIndex + inside] : nil
                bytes[Int(index - range.lowerBound)] = Byte(value: value, writer: writer)
                found[Int(index - range.lowerBound)] = true
                missing -= 1
            }
        }
        return bytes
    }

    /// The store that last wrote the byte at `offset` of `region` at or before `step`; nil when none did.
    public func writer(
        of offset: UInt64, in region: Int16, atOrBefore step: TraceEvent.Step
    ) -> TraceEvent.Step? {
        guard offset < .max, let byte = bytes(offset..<(offset + 1), of: region, after: step).first
        else { return nil }
        return byte.writer == 0 ? nil : byte.writer
    }
}

extension [UInt32] {
    /// The first place, in ascending order, whose value is above `step`.
    fileprivate func firstIndex(beyond step: TraceEvent.Step) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if UInt64(self[middle]) > step { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
