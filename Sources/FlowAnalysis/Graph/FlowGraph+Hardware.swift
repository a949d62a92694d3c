internal import SystemDescription

/// Which domains have hardware behind them, and whether it can reach memory by itself.
struct HardwareLayout {
    /// Domains with hardware that no IOMMU confines, ascending; those that share a device are one.
    private(set) var owners: [Int] = []
    /// Per domain, the owner of its hardware.
    private(set) var ownerOfDomain: [Int: Int] = [:]
    /// Owners whose hardware can read and write all memory.
    private(set) var unconfined: Set<Int> = []
    /// Devices of IOMMU address spaces, by the domains that drive them.
    private(set) var drivers: [Int: [Int]] = [:]
    /// Domains with the ports by which every PCI device is configured, ascending.
    private(set) var configurers: [Int] = []

    init(_ system: CheckedSystem, withoutDMA: Set<Int>) {
        // Without an IOMMU that the kernel keeps, a device that is told an address goes there.
        let isConfined =
            system.profile.iommu
            && (system.profile.architecture == .x86_64 || !system.ioAddressSpaces.isEmpty)
        var ownerOfDevice: [String: Int] = [:]
        for (place, domain) in system.protectionDomains.enumerated() where Self.hasHardware(domain, system) {
            let devices = domain.irqs.compactMap(Self.peripheral)
            let spaces = system.ioAddressSpaces.indices.filter {
                devices.contains(system.ioAddressSpaces[$0].peripheral)
            }
            for space in spaces { drivers[space, default: []].append(place) }
            guard spaces.isEmpty || spaces.count < devices.count else { continue }
            let owner = devices.compactMap { ownerOfDevice[$0] }.first ?? place
            for device in devices { ownerOfDevice[device] = owner }
            if owner == place { owners.append(place) }
            ownerOfDomain[place] = owner
            if !isConfined && Self.canCommandDMA(domain, system) && !withoutDMA.contains(place) {
                unconfined.insert(owner)
            }
        }
        addUnknownDrivers(system)
        configurers = system.protectionDomains.indices.filter {
            Self.configurationPorts(system.protectionDomains[$0]) != nil && !withoutDMA.contains($0)
        }
    }

    /// The ports of a domain by which it can set addresses, interrupts and bus mastering of every PCI device.
    static func configurationPorts(_ domain: CheckedSystem.ProtectionDomain) -> CheckedSystem.IOPort? {
        domain.ioPorts.first { $0.address < 0xd00 && $0.address.addingClamped($0.count) > 0xcf8 }
    }

    /// A device that no interrupt ties to a domain may be driven by anyone with ports or physical memory.
    private mutating func addUnknownDrivers(_ system: CheckedSystem) {
        for space in system.ioAddressSpaces.indices where drivers[space] == nil {
            drivers[space] = system.protectionDomains.indices.filter {
                let domain = system.protectionDomains[$0]
                return !domain.ioPorts.isEmpty || Self.mapsPhysicalMemory(domain, system)
            }
        }
    }

    private static func hasHardware(
        _ domain: CheckedSystem.ProtectionDomain, _ system: CheckedSystem
    ) -> Bool {
        !domain.irqs.isEmpty || !domain.ioPorts.isEmpty || mapsPhysicalMemory(domain, system)
            || !domain.setvars.isEmpty
    }

    /// It can give a device addresses: registers or ports to write to.
    private static func canCommandDMA(
        _ domain: CheckedSystem.ProtectionDomain, _ system: CheckedSystem
    ) -> Bool {
        !domain.ioPorts.isEmpty || mapsPhysicalMemory(domain, system)
    }

    private static func mapsPhysicalMemory(
        _ domain: CheckedSystem.ProtectionDomain, _ system: CheckedSystem
    ) -> Bool {
        domain.maps.contains {
            $0.permissions.contains(.write) && system.memoryRegions[$0.region].physicalAddress != nil
        }
    }

    private static func peripheral(_ irq: CheckedSystem.IRQ) -> String? {
        guard case .msi(let bus, let device, let function, _, _) = irq.source else { return nil }
        return pciText(bus, device, function)
    }

    /// As the checker writes the peripheral of an IOMMU address space.
    static func pciText(_ bus: UInt8, _ device: UInt8, _ function: UInt8) -> String {
        func two(_ number: UInt8) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
        return "\(two(bus)):\(two(device)).\(String(function, radix: 16))"
    }
}

extension FlowGraph {
    /// Devices behind an IOMMU, and hardware without one.
    mutating func addHardware(_ layout: HardwareLayout) {
        for (place, space) in system.ioAddressSpaces.enumerated() {
            for map in space.maps {
                let letters = map.permissions.letters
                if map.permissions.contains(.read) {
                    add(.region(map.region), .device(place), .read, at: map.location, letters)
                }
                if map.permissions.contains(.write) {
                    add(.device(place), .region(map.region), .write, at: map.location, letters)
                }
            }
            for driver in layout.drivers[place] ?? [] {
                addDevice(.device(place), drivenBy: driver, at: space.location)
            }
            for domain in layout.configurers where !(layout.drivers[place] ?? []).contains(domain) {
                let ports = HardwareLayout.configurationPorts(system.protectionDomains[domain])
                addDevice(.device(place), drivenBy: domain, at: ports?.location)
            }
        }
        for (domain, owner) in layout.ownerOfDomain.sorted(by: { $0.key < $1.key }) {
            addDevice(.hardware(owner), drivenBy: domain, at: hardwareLocation(domain))
        }
        guard !layout.unconfined.isEmpty else { return }
        for owner in layout.owners where layout.unconfined.contains(owner) {
            add(.hardware(owner), .memory, .dma, at: hardwareLocation(owner), "DMA")
            add(.memory, .hardware(owner), .dma, at: hardwareLocation(owner), "DMA")
        }
        addMemory()
    }

    private mutating func addDevice(
        _ device: FlowNode, drivenBy domain: Int, at location: SourceLocation?
    ) {
        add(.domain(domain), device, .command, at: location, "driver")
        add(device, .domain(domain), .completion, at: location, "driver")
    }

    /// Without an IOMMU hardware reads and writes all memory, that of domains and virtual machines included.
    private mutating func addMemory() {
        for (place, region) in system.memoryRegions.enumerated() {
            add(.region(place), .memory, .dma, at: region.location, "DMA")
            add(.memory, .region(place), .dma, at: region.location, "DMA")
        }
        for node in nodes {
            switch node {
            case .domain, .machine: addControl(.memory, over: node, at: location(of: node), "DMA")
            default: break
            }
        }
    }

    /// What shows best that a domain drives hardware.
    private func hardwareLocation(_ domain: Int) -> SourceLocation {
        let domain = system.protectionDomains[domain]
        let registers = domain.maps.first { system.memoryRegions[$0.region].physicalAddress != nil }
        return registers?.location ?? domain.ioPorts.first?.location ?? domain.irqs.first?.location
            ?? domain.setvars.first?.location ?? domain.location
    }
}
