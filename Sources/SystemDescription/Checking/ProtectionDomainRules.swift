// `protection_domain` and its attributes.
extension SystemCheck {
    /// Reads a domain and its children; the domain goes before its children into `domains`.
    mutating func protectionDomain(_ element: Int, parent: Int?) {
        let index = domains.count
        var domain = DraftDomain(
            model: .init(name: "", programImage: "", location: tree.location(of: element)), element: element,
            index: index, parent: parent)
        domains.append(domain)
        domainIdentity(&domain)
        domainBudget(&domain)
        domainSwitches(&domain)
        domainSchedulingDomain(&domain)
        domainStackAndPriority(&domain)
        domainChildren(&domain, index)
        domains[index] = domain
    }

    private mutating func domainIdentity(_ domain: inout DraftDomain) {
        let element = domain.element
        var allowed =
            domain.parent == nil ? Grammar.attributes(of: .protection_domain) : Grammar.childDomainAttributes
        if options.dialect == .legacy { allowed.insert(AttributeSet([.pp])) }
        checkAttributes(element, allowed)
        if let attribute = required(.name, of: element) {
            domain.name = nameID(attribute)
            domain.model.name = shown(attribute)
            checkName(attribute, of: element)
        } else {
            hasNamelessDomain = true
        }
        guard domain.parent != nil, let attribute = required(.id, of: element) else { return }
        domain.childID = number(attribute, of: element)
        domain.model.childID = domain.childID
        if let id = domain.childID, id > 61 {
            warn(
                element, "id.unusable", "child id \(id) is above 61 and collides with other capability slots",
                at: .value(attribute))
        }
    }

    private mutating func domainBudget(_ domain: inout DraftDomain) {
        guard let (budget, period) = budget(of: domain.element) else { return }
        domain.model.budgetMicroseconds = budget
        domain.model.periodMicroseconds = period
    }

    /// Budget and period of a domain or virtual machine; nil when something is wrong with them.
    mutating func budget(of element: Int) -> (budget: UInt64, period: UInt64)? {
        let budget = number(.budget, of: element, default: 1000)
        let period = number(.period, of: element, default: budget ?? .max)
        guard let budget, let period else { return nil }
        let attribute = tree.attribute(.budget, of: element) ?? tree.attribute(.period, of: element)
        guard budget <= period else {
            refuse(
                element, "budget.exceeds_period",
                "budget (\(budget)) must be less than, or equal to, period (\(period))",
                at: attribute.map { .value($0) },
                Remark(
                    notes: tree.attribute(.budget, of: element) == nil ? ["budget is 1000 by default"] : []))
            return nil
        }
        if budget < 20, let attribute {
            warn(
                element, "budget.minimum",
                "budget (\(budget)) is below the kernel's minimum of 20 microseconds",
                at: .value(attribute))
        }
        return (budget, period)
    }

    private mutating func domainSwitches(_ domain: inout DraftDomain) {
        let element = domain.element
        domain.model.passive = bool(.passive, of: element, default: false) ?? false
        if options.dialect == .legacy { domain.isCallee = bool(.pp, of: element, default: false) ?? false }
        // Checked further below; unreadable text is reported here.
        if let attribute = tree.attribute(.stack_size, of: element) {
            domain.model.stackByteCount = number(attribute, of: element) ?? 0x2000
        }
        if bool(.smc, of: element, default: false) == true { domainSecureMonitor(&domain) }
        domain.model.cpu = core(of: element, default: 0) ?? 0
    }

    private mutating func domainSecureMonitor(_ domain: inout DraftDomain) {
        let mark = tree.attribute(.smc, of: domain.element).map { Mark.value($0) }
        switch profile.smc {
        case .on: domain.model.smc = true
        case .off:
            refuse(
                domain.element, "smc.off",
                "Using SMC support without ARM SMC forwarding support enabled in the kernel for this platform",
                at: mark)
        case .absent:
            refuseWhole(
                domain.element, "smc.absent",
                "ARM SMC forwarding support is not available for this architecture",
                at: mark)
        }
    }

    /// The core an element asks for; `tag` is named when the number is unreadable.
    mutating func core(of element: Int, tag: Int? = nil, default core: UInt8) -> UInt8? {
        guard let attribute = tree.attribute(.cpu, of: element) else { return core }
        guard let number = number(attribute, of: element, tag: tag) else { return nil }
        guard number < UInt64(profile.cores) else {
            refuse(
                element, "cpu.range", "cpu core must be less than \(profile.cores), got \(number)",
                at: .value(attribute))
            return nil
        }
        return UInt8(number)
    }

    private mutating func domainSchedulingDomain(_ domain: inout DraftDomain) {
        let element = domain.element
        guard !scheduling.domains.isEmpty else {
            if let attribute = tree.attribute(.domain, of: element) {
                refuse(
                    element, "domain.undeclared",
                    "Specifying a domain '\(shown(attribute))' without declaring a domain schedule is not allowed:",
                    at: .name(attribute),
                    Remark(notes: ["<domains> must stand before the protection domains"]))
            }
            return
        }
        guard let attribute = required(.domain, of: element) else { return }
        domain.model.domain = scheduling.byName[nameID(attribute)]
        if domain.model.domain == nil, !doubtfulNames.contains(nameID(attribute)) {
            refuse(
                element, "domain.unknown", "domain '\(shown(attribute))' not declared in <domains>:",
                at: .value(attribute),
                suggest(shown(attribute), among: scheduling.domains.map(\.model.name)))
        }
    }

    private mutating func domainStackAndPriority(_ domain: inout DraftDomain) {
        let element = domain.element
        let stack = domain.model.stackByteCount
        let mark = tree.attribute(.stack_size, of: element).map { Mark.value($0) }
        if !(0x1000...0x100_0000).contains(stack) {
            refuse(
                element, "stack_size.range", "stack size must be between 0x1000 bytes and 0x1000000 bytes",
                at: mark)
            domain.model.stackByteCount = 0x2000
        } else if stack % 0x1000 != 0 {
            refuse(
                element, "stack_size.alignment",
                "stack size must be aligned to the smallest page size, 4096 bytes", at: mark)
            domain.model.stackByteCount = 0x2000
        }
        if let priority = number(.priority, of: element, default: 0) {
            if priority > 254 {
                refuse(
                    element, "priority.range", "priority must be between 0 and 254",
                    at: tree.attribute(.priority, of: element).map { .value($0) })
            }
            domain.model.priority = UInt8(min(priority, 254))
        }
        domain.model.fpu = bool(.fpu, of: element, default: true) ?? true
    }

    private mutating func domainChildren(_ domain: inout DraftDomain, _ index: Int) {
        var hasImage = false
        var cspace: Int?
        let element = domain.element
        for child in tree.children(of: element) {
            switch tree.elements[child].name {
            case .program_image:
                programImage(child, &domain, isFirst: !hasImage)
                hasImage = true
            case .map: domainMap(child, &domain)
            case .irq: interrupt(child, &domain)
            case .ioport: ioPort(child, &domain)
            case .setvar: setVariable(child, &domain)
            case .protection_domain:
                protectionDomain(child, parent: index)
                childSymbol(child, domain)
            case .virtual_machine: virtualMachine(child, &domain)
            case .cspace:
                capabilitySpace(child, &domain, first: cspace)
                cspace = cspace ?? child
            default:
                let meant = childSuggestion(tree.string(tree.name(of: child)), in: .protection_domain).hint
                if meant == Suggestion.hint("program_image") || tree.elements[child].isInclude {
                    hasImage = true
                }
                unknownElement(child, in: .protection_domain, words: "Invalid XML element")
            }
        }
        if !hasImage {
            refuseWhole(
                element, "program_image.missing",
                "Error: missing 'program_image' element on protection_domain: '\(domain.model.name)'")
        }
    }

    private mutating func programImage(_ element: Int, _ domain: inout DraftDomain, isFirst: Bool) {
        checkAttributes(element, Grammar.attributes(of: .program_image))
        guard isFirst else {
            return refuse(
                domain.element, "program_image.repeated", "program_image must only be specified once",
                at: nil, Remark(labels: [(element, "given again here")]))
        }
        if let attribute = required(.path, of: element) { domain.model.programImage = shown(attribute) }
        domain.model.programImageForSymbols = text(.path_for_symbols, of: element)
    }

    private mutating func setVariable(_ element: Int, _ domain: inout DraftDomain) {
        checkAttributes(element, Grammar.attributes(of: .setvar))
        let symbol = required(.symbol, of: element)
        let region = required(.region_paddr, of: element)
        guard let symbol, let region else { return }
        setSymbol(symbol, reportedOn: element, in: domain)
        domain.model.setvars.append(
            .init(symbol: shown(symbol), regionName: shown(region), location: tree.location(of: element)))
        domain.regionSymbols.append(
            .init(kind: .physicalAddress, region: nameID(region), element: element, attribute: region))
    }

    private mutating func childSymbol(_ element: Int, _ domain: DraftDomain) {
        guard let attribute = tree.attribute(.setvar_id, of: element) else { return }
        setSymbol(attribute, reportedOn: element, in: domain)
        for index in domains.indices.reversed() where domains[index].element == element {
            domains[index].model.childIDSymbol = shown(attribute)
            return
        }
    }
}
