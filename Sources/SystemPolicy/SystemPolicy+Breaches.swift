public import SystemDescription

extension SystemPolicy {
    /// The maps of `system` that give somebody what this policy denies, in the order of its statements.
    ///
    /// Only what a domain or a virtual machine maps itself: what it may learn through others takes the analysis of
    /// flows.
    public func breaches(in system: CheckedSystem) -> [Diagnostic] {
        var breaches: [Diagnostic] = []
        for statement in regions {
            for (index, domain) in system.protectionDomains.enumerated() {
                breaches += self.breaches(of: statement, .domain(index), domain.name, domain.maps, system)
                guard let machine = domain.virtualMachine else { continue }
                breaches += self.breaches(of: statement, .machine(index), machine.name, machine.maps, system)
            }
        }
        return breaches
    }

    private func breaches(
        of statement: Region, _ subject: Subject, _ name: String, _ maps: [CheckedSystem.Map],
        _ system: CheckedSystem
    ) -> [Diagnostic] {
        let maps = maps.filter { $0.region == statement.region }
        let region = system.memoryRegions[statement.region].name
        var breaches: [Diagnostic] = []
        func report(_ rule: String, _ map: CheckedSystem.Map, _ words: String) {
            let reason = "'\(name)' \(words): '\(region)' is mapped at \(map.location)"
            breaches.append(finding(rule, reason, at: statement.location))
        }
        if let map = maps.first(where: { !$0.permissions.isDisjoint(with: [.read, .execute]) }) {
            let ceiling = holders.first { $0.subject == subject }?.level
            if let readers = statement.readers, !readers.contains(subject) {
                report("policy.reader", map, "may not learn this, but can read it")
            } else if let ceiling, ceiling < statement.level {
                report("policy.ceiling", map, "may learn '\(ceiling.rawValue)' at most, but can read this")
            }
        }
        if let influencers = statement.influencers, !influencers.contains(subject),
            let map = maps.first(where: { $0.permissions.contains(.write) })
        {
            report("policy.influencer", map, "may not influence this, but can write to it")
        }
        return breaches
    }

    private func finding(_ rule: String, _ reason: String, at location: SourceLocation) -> Diagnostic {
        var finding = Diagnostic(
            severity: .error, rule: rule, message: "\(location): error: \(reason)", location: location)
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines[location.row - 1].prefix(200).map { $0.value < 0x20 ? " " : $0 }
        finding.excerpt = .init(
            location: location, line: String(String.UnicodeScalarView(line)), indent: location.column - 1,
            count: "region".count)
        return finding
    }
}
