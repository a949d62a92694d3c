internal import SystemDescription

/// What hangs on the order in which the kernel runs domains.
extension LintContext {
    /// What the description alone shows.
    func timingLints() -> [FlowFinding] {
        lastWokenFirst() + nestedCalls() + parentsBelow() + passiveBudgets() + equalSharers()
    }

    /// One domain wakes several lower equals: the one that was woken last runs first (seL4 issue 902).
    private func lastWokenFirst() -> [FlowFinding] {
        struct Group: Hashable {
            var priority: UInt8
            var core: UInt8
        }
        return domains.indices.flatMap { waker -> [FlowFinding] in
            var groups: [Group: [(domain: Int, location: SourceLocation)]] = [:]
            for place in graph.outgoing[waker] where graph.edges[place].kind == .signal {
                guard case .domain(let woken) = graph.nodes[graph.edges[place].to],
                    let location = graph.edges[place].location,
                    domains[woken].priority < domains[waker].priority,
                    domains[woken].cpu == domains[waker].cpu
                else { continue }
                let group = Group(priority: domains[woken].priority, core: domains[woken].cpu)
                if groups[group]?.contains(where: { $0.domain == woken }) ?? false { continue }
                groups[group, default: []].append((woken, location))
            }
            return groups.filter { $0.value.count > 1 }.sorted { $0.key.priority > $1.key.priority }.map {
                group in
                FlowFinding(
                    severity: .warning, rule: "timing.last-woken-first",
                    message: "\(domainName(waker)) can wake \(group.value.count) equals of priority "
                        + "\(group.key.priority): the last one woken runs first",
                    places: group.value.map {
                        .init(location: $0.location, text: "wakes \(domainName($0.domain))", isMain: true)
                    },
                    hint: "if the order matters, give them different priorities; 'kms run --explore' tells")
            }
        }
    }

    /// A callee that calls: its callers wait for both.
    private func nestedCalls() -> [FlowFinding] {
        domains.indices.compactMap { middle in
            let callers = graph.incoming[middle].map { graph.edges[$0] }.filter { $0.kind == .argument }
            let callees = graph.outgoing[middle].map { graph.edges[$0] }.filter { $0.kind == .argument }
            guard let first = callers.first, let second = callees.first else { return nil }
            let name = domainName(middle)
            let waiting =
                callers.count == 1 ? graph.name(at: first.from) : "each of its \(callers.count) callers"
            let served =
                callees.count == 1 ? graph.name(at: second.to) : "any of the \(callees.count) that it calls"
            return FlowFinding(
                severity: .warning, rule: "timing.nested-call",
                message: "\(waiting) can wait for \(served) through \(name), without a time limit",
                places: [
                    .init(location: first.location, text: graph.words(first), isMain: true),
                    .init(location: second.location, text: graph.words(second), isMain: true),
                ])
        }
    }

    /// A parent that its children keep from the processor cannot deal with their faults.
    private func parentsBelow() -> [FlowFinding] {
        domains.compactMap { child in
            guard let parent = child.parent, domains[parent].priority <= child.priority,
                domains[parent].cpu == child.cpu
            else { return nil }
            return FlowFinding(
                severity: .warning, rule: "timing.parent-below-child",
                message:
                    "\(domainName(parent)) (\(domains[parent].priority)) deals with faults of \(child.name) "
                    + "(\(child.priority)) only when nothing above it runs",
                places: [
                    .init(location: child.location, text: "the child", isMain: true),
                    .init(location: domains[parent].location, text: "its parent", isMain: true),
                ], hint: "a parent above its children")
        }
    }

    /// A passive domain serves calls on its callers' time; its budget counts for notifications alone.
    private func passiveBudgets() -> [FlowFinding] {
        domains.enumerated().compactMap { place, domain in
            guard domain.passive, domain.budgetMicroseconds < domain.periodMicroseconds else { return nil }
            return warning(
                "timing.passive-budget",
                "\(domain.name) is passive: its budget of \(domain.budgetMicroseconds) µs does not bound its calls",
                at: domain.location, "calls burn the callers' budgets")
        }
    }

    /// Equals that share memory and are started by nobody in particular run in reverse order of their names.
    private func equalSharers() -> [FlowFinding] {
        var findings: [FlowFinding] = []
        for writing in graph.edges where writing.kind == .write {
            guard case .domain(let writer) = graph.nodes[writing.from] else { continue }
            for place in graph.outgoing[writing.to] where graph.edges[place].kind == .read {
                guard case .domain(let reader) = graph.nodes[graph.edges[place].to], reader != writer,
                    domains[reader].priority == domains[writer].priority,
                    domains[reader].cpu == domains[writer].cpu, !isTold(writer, reader)
                else { continue }
                let (first, second) = (domainName(writer), domainName(reader))
                findings.append(
                    FlowFinding(
                        severity: .warning, rule: "timing.equal-order",
                        message: "\(second) reads what \(first) writes, both have priority "
                            + "\(domains[reader].priority), and no signal orders them",
                        places: [
                            .init(location: writing.location, text: graph.words(writing), isMain: true),
                            .init(
                                location: graph.edges[place].location, text: graph.words(graph.edges[place]),
                                isMain: true),
                        ],
                        notes: [
                            "equals start in reverse order of their names: \(max(first, second)) first"
                        ]))
            }
        }
        return findings
    }

    private func isTold(_ writer: Int, _ reader: Int) -> Bool {
        graph.outgoing[writer].contains {
            let edge = graph.edges[$0]
            return edge.to == reader
                && (edge.kind == .signal || edge.kind == .argument || edge.kind == .result)
        }
    }

    /// What happened in the traces.
    func traceTimingLints() -> [FlowFinding] {
        guard let use else { return [] }
        var findings: [FlowFinding] = []
        for (place, domain) in domains.enumerated() {
            if let count = use.lostDeferrals[place] {
                findings.append(
                    warning(
                        "timing.deferred-lost",
                        "\(domain.name) overwrote a deferred action \(times(count)): it was never done",
                        at: domain.location, "there is one slot"))
            }
        }
        for channel in system.channels {
            for (end, peer) in [(channel.a, channel.b), (channel.b, channel.a)] {
                let key = TraceUse.End(domain: end.domain, id: end.id)
                if let count = use.merged[key] {
                    findings.append(
                        warning(
                            "timing.coalesced",
                            "\(domainName(peer.domain)) notified \(domainName(end.domain)) \(times(count)) "
                                + "before an earlier signal was seen: one delivery for several",
                            at: end.location, "receives them", hint: "drain, don't count"))
                }
                if let count = use.unanswered[key] {
                    findings.append(
                        warning(
                            "timing.no-protected",
                            "\(domainName(end.domain)) was called by \(domainName(peer.domain)) \(times(count)) "
                                + "and has no entry point 'protected': it faults, and the caller hangs",
                            at: end.location, "called here"))
                }
            }
        }
        for (key, count) in use.refused.sorted(by: { ($0.key.domain, $0.key.id) < ($1.key.domain, $1.key.id) }
        ) {
            findings.append(
                warning(
                    "least.refused",
                    "\(domainName(key.domain)) tried \(times(count)) what it may not do on channel \(key.id)",
                    at: domains[key.domain].location, "refused by the kernel"))
        }
        return findings
    }

    private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
