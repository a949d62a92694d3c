// The second pass: rules about the whole system, in the real tool's order.
extension SystemCheck {
    static let domainLimit = 63

    mutating func checkWholeSystem() {
        indexNames()
        checkChildIDs()
        resolveChannels()
        resolveCapabilities()
        checkDomainCount()
        checkDomainNames()
        checkRegionNames()
        checkVirtualMachines()
        checkInterruptNumbers()
        checkChannelIDs()
        checkIOPorts()
        checkMaps()
        checkDeviceMaps()
        checkCapabilitySlots()
        checkPhysicalAddresses()
        if log.errorCount == 0 { warnAboutUnusedRegions() }
        raisePageSizes()
        checkRegionSymbols()
        warnAboutDomains()
    }

    private mutating func indexNames() {
        for index in domains.indices {
            if let name = domains[index].name, domainByName[name] == nil { domainByName[name] = index }
        }
        regionByName = [Int32](repeating: -1, count: names.count)
        for index in regions.indices {
            if let name = regions[index].name, regionByName[name] < 0 { regionByName[name] = Int32(index) }
        }
    }

    /// The first region of this name.
    func region(_ name: NameTable.ID) -> Int? {
        guard name < regionByName.count, regionByName[name] >= 0 else { return nil }
        return Int(regionByName[name])
    }

    /// Step 1: children's ids against each other and the parent's virtual processors.
    private mutating func checkChildIDs() {
        var children: [[Int]] = Array(repeating: [], count: domains.count)
        for index in domains.indices {
            if let parent = domains[index].parent { children[parent].append(index) }
        }
        for parent in domains.indices {
            let processors = Set(domains[parent].virtualMachine?.model.vcpus.map { UInt64($0.id) } ?? [])
            var seen: [UInt64: Int] = [:]
            for child in children[parent] {
                guard let id = domains[child].childID else { continue }
                let element = domains[child].element
                let name = domains[parent].model.name
                if let first = seen[id] {
                    refuseWhole(
                        element, "child.duplicate",
                        "Error: duplicate id: \(id) in protection domain: '\(name)' @ \(tree.location(of: element))",
                        at: tree.attribute(.id, of: element).map { .value($0) },
                        Remark(labels: [(first, "first used here")]))
                } else if processors.contains(id) {
                    refuseWhole(
                        element, "child.vcpu",
                        "Error: duplicate id: \(id) clashes with virtual machine vcpu id in protection domain: "
                            + "'\(name)' @ \(tree.location(of: element))",
                        at: tree.attribute(.id, of: element).map { .value($0) })
                }
                if seen[id] == nil { seen[id] = element }
            }
        }
    }

    /// Step 3: the domains that capabilities are for.
    private mutating func resolveCapabilities() {
        for index in domains.indices {
            for (position, target) in domains[index].capabilityTargets.enumerated() {
                if let found = domainByName[target.name] {
                    domains[index].model.capabilities[position].domain = found
                } else if !isDoubtfulDomain(target.name) {
                    let element = domains[index].capabilityElements[position]
                    refuseWhole(
                        element, "cspace.pd.unknown",
                        "Error: unknown PD name '\(shown(target.attribute))': \(tree.location(of: element))",
                        at: .value(target.attribute), suggestDomain(shown(target.attribute)))
                }
            }
        }
    }

    func isDoubtfulDomain(_ name: NameTable.ID) -> Bool { hasNamelessDomain || doubtfulNames.contains(name) }

    mutating func suggestDomain(_ name: String) -> Remark {
        suggest(name, among: domains.map(\.model.name))
    }

    /// Step 4.
    private mutating func checkDomainCount() {
        if domains.isEmpty {
            let misspeltDomain = log.errors.contains { $0.hint == Suggestion.hint("protection_domain") }
            if !misspeltDomain {
                refuseWhole(0, "domains.none", "Error: at least one protection domain must be defined")
            }
        }
        if domains.count > Self.domainLimit {
            refuseWhole(
                domains[Self.domainLimit].element, "domains.many",
                "Error: too many protection domains (\(domains.count)) defined. Maximum is \(Self.domainLimit)."
            )
        }
    }

    /// Step 5: the first domain whose name is taken or reserved.
    private mutating func checkDomainNames() {
        var first: [NameTable.ID: Int] = [:]
        var again: [NameTable.ID: Int] = [:]
        for domain in domains {
            guard let name = domain.name else { continue }
            if first[name] == nil {
                first[name] = domain.element
            } else if again[name] == nil {
                again[name] = domain.element
            }
        }
        for domain in domains {
            guard let name = domain.name, first[name] == domain.element else { continue }
            let mark = tree.attribute(.name, of: domain.element).map { Mark.value($0) }
            if let second = again[name] {
                refuseWhole(
                    domain.element, "domain.duplicate",
                    "Error: duplicate protection domain name '\(domain.model.name)'.", at: mark,
                    Remark(labels: [(second, "used again here")]))
            }
            if domain.model.name == "monitor" {
                refuseWhole(
                    domain.element, "domain.monitor",
                    "Error: the PD name 'monitor' is reserved for the Microkit Monitor.", at: mark)
            }
        }
    }

    /// Step 6.
    private mutating func checkRegionNames() {
        var again: [NameTable.ID: Int] = [:]
        for index in regions.indices {
            guard let name = regions[index].name, let first = region(name), first != index else { continue }
            if again[name] == nil { again[name] = regions[index].element }
        }
        guard !again.isEmpty else { return }
        for (index, draft) in regions.enumerated() {
            guard let name = draft.name, region(name) == index, let second = again[name] else { continue }
            refuseWhole(
                draft.element, "region.duplicate",
                "Error: duplicate memory region name '\(regionModels[index].name)'.",
                at: tree.attribute(.name, of: draft.element).map { .value($0) },
                Remark(labels: [(second, "used again here")]))
        }
    }

    /// Step 7.
    private mutating func checkVirtualMachines() {
        var seen: [NameTable.ID: Int] = [:]
        let parents = Set(domains.compactMap(\.parent))
        for index in domains.indices {
            guard let machine = domains[index].virtualMachine else { continue }
            if let name = machine.name {
                if let first = seen[name] {
                    refuseWhole(
                        machine.element, "virtual_machine.duplicate",
                        "Error: duplicate virtual machine name '\(machine.model.name)'.",
                        at: tree.attribute(.name, of: machine.element).map { .value($0) },
                        Remark(labels: [(first, "first used here")]))
                } else {
                    seen[name] = machine.element
                }
            }
            guard profile.architecture == .x86_64 else { continue }
            if parents.contains(index) {
                let element = domains[index].element
                refuseWhole(
                    element, "virtual_machine.children",
                    "Error: It is not possible for PD '\(domains[index].model.name)' with a bound vCPU to have "
                        + "children on x86_64: \(tree.location(of: element))")
            }
            if machine.model.vcpus.count > 1 {
                refuseStart(
                    machine.element, "vcpu.many", "a virtual machine on x86-64 can have one vcpu only,")
            }
        }
    }

    /// Warnings about domains as a whole.
    private mutating func warnAboutDomains() {
        guard !scheduling.domains.isEmpty else { return }
        for domain in domains
        where domain.model.domain == nil && tree.attribute(.domain, of: domain.element) == nil {
            guard let element = scheduling.element,
                tree.elements[domain.element].offset < tree.elements[element].offset
            else { continue }
            warn(
                domain.element, "domain.none",
                "this protection domain stands before <domains> and is left without domain")
        }
    }
}
