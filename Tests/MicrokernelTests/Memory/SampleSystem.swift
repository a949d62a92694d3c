import Microkernel
import SystemDescription

/// Small descriptions, made without a file.
enum SampleSystem {
    static let place = SourceLocation(file: "sample.system", row: 1, column: 1)

    struct Mapped {
        var region: String
        var byteCount: UInt64 = 4096
        var page: UInt64 = 4096
        var permissions: CheckedSystem.Permissions = [.read, .write]
        var symbol: String?
        var prefill: String?
        var prefillByteCount: UInt64?
    }

    /// One domain `sample` with `maps`.
    static func make(_ maps: [Mapped]) -> CheckedSystem {
        var system = CheckedSystem()
        var domain = CheckedSystem.ProtectionDomain(
            name: "sample", programImage: "sample.elf", location: place)
        for (index, mapped) in maps.enumerated() {
            var region = CheckedSystem.MemoryRegion(
                name: mapped.region, byteCount: mapped.byteCount, pageByteCount: mapped.page, location: place)
            region.prefillFile = mapped.prefill
            region.prefillByteCount = mapped.prefillByteCount
            system.memoryRegions.append(region)
            var map = CheckedSystem.Map(
                region: index, vaddr: 0x200_0000 + UInt64(index) << 32, permissions: mapped.permissions,
                location: place)
            map.vaddrSymbol = mapped.symbol
            domain.maps.append(map)
        }
        system.protectionDomains = [domain]
        return system
    }

    /// The grants of the domain at position 0, whose capabilities tell `port`.
    static func grants(
        _ system: CheckedSystem, port: any KernelPort = RecordingPort(), host: HostBindings = .init(),
        memory: SystemMemory? = nil
    ) throws -> Grants {
        let memory = memory ?? SystemMemory(system)
        return Grants(
            thread: PDThread(), port: port,
            table: try GrantTable(system, domain: 0, memory: memory, host: host))
    }
}
