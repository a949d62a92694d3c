// `irq` and `ioport`.
extension SystemCheck {
    mutating func interrupt(_ element: Int, _ domain: inout DraftDomain) {
        misspelt = (-1, [])
        let id = required(.id, of: element).flatMap { channelID($0, of: element) }
        let symbol = setSymbol(.setvar_id, of: element, in: domain)
        let isX86 = profile.architecture == .x86_64
        var irq: CheckedSystem.IRQ?
        if let attribute = tree.attribute(.irq, of: element) {
            guard !isX86 else {
                return refuse(
                    element, "irq.architecture", "ARM and RISC-V IRQs are not supported on x86",
                    at: .name(attribute))
            }
            irq = lineInterrupt(element, attribute)
        } else if let attribute = tree.attribute(.pin, of: element) {
            guard isX86 else {
                return refuse(
                    element, "irq.architecture", "x86 I/O APIC IRQ isn't supported on ARM and RISC-V",
                    at: .name(attribute))
            }
            irq = ioapicInterrupt(element, attribute)
        } else if let attribute = tree.attribute(.pcidev, of: element) {
            guard isX86 else {
                return refuse(
                    element, "irq.architecture", "x86 MSI IRQ isn't supported on ARM and RISC-V",
                    at: .name(attribute))
            }
            irq = messageInterrupt(element, attribute)
        } else {
            _ = required(isX86 ? .pin : .irq, of: element)
        }
        guard var irq, let id else { return }
        irq.id = id
        irq.idSymbol = symbol
        domain.model.irqs.append(irq)
        domain.irqElements.append(element)
    }

    private func irq(_ element: Int, _ source: CheckedSystem.IRQ.Source, edge: Bool) -> CheckedSystem.IRQ {
        var irq = CheckedSystem.IRQ(id: 0, source: source, location: tree.location(of: element))
        irq.edgeTriggered = edge
        return irq
    }

    private mutating func lineInterrupt(_ element: Int, _ attribute: Int) -> CheckedSystem.IRQ? {
        checkAttributes(element, Grammar.lineIRQAttributes)
        let number = plainUnsigned(attribute, of: element)
        let edge = choice(.trigger, of: element, "edge", "level", default: false)
        guard let number, let edge else { return nil }
        return irq(element, .number(number), edge: edge)
    }

    private mutating func ioapicInterrupt(_ element: Int, _ attribute: Int) -> CheckedSystem.IRQ? {
        checkAttributes(element, Grammar.ioapicIRQAttributes)
        let ioapic =
            tree.attribute(.ioapic, of: element).map {
                plain($0, of: element, negative: "ioapic must be >= 0")
            } ?? 0
        let pin = plain(attribute, of: element, negative: "pin must be >= 0")
        let edge = choice(.trigger, of: element, "edge", "level", default: false)
        let low = choice(.polarity, of: element, "low", "high", default: false)
        let vector = vector(of: element)
        guard let ioapic, let pin, let edge, let low, let vector else { return nil }
        return irq(
            element, .ioapic(ioapic: UInt64(ioapic), pin: UInt64(pin), activeLow: low, vector: vector),
            edge: edge)
    }

    private mutating func messageInterrupt(_ element: Int, _ attribute: Int) -> CheckedSystem.IRQ? {
        checkAttributes(element, Grammar.msiIRQAttributes)
        var device: PCIAddress?
        do throws(PCIAddress.Problem) {
            device = try PCIAddress(tree.bytes, tree.value(ofAttribute: attribute))
        } catch {
            refuse(element, "irq.pcidev", error.text, at: .value(attribute))
        }
        let handle = required(.handle, of: element).flatMap {
            plain($0, of: element, negative: "handle must be >= 0")
        }
        let vector = vector(of: element)
        guard let device, let handle, let vector else { return nil }
        return irq(
            element,
            .msi(
                bus: device.bus, device: device.device, function: device.function, handle: UInt64(handle),
                vector: vector), edge: false)
    }

    private mutating func vector(of element: Int) -> UInt64? {
        let words = "vector must be within [0..107]"
        guard let attribute = required(.vector, of: element),
            let vector = plain(attribute, of: element, tooLarge: words, negative: words)
        else { return nil }
        guard vector <= 107 else {
            refuse(element, "irq.vector", words, at: .value(attribute))
            return nil
        }
        return UInt64(vector)
    }

    /// Whether an attribute is `yes` and not `no`.
    private mutating func choice(
        _ name: AttributeName, of element: Int, _ yes: StaticString, _ no: StaticString, default value: Bool
    ) -> Bool? {
        guard let attribute = tree.attribute(name, of: element) else { return value }
        let text = tree.value(ofAttribute: attribute)
        if tree.equal(text, yes) { return true }
        if tree.equal(text, no) { return false }
        // The order of the words is the real tool's: level or edge, low or high.
        let words = name == .trigger ? "'level' or 'edge'" : "'low' or 'high'"
        refuse(element, "irq.\(name)", "\(name) must be either \(words)", at: .value(attribute))
        return nil
    }

    mutating func ioPort(_ element: Int, _ domain: inout DraftDomain) {
        guard profile.architecture == .x86_64 else {
            return refuse(
                domain.element, "ioport.architecture", "I/O Ports are only available on x86", at: nil,
                Remark(labels: [(element, "asked for here")]))
        }
        checkAttributes(element, Grammar.attributes(of: .ioport))
        let id = required(.id, of: element).flatMap { channelID($0, of: element) }
        let idSymbol = setSymbol(.setvar_id, of: element, in: domain)
        let addressAttribute = required(.addr, of: element)
        let address = addressAttribute.flatMap { number($0, of: element) }
        let addressSymbol = setSymbol(.setvar_addr, of: element, in: domain)
        guard let size = ioPortSize(element), let id, let address, let addressAttribute else { return }
        guard !address.addingReportingOverflow(size).overflow else {
            return refuse(
                element, "ioport.overflow", "addr + size exceeds 64 bits", at: .value(addressAttribute),
                Remark(notes: ["the real tool aborts here, or wraps around"]))
        }
        var port = CheckedSystem.IOPort(
            id: id, address: address, count: size, location: tree.location(of: element))
        port.idSymbol = idSymbol
        port.addressSymbol = addressSymbol
        domain.model.ioPorts.append(port)
        domain.ioPortElements.append(element)
    }

    private mutating func ioPortSize(_ element: Int) -> UInt64? {
        guard let attribute = required(.size, of: element),
            let size = plain(attribute, of: element, negative: "size must be > 0")
        else { return nil }
        guard size > 0 else {
            refuse(element, "ioport.size", "size must be > 0", at: .value(attribute))
            return nil
        }
        return UInt64(size)
    }
}
