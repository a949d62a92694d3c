// `virtual_machine`, `vcpu` and `cspace`.
extension SystemCheck {
    mutating func virtualMachine(_ element: Int, _ domain: inout DraftDomain) {
        guard profile.hypervisor else {
            return refuse(
                domain.element, "virtual_machine.hypervisor",
                "seL4 has not been built as a hypervisor, virtual machines are disabled", at: nil,
                Remark(labels: [(element, "asked for here")]))
        }
        guard domain.virtualMachine == nil else {
            return refuse(
                domain.element, "virtual_machine.repeated", "virtual_machine must only be specified once",
                at: nil,
                Remark(labels: [(element, "given again here")]))
        }
        let hasBudget = profile.architecture == .aarch64
        checkAttributes(
            element,
            hasBudget ? Grammar.attributes(of: .virtual_machine) : Grammar.virtualMachineWithoutBudget)
        var machine = DraftVirtualMachine(
            model: .init(name: "", location: tree.location(of: element)), element: element)
        if let attribute = required(.name, of: element) {
            machine.name = nameID(attribute)
            machine.model.name = shown(attribute)
            checkName(attribute, of: element)
        }
        if hasBudget { virtualMachineBudget(&machine) }
        virtualMachineChildren(&machine, core: domain.model.cpu)
        domain.virtualMachine = machine
    }

    private mutating func virtualMachineBudget(_ machine: inout DraftVirtualMachine) {
        if let (budget, period) = budget(of: machine.element) {
            machine.model.budgetMicroseconds = budget
            machine.model.periodMicroseconds = period
        }
        guard let attribute = tree.attribute(.priority, of: machine.element),
            let priority = number(attribute, of: machine.element)
        else { return }
        machine.model.priority = UInt8(truncatingIfNeeded: priority)
        if priority > 255 {
            warn(
                machine.element, "priority.truncated",
                "priority \(priority) is above 255: \(machine.model.priority), its low 8 bits, is used",
                at: .value(attribute))
        }
    }

    private mutating func virtualMachineChildren(_ machine: inout DraftVirtualMachine, core: UInt8) {
        var hasVCPU = false
        let element = machine.element
        for child in tree.children(of: element) {
            switch tree.elements[child].name {
            case .vcpu:
                hasVCPU = true
                virtualProcessor(child, &machine, core: core)
            case .map: virtualMachineMap(child, &machine)
            default:
                let meant = childSuggestion(tree.string(tree.name(of: child)), in: .virtual_machine).hint
                if meant == Suggestion.hint("vcpu") { hasVCPU = true }
                unknownElement(child, in: .virtual_machine, at: element)
            }
        }
        if !hasVCPU {
            refuseWhole(
                element, "vcpu.missing",
                "Error: missing 'vcpu' element on virtual_machine: '\(machine.model.name)'")
        }
    }

    private mutating func virtualProcessor(_ element: Int, _ machine: inout DraftVirtualMachine, core: UInt8)
    {
        checkAttributes(element, Grammar.attributes(of: .vcpu))
        let id = required(.id, of: element).flatMap { virtualProcessorID($0, element, &machine) }
        let cpu = self.core(of: element, tag: machine.element, default: core)
        if let attribute = tree.attribute(.setvar_id, of: element) {
            warn(element, "vcpu.setvar_id", "setvar_id is ignored on a vcpu", at: .name(attribute))
        }
        guard let id, let cpu else { return }
        machine.model.vcpus.append(.init(id: id, cpu: cpu, location: tree.location(of: element)))
    }

    private mutating func virtualProcessorID(
        _ attribute: Int, _ element: Int, _ machine: inout DraftVirtualMachine
    ) -> UInt8? {
        guard let id = plainUnsigned(attribute, of: element, tooLarge: "id must be < 62") else { return nil }
        guard id < 62 else {
            refuse(element, "id.range", "id must be < 62", at: .value(attribute))
            return nil
        }
        guard !machine.model.vcpus.contains(where: { $0.id == id }) else {
            refuseWhole(
                element, "vcpu.duplicate",
                "Error: duplicate vcpu id \(id) in virtual machine '\(machine.model.name)' @ "
                    + "\(tree.location(of: element))", at: .value(attribute))
            return nil
        }
        return UInt8(id)
    }

    // MARK: cspace

    mutating func capabilitySpace(_ element: Int, _ domain: inout DraftDomain, first: Int?) {
        if let first {
            return refuse(
                domain.element, "cspace.repeated", "cspace must only be specified once", at: nil,
                Remark(labels: [(first, "first given here"), (element, "given again here")]))
        }
        checkAttributes(element, Grammar.attributes(of: .cspace))
        for child in tree.children(of: element) {
            switch tree.elements[child].name {
            case .cap_tcb: capability(child, .tcb, &domain)
            case .cap_sc: capability(child, .sc, &domain)
            case .cap_vspace: capability(child, .vspace, &domain)
            default: unknownCapability(child)
            }
        }
    }

    private mutating func unknownCapability(_ element: Int) {
        let tag = tree.string(tree.name(of: element))
        let location = tree.location(of: element)
        refuseWhole(
            element, "element.unknown",
            tag.hasPrefix("cap_")
                ? "Cap type: '\(tag.dropFirst(4))' is not supported at '\(location)'"
                : "Element '\(tag)' is not supported in a <cspace> element at '\(location)'",
            childSuggestion(tag, in: .cspace))
    }

    private mutating func capability(
        _ element: Int, _ kind: CheckedSystem.Capability.Kind, _ domain: inout DraftDomain
    ) {
        checkAttributes(element, Grammar.attributes(of: .cap_tcb))
        let target = required(.pd, of: element)
        let slot = required(.slot, of: element).flatMap { capabilitySlot($0, element) }
        guard let target else { return }
        domain.model.capabilities.append(
            .init(kind: kind, domain: -1, slot: slot ?? 0, location: tree.location(of: element)))
        domain.capabilityTargets.append((nameID(target), target))
        domain.capabilityElements.append(element)
    }

    private mutating func capabilitySlot(_ attribute: Int, _ element: Int) -> UInt64? {
        guard let slot = number(attribute, of: element) else { return nil }
        if slot == 0 {
            refuse(
                element, "cspace.slot.reserved",
                "The destination slot 0 has been reserved for Microkit CNode",
                at: .value(attribute))
            return nil
        }
        guard slot < 128 else {
            refuse(
                element, "cspace.slot.range", "There are only 128 destination cspace slots available.",
                at: .value(attribute))
            return nil
        }
        if slot > 63 {
            warn(
                element, "cspace.slot.unusable",
                "slot \(slot) is above 63 and cannot be addressed at run time",
                at: .value(attribute))
        }
        return slot
    }
}
