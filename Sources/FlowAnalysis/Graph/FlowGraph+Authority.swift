internal import SystemDescription

extension FlowGraph {
    /// Parents, monitors of virtual machines, and raw capabilities.
    mutating func addAuthority() {
        for (place, domain) in system.protectionDomains.enumerated() {
            let subject = FlowNode.domain(place)
            if let parent = domain.parent {
                addControl(.domain(parent), over: subject, at: domain.location, "parent")
                add(subject, .domain(parent), .fault, at: domain.location, "child")
            }
            if let machine = domain.virtualMachine {
                addControl(subject, over: .machine(place), at: machine.location, "monitor")
                add(.machine(place), subject, .fault, at: machine.location, "guest")
            }
            for capability in domain.capabilities { addCapability(capability, of: subject) }
            if domain.smc {
                add(subject, .firmware, .firmware, at: domain.location, "smc")
                add(.firmware, subject, .firmware, at: domain.location, "smc")
            }
        }
    }

    private mutating func addCapability(_ capability: CheckedSystem.Capability, of holder: FlowNode) {
        let subject = FlowNode.domain(capability.domain)
        switch capability.kind {
        case .tcb, .vspace:
            addControl(holder, over: subject, at: capability.location, "cap_\(capability.kind.rawValue)")
        case .sc:
            add(holder, subject, .schedulingContext, at: capability.location, "cap_sc")
            add(subject, holder, .backChannel, at: capability.location, "cap_sc")
        }
    }

    mutating func addControl(
        _ holder: FlowNode, over subject: FlowNode, at location: SourceLocation?, _ detail: String
    ) {
        add(holder, subject, .authority, at: location, detail)
        add(subject, holder, .observation, at: location, detail)
    }
}
