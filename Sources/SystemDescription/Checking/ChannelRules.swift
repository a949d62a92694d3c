// Channels, their ids and rights, and interrupts: steps 2, 8, 9 and 10 of the second pass.
extension SystemCheck {
    /// An `end` whose attributes could be read.
    private struct ReadEnd {
        var model: CheckedSystem.End
        var element: Int
    }

    /// Step 2: channels in document order.
    mutating func resolveChannels() {
        for element in channelElements {
            checkAttributes(element, Grammar.attributes(of: .channel))
            var ends: [ReadEnd?] = []
            var count = 0
            for child in tree.children(of: element) {
                guard tree.elements[child].name == .end else {
                    unknownElement(child, in: .channel)
                    ends.append(nil)
                    continue
                }
                let end = end(child)
                if ends.count < 3 { ends.append(end) }
                count += 1
            }
            channel(element, ends, endCount: count)
        }
    }

    private mutating func end(_ element: Int) -> ReadEnd? {
        checkAttributes(element, Grammar.attributes(of: .end))
        let name = required(.pd, of: element)
        let id = required(.id, of: element).flatMap { channelID($0, of: element) }
        let notify = bool(.notify, of: element, default: true)
        let call = bool(.pp, of: element, default: false)
        guard let name, let domain = endDomain(name, element), let id, let notify, let call else {
            return nil
        }
        let model = CheckedSystem.End(
            domain: domain, id: id, mayCall: call, mayNotify: notify, location: tree.location(of: element))
        return ReadEnd(model: model, element: element)
    }

    private mutating func endDomain(_ attribute: Int, _ element: Int) -> Int? {
        let name = nameID(attribute)
        if let domain = domainByName[name] { return domain }
        if !isDoubtfulDomain(name) {
            refuse(
                element, "end.pd.unknown", "invalid PD name '\(shown(attribute))'", at: .value(attribute),
                suggestDomain(shown(attribute)))
        }
        return nil
    }

    private mutating func channel(_ element: Int, _ ends: [ReadEnd?], endCount: Int) {
        guard ends.count == 2 else {
            return refuse(element, "channel.ends", "exactly two end elements must be specified")
        }
        guard endCount == 2, var a = ends[0], var b = ends[1] else { return }
        if a.model.mayCall, b.model.mayCall {
            refuse(element, "channel.ppc.both", "cannot ppc bidirectionally")
            a.model.mayCall = false
            b.model.mayCall = false
        }
        a.model.idSymbol = setSymbol(of: a, on: element)
        b.model.idSymbol = setSymbol(of: b, on: element)
        if options.dialect == .legacy { grantLegacyCalls(&a, &b, element) }
        channels.append(
            DraftChannel(
                model: .init(a: a.model, b: b.model, location: tree.location(of: element)), element: element,
                a: a.element, b: b.element))
        warnAboutRights(channels[channels.count - 1])
    }

    private mutating func setSymbol(of end: ReadEnd, on channel: Int) -> String? {
        guard let attribute = tree.attribute(.setvar_id, of: end.element) else { return nil }
        setSymbol(attribute, reportedOn: channel, in: domains[end.model.domain])
        return shown(attribute)
    }

    private mutating func warnAboutRights(_ channel: DraftChannel) {
        let (a, b) = (channel.model.a, channel.model.b)
        if a.domain == b.domain {
            warn(channel.element, "channel.self", "both ends are the same protection domain")
        }
        if !a.mayNotify, !b.mayNotify, !a.mayCall, !b.mayCall {
            warn(channel.element, "channel.mute", "neither end may notify or call the other")
        }
    }

    // MARK: Ids and rights

    /// Step 8: every interrupt once in the system.
    mutating func checkInterruptNumbers() {
        var seen: [UInt64: Int] = [:]
        for domain in domains {
            for (irq, element) in zip(domain.model.irqs, domain.irqElements) {
                let number: UInt64
                switch irq.source {
                case .number(let line): number = line
                case .ioapic(_, _, _, let vector): number = vector
                case .msi(_, _, _, _, let vector): number = vector
                }
                if let first = seen[number] {
                    refuseWhole(
                        domain.element, "irq.duplicate",
                        "Error: duplicate irq: \(number) in protection domain: '\(domain.model.name)' @ "
                            + "\(tree.location(of: domain.element))", at: .element(element),
                        Remark(labels: [(first, "first used here")]))
                } else {
                    seen[number] = element
                }
            }
        }
    }

    /// Steps 9 and 10: ids of interrupts and channels within each domain, and who may call whom.
    mutating func checkChannelIDs() {
        // For each domain and id, the element that took it; -1 is none.
        var owners = [Int](repeating: -1, count: domains.count * 62)
        for index in domains.indices {
            for (irq, element) in zip(domains[index].model.irqs, domains[index].irqElements) {
                let place = index * 62 + Int(irq.id)
                if owners[place] >= 0 { duplicateID(irq.id, index, element, first: owners[place]) }
                if owners[place] < 0 { owners[place] = element }
            }
        }
        for channel in channels {
            let (a, b) = (channel.model.a, channel.model.b)
            let placeA = a.domain * 62 + Int(a.id), placeB = b.domain * 62 + Int(b.id)
            if owners[placeA] >= 0 { duplicateID(a.id, a.domain, channel.a, first: owners[placeA]) }
            if owners[placeB] >= 0 { duplicateID(b.id, b.domain, channel.b, first: owners[placeB]) }
            checkCall(channel)
            if owners[placeA] < 0 { owners[placeA] = channel.a }
            if owners[placeB] < 0 { owners[placeB] = channel.b }
        }
    }

    private mutating func duplicateID(_ id: UInt8, _ domain: Int, _ element: Int, first: Int) {
        let owner = domains[domain]
        refuseWhole(
            owner.element, "id.duplicate",
            "Error: duplicate channel id: \(id) in protection domain: '\(owner.model.name)' @ "
                + "\(tree.location(of: owner.element))", at: .element(element),
            Remark(labels: [(first, "first used here")]))
    }

    private mutating func checkCall(_ channel: DraftChannel) {
        let (a, b) = (channel.model.a, channel.model.b)
        guard a.mayCall || b.mayCall else { return }
        let caller = domains[a.mayCall ? a.domain : b.domain],
            callee = domains[a.mayCall ? b.domain : a.domain]
        let end = a.mayCall ? channel.a : channel.b
        if caller.model.priority >= callee.model.priority {
            if !isLegacyCallee(callee) {
                refuseWhole(
                    channel.element, "channel.ppc.priority",
                    "Error: PPCs must be to protection domains of strictly higher priorities; channel with PPC "
                        + "exists from pd \(caller.model.name) (priority: \(caller.model.priority)) to pd "
                        + "\(callee.model.name) (priority: \(callee.model.priority))", at: .element(end),
                    Remark(labels: [
                        (caller.element, "priority \(caller.model.priority)"),
                        (callee.element, "priority \(callee.model.priority)"),
                    ]))
            }
        }
        if profile.architecture == .x86_64, callee.virtualMachine != nil {
            refuseWhole(
                channel.element, "channel.ppc.vcpu",
                "Error: It is not possible to PPC to PD '\(callee.model.name)' with a bound vCPU from PD "
                    + "'\(caller.model.name)' on x86_64 @ \(tree.location(of: domains[a.domain].element))",
                at: .element(end))
        }
    }

    // MARK: The dialect before rights per end

    private func isLegacyCallee(_ domain: DraftDomain) -> Bool {
        options.dialect == .legacy && domain.isCallee
    }

    /// `pp` on a domain: every peer with a channel to it may call it.
    ///
    /// When both have it, the one of lower priority may call. Rights given per end stand.
    private mutating func grantLegacyCalls(_ a: inout ReadEnd, _ b: inout ReadEnd, _ element: Int) {
        guard !a.model.mayCall, !b.model.mayCall else { return }
        let (left, right) = (domains[a.model.domain], domains[b.model.domain])
        let callsRight = right.isCallee && (!left.isCallee || left.model.priority < right.model.priority)
        if callsRight {
            grant(&a.model, callee: b.model, element)
        } else if left.isCallee {
            grant(&b.model, callee: a.model, element)
        }
    }

    private mutating func grant(
        _ caller: inout CheckedSystem.End, callee: CheckedSystem.End, _ element: Int
    ) {
        caller.mayCall = true
        let (from, to) = (domains[caller.domain], domains[callee.domain])
        guard from.model.priority >= to.model.priority else { return }
        warn(
            element, "channel.ppc.priority",
            "'\(from.model.name)' (priority \(from.model.priority)) may call '\(to.model.name)' (priority "
                + "\(to.model.priority)), which is not higher,")
    }
}
