internal import SystemDescription
internal import WebPage

extension FlowReport {
    /// The report as one page that needs nothing else: no network, no scripts, light and dark.
    public var html: String {
        let files = other.map { "\(analysis.system.file) → \($0.system.file)" } ?? analysis.system.file
        let page = WebPage(
            title: "\(files.printable) – kms analyze", style: PackageResources.report_css)
        let sections =
            if let difference {
                DifferenceMarkup(report: self, difference: difference).sections
            } else if let
                query
            { QueryMarkup(report: self, query: query).sections } else { reportSections }
        let body = header(files) + "<main>\n" + sections.map(\.html).joined() + "</main>\n"
        return String(decoding: page.head + Array((body).utf8) + page.tail, as: UTF8.self)
    }

    /// A part of the page.
    struct Section {
        var id: String
        var title: String
        var body: String

        init(_ id: String, _ title: String, _ body: String) {
            (self.id, self.title, self.body) = (id, title, body)
        }

        var html: String { Markup.section(id, title, body) }
    }

    private func header(_ files: String) -> String {
        let (words, isGood) = headline
        let system = (other ?? analysis).system
        var facts = [
            counted(system.protectionDomains.count, "protection domain"),
            counted(system.memoryRegions.count, "region"), counted(system.channels.count, "channel"),
        ]
        if let traces = analysis.use?.traceCount { facts.append(counted(traces, "trace")) }
        let chips = facts.map { "<li class=\"chip\">\($0)</li>" }.joined()
        return "<header><h1>\(Markup.escaped(files))</h1><p class=\"verdict \(isGood ? "good" : "alarm")\">"
            + "\(Markup.escaped(words))</p><ul class=\"facts\">\(chips)</ul></header>\n"
    }

    /// What it comes to, and whether that is good.
    private var headline: (words: String, isGood: Bool) {
        guard let difference else { return (verdict(TextStyle()), analysis.holds) }
        guard !difference.isEmpty else { return ("nobody can do more, and nobody less", true) }
        let (rights, flows) = (
            difference.rights.count(where: \.isGain), difference.flows.count(where: \.isGain)
        )
        let gains = [
            (rights, "right"), (flows, "flow"), (difference.newViolations.count, "violation"),
        ].filter { $0.0 > 0 }.map { counted($0.0, "new \($0.1)") }
        return gains.isEmpty
            ? ("nobody can do more, and some less", true) : (gains.joined(separator: ", "), false)
    }

    private var reportSections: [Section] {
        let tables = ReportTables(report: self)
        let errors = analysis.findings.filter { $0.severity == .error }
        let warnings = analysis.findings.filter { $0.severity == .warning }
        let findings = FindingMarkup(sources: sources)
        return [
            Section("broken", "What breaks the policy", findings.html(errors)),
            Section("picture", "Picture", PictureSVG(analysis, marked: markedEdges).html),
            Section("secrets", "Secrets", tables.secrets),
            Section("access", "Who can touch what", tables.access),
            Section("flows", "Who can get information to whom", tables.flows),
            Section("blast", "What falls when one is taken over", tables.blast),
            Section("reliance", "What the policy relies on", tables.reliance),
            Section("warnings", "Warnings", findings.html(warnings)),
        ]
    }
}
