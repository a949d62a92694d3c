internal import SystemDescription
internal import SystemPolicy

/// What the lints look at.
struct LintContext {
    let graph: FlowGraph
    let view: PolicyView?
    /// What traces used; nil without traces.
    let use: TraceUse?
    var system: CheckedSystem { graph.system }
    var domains: [CheckedSystem.ProtectionDomain] { graph.system.protectionDomains }

    func domainName(_ place: Int) -> String { domains[place].name }
    func regionName(_ place: Int) -> String { system.memoryRegions[place].name }

    /// A warning about one place.
    func warning(
        _ rule: String, _ message: String, at location: SourceLocation, _ text: String, hint: String? = nil,
        notes: [String] = []
    ) -> FlowFinding {
        FlowFinding(
            severity: .warning, rule: rule, message: message,
            places: [.init(location: location, text: text, isMain: true)], notes: notes, hint: hint)
    }

    /// The two ends: `keygen:3 and encryption:3`.
    func ends(_ channel: CheckedSystem.Channel) -> String {
        "\(domainName(channel.a.domain)):\(channel.a.id) and \(domainName(channel.b.domain)):\(channel.b.id)"
    }

    func level(ofRegion region: Int) -> SystemPolicy.Level? { view?.levels[graph.at(.region(region))] }
    func level(ofDomain domain: Int) -> SystemPolicy.Level? { view?.levels[graph.at(.domain(domain))] }

    /// All findings, privileges first.
    func findings() -> [FlowFinding] {
        regionLints() + mapLints() + channelLints() + authorityLints() + labelLints() + timingLints()
            + traceTimingLints()
    }
}
