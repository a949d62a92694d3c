internal import SystemDescription
internal import SystemPolicy

/// Rights that are more than the system needs.
extension LintContext {
    /// Regions by who maps them: second writers, no writer, no reader, written and executed.
    func regionLints() -> [FlowFinding] {
        var users = [[(name: String, map: CheckedSystem.Map)]](
            repeating: [], count: system.memoryRegions.count)
        for domain in domains {
            for map in domain.maps { users[map.region].append((domain.name, map)) }
            for map in domain.virtualMachine?.maps ?? [] {
                users[map.region].append((domain.virtualMachine?.name ?? "", map))
            }
        }
        let devices = Set(system.ioAddressSpaces.flatMap { $0.maps.map(\.region) })
        return system.memoryRegions.indices.flatMap { place -> [FlowFinding] in
            regionLints(place, users[place], isOfDevice: devices.contains(place))
        }
    }

    private func regionLints(
        _ place: Int, _ users: [(name: String, map: CheckedSystem.Map)], isOfDevice: Bool
    ) -> [FlowFinding] {
        var findings: [FlowFinding] = []
        let region = system.memoryRegions[place]
        func places(_ right: CheckedSystem.Permissions, _ verb: String) -> [FlowFinding.Place] {
            users.filter { $0.map.permissions.contains(right) }.map {
                .init(location: $0.map.location, text: "\($0.name) \(verb) it", isMain: true)
            }
        }
        let writers = Set(users.filter { $0.map.permissions.contains(.write) }.map(\.name))
        if writers.count > 1 {
            var finding = FlowFinding(
                severity: .warning, rule: "least.second-writer",
                message: "\(writers.count) subjects can write \(region.name): nobody can tell who did",
                places: places(.write, "writes"))
            finding.hint = "one writer per region; give the others a region of their own"
            findings.append(finding)
        }
        if !writers.isEmpty, users.contains(where: { $0.map.permissions.contains(.execute) }) {
            findings.append(
                FlowFinding(
                    severity: .warning, rule: "least.write-execute",
                    message: "\(region.name) can be written and executed: its writers decide what runs",
                    places: places(.write, "writes") + places(.execute, "executes")))
        }
        let isOfWorld = region.physicalAddress != nil || isOfDevice
        if writers.isEmpty, !users.isEmpty, !isOfWorld, region.prefillPath == nil,
            region.prefillBootInfo == nil
        {
            findings.append(
                warning(
                    "least.no-writer", "nobody can write \(region.name): its readers see zeros for ever",
                    at: region.location, "read only, and not filled beforehand"))
        }
        if writers.count == 1, Set(users.map(\.name)) == writers, !isOfWorld {
            findings.append(
                warning(
                    "least.private-region",
                    "only \(users[0].name) maps \(region.name): nothing is shared by it", at: region.location,
                    "mapped once"))
        }
        return findings
    }

    /// Maps with more rights than the traces used.
    func mapLints() -> [FlowFinding] {
        guard let use else { return [] }
        var findings: [FlowFinding] = []
        for (place, domain) in domains.enumerated() {
            for map in domain.maps {
                let (loaded, stored) = (use.loaded[place][map.region], use.stored[place][map.region])
                let name = regionName(map.region)
                if loaded == 0 && stored == 0 {
                    findings.append(
                        warning(
                            "least.unused-map", "\(domain.name) never touched \(name) in \(traces)",
                            at: map.location, "mapped \(map.permissions.letters), never used"))
                } else if stored == 0, map.permissions.contains(.write) {
                    findings.append(
                        warning(
                            "least.unused-write", "\(domain.name) never wrote to \(name) in \(traces)",
                            at: map.location, "mapped \(map.permissions.letters)",
                            hint: "perms=\"r\" would do"))
                }
            }
        }
        return findings
    }

    /// Notification and call rights that the traces did not use, or that stand there by default.
    func channelLints() -> [FlowFinding] {
        var findings: [FlowFinding] = []
        for channel in system.channels {
            let pairs = [(channel.a, channel.b), (channel.b, channel.a)]
            guard let use else {
                if channel.a.mayNotify && channel.b.mayNotify && !channel.a.mayCall && !channel.b.mayCall {
                    findings.append(
                        warning(
                            "least.notify-default", "both ends may notify between \(ends(channel))",
                            at: channel.location, "a bit both ways, as is the default",
                            hint: "notify=\"false\" at the end that never does; --trace finds it"))
                }
                continue
            }
            let notified = pairs.map { use.signals[.init(domain: $0.0.domain, id: $0.0.id)] ?? 0 }
            let called = pairs.map { use.calls[.init(domain: $0.0.domain, id: $0.0.id)] ?? 0 }
            if notified == [0, 0] && called == [0, 0] {
                findings.append(
                    warning(
                        "least.unused-channel", "nothing went between \(ends(channel)) in \(traces)",
                        at: channel.location, "never used"))
                continue
            }
            for (index, pair) in pairs.enumerated() {
                let (me, peer) = (domainName(pair.0.domain), domainName(pair.1.domain))
                if pair.0.mayNotify, notified[index] == 0 {
                    findings.append(
                        warning(
                            "least.unused-notify",
                            "\(me) never notified \(peer) on its channel \(pair.0.id) in \(traces)",
                            at: pair.0.location, "may notify", hint: "notify=\"false\" would do"))
                }
                if pair.0.mayCall, called[index] == 0 {
                    findings.append(
                        warning(
                            "least.unused-call",
                            "\(me) never called \(peer) on its channel \(pair.0.id) in \(traces)",
                            at: pair.0.location, "may call", hint: "pp=\"false\" would do"))
                }
            }
        }
        return findings + interruptLints()
    }

    private func interruptLints() -> [FlowFinding] {
        guard let use else { return [] }
        return domains.indices.flatMap { place in
            domains[place].irqs.compactMap { irq -> FlowFinding? in
                guard use.interrupts[.init(domain: place, id: irq.id)] == nil else { return nil }
                return warning(
                    "least.unused-irq", "interrupt \(irq.id) of \(domainName(place)) never came in \(traces)",
                    at: irq.location, "never raised")
            }
        }
    }

    /// Authority that is more than a map or a channel.
    func authorityLints() -> [FlowFinding] {
        var findings: [FlowFinding] = []
        for (place, domain) in domains.enumerated() {
            for capability in domain.capabilities where capability.domain != place {
                findings.append(
                    warning(
                        "least.raw-capability",
                        "\(domain.name) holds raw authority over \(domainName(capability.domain))",
                        at: capability.location, "cap_\(capability.kind.rawValue)"))
            }
            if let port = HardwareLayout.configurationPorts(domain) {
                findings.append(
                    warning(
                        "least.pci-configuration",
                        "\(domain.name) can configure every PCI device: addresses, interrupts, bus mastering",
                        at: port.location, "ports 0xcf8 to 0xcff"))
            }
        }
        for node in graph.nodes {
            guard case .hardware(let owner) = node, let memory = graph.position(of: .memory),
                let way = graph.outgoing[graph.at(node)].first(where: { graph.edges[$0].to == memory })
            else { continue }
            findings.append(
                warning(
                    "least.free-dma", "nothing confines the hardware that \(domainName(owner)) drives",
                    at: graph.edges[way].location ?? domains[owner].location,
                    "can be told to read and write all memory",
                    hint: "an IOMMU, or 'assume no-dma \(domainName(owner)) \"REASON\"' in the policy"))
        }
        return findings
    }

    /// What the policy says nothing about, and secrets beside hardware.
    func labelLints() -> [FlowFinding] {
        guard view != nil else { return [] }
        var findings: [FlowFinding] = []
        for (place, region) in system.memoryRegions.enumerated() where level(ofRegion: place) == nil {
            findings.append(
                warning(
                    "label.region", "the policy says nothing about region \(region.name)",
                    at: region.location,
                    "no label: nothing is demanded of it"))
        }
        for (place, domain) in domains.enumerated() {
            if level(ofDomain: place) == nil {
                findings.append(
                    warning(
                        "label.domain", "the policy says nothing about domain \(domain.name)",
                        at: domain.location, "no label: it may learn what is public"))
            }
            guard !domain.irqs.isEmpty || !domain.ioPorts.isEmpty else { continue }
            for map in domain.maps where (level(ofRegion: map.region) ?? .public) >= .secret {
                findings.append(
                    warning(
                        "label.secret-beside-hardware",
                        "\(domain.name) drives hardware and can touch \(regionName(map.region))",
                        at: map.location, "\(level(ofRegion: map.region)?.rawValue ?? "") in a driver"))
            }
        }
        return findings
    }

    /// `the trace`, `3 traces`.
    var traces: String { use?.traceCount == 1 ? "the trace" : "\(use?.traceCount ?? 0) traces" }
}
