internal import KernelTrace
public import SystemDescription

extension StandInScript {
    /// Reads the script of `system` (its `NAME.script.json`) and checks that all of it can apply.
    ///
    /// Members, all optional: `behaviour`, `every`, `costs`, `irqs`; see docs/stand-ins.md.
    ///
    /// - Parameters:
    ///   - text: JSON, UTF-8.
    ///   - file: its name, for errors.
    ///   - system: the description that it belongs to.
    /// - Throws: the first thing wrong, with its place.
    public init(text: [UInt8], file: String, system: CheckedSystem) throws(JSONError) {
        let json = try LocatedJSON(text: text, file: file)
        let known = ["behaviour", "every", "costs", "irqs"]
        for member in try json.members where !known.contains(member.key) {
            throw JSONError(
                "unknown key '\(member.key)', expected one of \(known.joined(separator: ", "))",
                at: member.location)
        }
        let checker = ScriptChecker(system)
        try self.init(behaviour: json, domains: system.protectionDomains.map(\.name))
        for member in try json.member("behaviour")?.members ?? [] { try checker.checkBehaviour(member, self) }
        for member in try json.member("costs")?.members ?? [] {
            let (domain, entry) = try checker.entry(member.key, at: member.location)
            setCost(try member.value.count, of: domain, entry)
        }
        for element in try json.member("irqs")?.elements ?? [] {
            interrupts.append(try checker.interrupt(element))
        }
        interrupts = interrupts.enumerated().sorted { ($0.1.time, $0.0) < ($1.1.time, $1.0) }.map(\.1)
    }
}

/// Checks a script against the description it belongs to.
private struct ScriptChecker {
    private let system: CheckedSystem
    private let wirings: [Wiring]

    init(_ system: CheckedSystem) {
        self.system = system
        wirings = Wiring.all(of: system)
    }

    /// Reads the name of an entry, which must be one that can be entered.
    func entry(_ key: String, at location: SourceLocation) throws(JSONError) -> (String, TraceEvent.Entry) {
        let (name, entry) = try StandInScript.entry(
            key, at: location, domains: system.protectionDomains.map(\.name))
        if let reason = unreachable(entry, wirings[index(name)]) {
            throw JSONError("'\(key)' is never entered: '\(name)' has no \(reason)", at: location)
        }
        return (name, entry)
    }

    /// What is missing for `entry` ever to be entered; `nil` when it can be.
    private func unreachable(_ entry: TraceEvent.Entry, _ wiring: Wiring) -> String? {
        switch entry {
        case .start: return nil
        case .notified(let id): return wiring.lines[Int(id)] == .nothing ? "channel or irq \(id)" : nil
        case .protected(let id):
            guard case .channel(let target, let bit, _, _) = wiring.lines[Int(id)],
                case .channel(_, _, _, true) = wirings[target].lines[Int(bit)]
            else { return "channel \(id) on which a peer may call" }
            return nil
        case .fault(let id): return wiring.children[Int(id)] == none ? "child \(id)" : nil
        }
    }

    /// Checks the entry and the operations of one member of `behaviour`.
    func checkBehaviour(_ member: LocatedJSON.Member, _ script: StandInScript) throws(JSONError) {
        let (name, entry) = try entry(member.key, at: member.location)
        for operation in (script[name, entry]?.scripts ?? []).joined() {
            if let reason = problem(operation, of: index(name)) {
                throw JSONError(reason, at: member.value.location)
            }
        }
    }

    private func problem(_ operation: StandInOperation, of domain: Int) -> String? {
        switch operation {
        case .store(let region, let offset, let text):
            problem(region, offset, text.utf8.count, of: domain, needs: [.read, .write])
        case .load(let region, let offset, let byteCount):
            problem(region, offset, byteCount, of: domain, needs: .read)
        case .raise, .raiseLater, .drop:
            system.protectionDomains.allSatisfy(\.irqs.isEmpty)
                ? "the system has no irq that a device could raise" : nil
        case .control(_, let child):
            wirings[domain].child(ChildID(child)) == none
                ? "'\(system.protectionDomains[domain].name)' has no child \(child)" : nil
        default: nil
        }
    }

    private func problem(
        _ name: String, _ offset: Int, _ byteCount: Int, of domain: Int, needs: CheckedSystem.Permissions
    ) -> String? {
        let owner = system.protectionDomains[domain]
        let maps = owner.maps.filter { system.memoryRegions[$0.region].name == name }
        guard let map = maps.first(where: { $0.permissions.isSuperset(of: needs) }) else {
            return maps.isEmpty
                ? "'\(owner.name)' maps no region '\(name)'"
                : "'\(owner.name)' maps '\(name)' without the right to do that"
        }
        let size = system.memoryRegions[map.region].byteCount
        let end = UInt64(offset).addingReportingOverflow(UInt64(byteCount))
        return end.overflow || end.partialValue > size ? "'\(name)' has only \(size) bytes" : nil
    }

    /// Reads `{"at": MICROSECONDS, "pd": NAME, "id": IRQ}`.
    func interrupt(_ json: LocatedJSON) throws(JSONError) -> StandInScript.Interrupt {
        let domain = try json.required("pd")
        let id = try json.required("id")
        let name = try domain.text
        guard let position = system.protectionDomains.firstIndex(where: { $0.name == name }) else {
            throw JSONError("no protection domain '\(name)'", at: domain.location)
        }
        guard let channel = ChannelID(exactly: try id.count),
            case .interrupt = wirings[position].line(channel)
        else {
            throw JSONError("'\(name)' has no irq with that id", at: id.location)
        }
        return .init(time: try json.required("at").count, domain: name, channel: channel)
    }

    private func index(_ name: String) -> Int { system.protectionDomains.firstIndex { $0.name == name } ?? 0 }
}
