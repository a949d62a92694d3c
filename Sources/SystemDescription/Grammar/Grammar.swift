/// Which attributes and children each element may have.
enum Grammar {
    static func attributes(of element: ElementName) -> AttributeSet { table[Int(element.rawValue)] }

    static let childDomainAttributes = AttributeSet(
        attributes(of: .protection_domain).names + [.id, .setvar_id])
    static let virtualMachineMapAttributes = AttributeSet([.mr, .vaddr, .perms, .cached])
    static let virtualMachineWithoutBudget = AttributeSet([.name])
    static let lineIRQAttributes = AttributeSet([.irq, .id, .setvar_id, .trigger])
    static let ioapicIRQAttributes = AttributeSet(
        [.id, .setvar_id, .ioapic, .pin, .trigger, .polarity, .vector])
    static let msiIRQAttributes = AttributeSet([.id, .setvar_id, .pcidev, .handle, .vector])

    private static let table: [AttributeSet] = ElementName.allCases.map { element in
        switch element {
        case .protection_domain:
            AttributeSet([
                .name, .priority, .budget, .period, .passive, .stack_size, .cpu, .smc, .fpu, .domain,
            ])
        case .program_image: AttributeSet([.path, .path_for_symbols])
        case .map:
            AttributeSet([.mr, .vaddr, .perms, .cached, .setvar_vaddr, .setvar_size, .setvar_prefill_size])
        case .ioport: AttributeSet([.id, .setvar_id, .addr, .setvar_addr, .size])
        case .setvar: AttributeSet([.symbol, .region_paddr])
        case .virtual_machine: AttributeSet([.name, .priority, .budget, .period])
        case .vcpu: AttributeSet([.id, .cpu, .setvar_id])
        case .cap_tcb, .cap_sc, .cap_vspace: AttributeSet([.slot, .pd])
        case .memory_region:
            AttributeSet([.name, .size, .page_size, .phys_addr, .prefill_path, .prefill_bootinfo])
        case .end: AttributeSet([.pd, .id, .pp, .notify, .setvar_id])
        case .io_address_space: AttributeSet([.name, .peripheral_id, .domain_id])
        case .iomap: AttributeSet([.mr, .iovaddr, .perms])
        case .domain: AttributeSet([.name, .id])
        case .domain_schedule: AttributeSet([.start_index, .index_shift])
        case .schedule_entry: AttributeSet([.domain, .duration])
        case .system, .channel, .cspace, .domains, .irq, .schedule_end_marker, .unknown: AttributeSet([])
        }
    }

    /// The elements that may stand in `element`: what an unknown one may have been meant to be.
    static func children(of element: ElementName) -> [ElementName] {
        switch element {
        case .system: [.protection_domain, .memory_region, .channel, .io_address_space, .domains]
        case .protection_domain:
            [
                .program_image, .map, .irq, .ioport, .setvar, .protection_domain, .virtual_machine, .cspace,
            ]
        case .virtual_machine: [.vcpu, .map]
        case .cspace: [.cap_tcb, .cap_sc, .cap_vspace]
        case .channel: [.end]
        case .io_address_space: [.iomap]
        case .domains: [.domain, .domain_schedule]
        case .domain_schedule: [.schedule_entry, .schedule_end_marker]
        default: []
        }
    }
}
