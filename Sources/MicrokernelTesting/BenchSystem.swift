internal import Microkernel
internal import SystemDescription

/// The description that a bench's explicit grants amount to.
enum BenchSystem {
    static let place = SourceLocation(file: "bench", row: 1, column: 1)

    /// One domain of `name` at position 0, and a peer that holds the other end of everything.
    static func make(
        name: String, maps: [BenchGrant], channels: [ChannelID], notifies: Set<ChannelID>,
        calls: Set<ChannelID>,
        irqs: [ChannelID], children: [ChildID]
    ) -> CheckedSystem {
        var domain = CheckedSystem.ProtectionDomain(name: name, programImage: name, location: place)
        var system = CheckedSystem(file: "bench")
        for (index, grant) in maps.enumerated() {
            system.memoryRegions.append(
                .init(name: grant.symbol, byteCount: UInt64(max(0, grant.byteCount)), location: place))
            var map = CheckedSystem.Map(
                region: index, vaddr: 0x1000_0000 + UInt64(index) << 32, permissions: grant.permissions,
                location: place)
            map.vaddrSymbol = grant.symbol
            domain.maps.append(map)
        }
        domain.irqs = irqs.map { .init(id: $0.bit, source: .number(UInt64($0.number)), location: place) }
        let peer = CheckedSystem.ProtectionDomain(name: "peer", programImage: "peer", location: place)
        system.protectionDomains = [domain, peer] + children.map(child)
        system.channels = channels.map { id in
            let end = CheckedSystem.End(
                domain: 0, id: id.bit, mayCall: calls.contains(id), mayNotify: notifies.contains(id),
                location: place)
            return .init(
                a: end, b: .init(domain: 1, id: id.bit, mayCall: true, location: place), location: place)
        }
        return system
    }

    private static func child(_ id: ChildID) -> CheckedSystem.ProtectionDomain {
        var child = CheckedSystem.ProtectionDomain(
            name: "child\(id.number)", programImage: "child", location: place)
        child.parent = 0
        child.childID = UInt64(id.number)
        return child
    }
}
