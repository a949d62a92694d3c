public import KernelTrace
public import SystemDescription

/// A small system with scripted domains and the order of entries it gives: the form of the scheduling vectors.
public struct SchedulingVector: Sendable {
    /// The case's name.
    public var name: String
    /// The description it stands for.
    public var system: CheckedSystem
    /// What its domains do.
    public var script: StandInScript
    /// The order a real kernel gave.
    public var order: String

    /// Reads one case.
    public init(_ json: LocatedJSON) throws(JSONError) {
        name = try json.required("name").text
        order = try json.required("order").text
        system = CheckedSystem(file: name)
        script = StandInScript()
        try readDomains(json)
        for channel in try json.required("channels").elements {
            system.channels.append(try readChannel(channel))
        }
        script = try StandInScript(behaviour: json, domains: system.protectionDomains.map(\.name))
    }

    /// The order that the machine gives.
    public func run(_ options: MachineOptions = MachineOptions(), sink: TraceRecorder = TraceRecorder())
        -> String
    {
        var options = options
        options.script = script
        options.stepLimit = options.stepLimit ?? 1_000_000
        guard let machine = try? Machine(system, options: options, sink: sink) else { return "not built" }
        machine.boot()
        machine.run()
        return orderText(sink.events, names: machine.domainNames)
    }

    private mutating func readDomains(_ json: LocatedJSON) throws(JSONError) {
        let budget = try Self.defaultBudget(json)
        let elements = try json.required("pds").elements
        for element in elements {
            var domain = CheckedSystem.ProtectionDomain(
                name: try element.required("name").text,
                priority: UInt8(clamping: try element.required("priority").count),
                programImage: "stand-in", location: element.location)
            domain.budgetMicroseconds = try element.member("budget")?.count ?? budget
            domain.periodMicroseconds = try element.member("period")?.count ?? domain.budgetMicroseconds
            domain.passive = try element.member("passive")?.boolean ?? false
            domain.cpu = UInt8(clamping: try element.member("cpu")?.count ?? 0)
            domain.childID = try element.member("id")?.count
            if let id = try element.member("irq_id") {
                domain.irqs.append(
                    .init(id: UInt8(clamping: try id.count), source: .number(0), location: id.location))
            }
            system.protectionDomains.append(domain)
        }
        for (index, element) in elements.enumerated() {
            guard let parent = try element.member("parent") else { continue }
            system.protectionDomains[index].parent = try domainIndex(parent)
        }
    }

    private static func defaultBudget(_ json: LocatedJSON) throws(JSONError) -> UInt64 {
        guard let budget = try json.member("budget_default") else { return 1_000_000 }
        if case .string("default") = budget.value { return 1000 }
        return try budget.count
    }

    private func readChannel(_ json: LocatedJSON) throws(JSONError) -> CheckedSystem.Channel {
        let caller = try json.member("pp")?.text
        func end(_ side: String) throws(JSONError) -> CheckedSystem.End {
            CheckedSystem.End(
                domain: try domainIndex(json.required(side)),
                id: UInt8(clamping: try json.required("\(side)_id").count), mayCall: caller == side,
                location: json.location)
        }
        return CheckedSystem.Channel(a: try end("a"), b: try end("b"), location: json.location)
    }

    private func domainIndex(_ json: LocatedJSON) throws(JSONError) -> Int {
        let name = try json.text
        guard let index = system.protectionDomains.firstIndex(where: { $0.name == name }) else {
            throw JSONError("no domain '\(name)'", at: json.location)
        }
        return index
    }
}

extension LocatedJSON {
    /// The member `key`; throws when there is none.
    public func required(_ key: String) throws(JSONError) -> LocatedJSON {
        guard let member = try member(key) else { throw JSONError("key '\(key)' is missing", at: location) }
        return member
    }
}
