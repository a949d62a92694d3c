internal import KernelTrace
public import Microkernel
internal import SystemDescription

extension SystemBench {
    /// Writes `values` to region `name` of the description from element `start` on, whoever may.
    public func fill<E: RegionElement>(_ name: String, _ values: [E], at start: Int = 0) throws {
        try withRegion(name, E.self) { region throws(Fault) in try region.store(values, at: start) }
        try look(at: name, of: E.self, start..<start + values.count)
    }

    /// Reads elements `range` of region `name` of the description, whoever may.
    public func read<E: RegionElement>(_ name: String, of element: E.Type, _ range: Range<Int>) throws -> [E]
    {
        let values = try withRegion(name, E.self) { region throws(Fault) in try region.load(range) }
        try look(at: name, of: E.self, range)
        return values
    }

    private func look<E: RegionElement>(at name: String, of element: E.Type, _ range: Range<Int>) throws {
        guard let index = system.memoryRegions.firstIndex(where: { $0.name == name }) else {
            throw BenchError.noSuchRegion(name)
        }
        let size = MemoryLayout<E>.stride
        looks.append(
            Look(
                afterEvents: trace.recordedCount, region: index,
                bytes: range.lowerBound * size..<range.upperBound * size))
    }

    private func withRegion<E: RegionElement, R>(
        _ name: String, _ element: E.Type, _ body: (borrowing Region<E, ReadWrite>) throws(Fault) -> R
    ) throws -> R {
        let grant = try map(name)
        let region = Region<E, ReadWrite>(grant: grant, port: SilentPort.shared)
        do throws(Fault) { return try body(region) } catch { throw BenchError.outOfBounds(name) }
    }

    func map(_ name: String) throws -> GrantedRegion {
        guard let index = system.memoryRegions.firstIndex(where: { $0.name == name }) else {
            throw BenchError.noSuchRegion(name)
        }
        let memory = try MappedMemory(
            try machine.memory.object(index), permissions: [.read, .write], domain: "the test")
        return GrantedRegion(name: name, symbol: nil, index: Int16(index), memory: memory)
    }
}
