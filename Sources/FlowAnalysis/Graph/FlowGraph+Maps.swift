internal import SystemDescription

extension FlowGraph {
    /// Shared memory: what a subject maps it can read, write or execute.
    mutating func addMaps() {
        for (place, domain) in system.protectionDomains.enumerated() {
            for map in domain.maps { addMap(map, of: .domain(place)) }
            for map in domain.virtualMachine?.maps ?? [] { addMap(map, of: .machine(place)) }
        }
    }

    private mutating func addMap(_ map: CheckedSystem.Map, of subject: FlowNode) {
        let region = FlowNode.region(map.region)
        let letters = map.permissions.letters
        if map.permissions.contains(.read) { add(region, subject, .read, at: map.location, letters) }
        if map.permissions.contains(.execute) { add(region, subject, .execute, at: map.location, letters) }
        if map.permissions.contains(.write) { add(subject, region, .write, at: map.location, letters) }
    }

    /// Who writes memory that another executes decides what that one does.
    mutating func addCode() {
        let executed = edges.filter { $0.kind == .execute }
        guard !executed.isEmpty else { return }
        let written = Dictionary(grouping: edges.filter { $0.kind == .write }, by: \.to)
        for execution in executed {
            for writing in written[execution.from] ?? [] where writing.from != execution.to {
                add(
                    nodes[writing.from], nodes[execution.to], .code, at: writing.location,
                    name(at: execution.from))
            }
        }
    }

    /// Regions of fixed addresses that overlap, or that share 2 MiB of physical memory.
    mutating func addPhysicalMemory() {
        let fixed = system.memoryRegions.indices.compactMap { place in
            system.memoryRegions[place].physicalAddress.map { (place: place, start: $0) }
        }.sorted { ($0.start, $0.place) < ($1.start, $1.place) }
        var farthest: (place: Int, end: UInt64)?
        for (index, first) in fixed.enumerated() {
            // What shares a block is joined step by step: with the one before that reaches farthest.
            if let farthest, farthest.end <= first.start,
                first.start >> 21 == (max(farthest.end, 1) - 1) >> 21
            {
                addBothWays(farthest.place, first.place, .sharedBlock)
            }
            let end = first.start.addingClamped(system.memoryRegions[first.place].byteCount)
            for second in fixed[(index + 1)...] {
                guard second.start < end else { break }
                addBothWays(first.place, second.place, .alias)
            }
            if farthest.map({ $0.end < end }) ?? true { farthest = (first.place, end) }
        }
    }

    private mutating func addBothWays(_ first: Int, _ second: Int, _ kind: FlowEdge.Kind) {
        let region = system.memoryRegions[second]
        let detail = "0x" + String(region.physicalAddress ?? 0, radix: 16)
        add(.region(first), .region(second), kind, at: region.location, detail)
        add(.region(second), .region(first), kind, at: region.location, detail)
    }
}

extension UInt64 {
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
