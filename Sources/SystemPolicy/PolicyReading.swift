internal import SystemDescription

/// A policy in the course of being read: one statement per line.
struct PolicyReading {
    private static let statements = [
        "region", "domain", "machine", "device", "declassifier", "endorser", "assume", "enforce",
    ]
    private static let lists = ["readers", "influencers"]

    private let file: String
    private let lines: [[Unicode.Scalar]]
    private let regions: Names
    private let domains: Names
    /// Virtual machines, by the position of their domain.
    private let machines: Names
    private let devices: Names
    private var policy: SystemPolicy
    private var findings: [Diagnostic] = []
    private var row = 0
    /// By statement and position: the row in which a region or domain was spoken of first.
    private var firstRows: [String: [Int: Int]] = [:]

    init(file: String, text: String, system: CheckedSystem) {
        self.file = file
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? Array(line.dropLast()) : Array(line)
        }
        regions = Names("region", system.memoryRegions.map(\.name))
        domains = Names("protection domain", system.protectionDomains.map(\.name))
        machines = Names("virtual machine", system.protectionDomains.map { $0.virtualMachine?.name })
        devices = Names("IOMMU address space", system.ioAddressSpaces.map(\.name))
        policy = SystemPolicy(file: file, text: text)
    }

    mutating func read() -> PolicyReader.Outcome {
        for line in lines {
            row += 1
            do throws(PolicyWordFlaw) {
                let words = try PolicyWord.words(of: line)
                if !words.isEmpty { readStatement(words[...]) }
            } catch {
                report("policy.text", error.reason, at: (error.indent, 1))
            }
        }
        return findings.isEmpty ? .policy(policy) : .findings(findings)
    }

    private mutating func readStatement(_ words: ArraySlice<PolicyWord>) {
        var rest = words
        guard let keyword = rest.popFirst() else { return }
        switch keyword.isQuoted ? "" : keyword.text {
        case "region": readRegion(&rest, keyword)
        case "domain": readHolder(&rest, keyword, domains) { .domain($0) }
        case "machine": readHolder(&rest, keyword, machines) { .machine($0) }
        case "device": readHolder(&rest, keyword, devices) { .device($0) }
        case "declassifier": readDeclassifier(&rest, keyword)
        case "endorser": readEndorser(&rest, keyword)
        case "assume": readAssumption(&rest, keyword)
        case "enforce": readEnforcement(&rest, keyword)
        default:
            report(
                "policy.statement", "unknown statement '\(keyword.text)'", at: keyword,
                hint: Suggestion.nearest(to: keyword.text, in: Self.statements)
                    .map { "did you mean '\($0)'?" }
                    ?? "a line begins with one of \(Self.statements.joined(separator: ", "))")
        }
    }

    private mutating func readRegion(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let name = take(&rest, "a region's name", after: keyword) else { return }
        let region = position(of: name, in: regions)
        guard let level = takeLevel(&rest, after: name) else { return }
        guard let lists = takeLists(&rest, level, "a region's level") else { return }
        guard let region, isFirst(keyword.text, region, name) else { return }
        policy.regions.append(
            .init(
                region: region, level: level, readers: lists.readers, influencers: lists.influencers,
                location: location(keyword)))
    }

    private mutating func readHolder(
        _ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord, _ names: Names,
        _ subject: (Int) -> SystemPolicy.Subject
    ) {
        guard let name = take(&rest, "\(names.article) \(names.kind)'s name", after: keyword) else { return }
        let place = position(of: name, in: names)
        guard let level = takeLevel(&rest, after: name) else { return }
        guard let lists = takeLists(&rest, level, "a \(keyword.text)'s level") else { return }
        guard let place, isFirst(keyword.text, place, name) else { return }
        policy.holders.append(
            .init(
                subject: subject(place), level: level, readers: lists.readers,
                influencers: lists.influencers, location: location(keyword)))
    }

    private mutating func readDeclassifier(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let (domain, name, reason) = takeReasoned(&rest, keyword) else { return }
        var level = SystemPolicy.Level.public
        if let word = rest.first, !word.isQuoted, word.text == "to" {
            rest.removeFirst()
            guard let found = takeLevel(&rest, after: word) else { return }
            level = found
        }
        expectEnd(rest)
        guard let domain, isFirst(keyword.text, domain, name) else { return }
        policy.declassifiers.append(
            .init(domain: domain, reason: reason, level: level, location: location(keyword)))
    }

    private mutating func readEndorser(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let (domain, name, reason) = takeReasoned(&rest, keyword) else { return }
        expectEnd(rest)
        guard let domain, isFirst(keyword.text, domain, name) else { return }
        policy.endorsers.append(.init(domain: domain, reason: reason, location: location(keyword)))
    }

    private mutating func readAssumption(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let what = take(&rest, "what is assumed ('no-dma')", after: keyword) else { return }
        guard !what.isQuoted, what.text == "no-dma" else {
            report(
                "policy.assumption", "unknown assumption '\(what.text)'", at: what,
                hint: "'no-dma', a protection domain and the reason follow 'assume'")
            return
        }
        guard let (domain, name, reason) = takeReasoned(&rest, what) else { return }
        expectEnd(rest)
        guard let domain, isFirst("assume", domain, name) else { return }
        policy.assumptions.append(.init(domain: domain, reason: reason, location: location(keyword)))
    }

    private mutating func readEnforcement(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        let all = SystemPolicy.Enforcement.allCases.map(\.rawValue)
        let choices = all.joined(separator: ", ")
        guard let word = take(&rest, "which flows (\(choices))", after: keyword) else { return }
        guard !word.isQuoted, let enforcement = SystemPolicy.Enforcement(rawValue: word.text) else {
            report(
                "policy.enforcement", "unknown kind of flow '\(word.text)'", at: word,
                hint: Suggestion.nearest(to: word.text, in: all).map { "did you mean '\($0)'?" }
                    ?? "one of \(choices)")
            return
        }
        expectEnd(rest)
        guard isFirst(keyword.text, 0, keyword) else { return }
        policy.enforcement = enforcement
    }

    // MARK: Parts of statements

    private mutating func take(
        _ rest: inout ArraySlice<PolicyWord>, _ what: String, after last: PolicyWord
    ) -> PolicyWord? {
        if let word = rest.popFirst() { return word }
        report("policy.missing", "\(what) is missing", at: (last.indent + last.count, 1))
        return nil
    }

    private mutating func takeLevel(
        _ rest: inout ArraySlice<PolicyWord>, after last: PolicyWord
    ) -> SystemPolicy.Level? {
        let all = SystemPolicy.Level.allCases.map(\.rawValue)
        guard let word = take(&rest, "a level (\(all.joined(separator: ", ")))", after: last) else {
            return nil
        }
        if !word.isQuoted, let level = SystemPolicy.Level(rawValue: word.text) { return level }
        report(
            "policy.level", "unknown level '\(word.text)'", at: word,
            hint: Suggestion.nearest(to: word.text, in: all).map { "did you mean '\($0)'?" }
                ?? "levels are \(all.joined(separator: ", "))")
        return nil
    }

    /// `DOMAIN "REASON"`: the position is nil when there is no such domain.
    private mutating func takeReasoned(
        _ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord
    ) -> (domain: Int?, name: PolicyWord, reason: String)? {
        guard let name = take(&rest, "a protection domain's name", after: keyword) else { return nil }
        let domain = position(of: name, in: domains)
        guard let reason = take(&rest, "the reason in quotes", after: name) else { return nil }
        if !reason.isQuoted || reason.text.isEmpty {
            report("policy.reason", "the reason is a text in quotes that says something", at: reason)
        }
        return reason.isQuoted ? (domain, name, reason.text) : nil
    }

    /// `readers …` and `influencers …` in any order; nil after a word that is neither.
    private mutating func takeLists(
        _ rest: inout ArraySlice<PolicyWord>, _ level: SystemPolicy.Level, _ before: String
    ) -> (readers: [SystemPolicy.Subject]?, influencers: [SystemPolicy.Subject]?)? {
        var readers: [SystemPolicy.Subject]?
        var influencers: [SystemPolicy.Subject]?
        while let list = rest.popFirst() {
            guard !list.isQuoted, Self.lists.contains(list.text) else {
                report(
                    "policy.list", "unknown list '\(list.text)'", at: list,
                    hint: Suggestion.nearest(to: list.text, in: Self.lists).map { "did you mean '\($0)'?" }
                        ?? "'readers' or 'influencers' and domains follow \(before)")
                return nil
            }
            let isRepeated = list.text == "readers" ? readers != nil : influencers != nil
            if isRepeated { report("policy.list", "'\(list.text)' stands here twice", at: list) }
            let subjects = takeSubjects(&rest, list)
            if list.text == "readers" { readers = subjects } else { influencers = subjects }
            if list.text == "readers" && level == .public {
                report("policy.list", "everybody may read what is public", at: list)
            }
        }
        return (readers, influencers)
    }

    private mutating func takeSubjects(
        _ rest: inout ArraySlice<PolicyWord>, _ list: PolicyWord
    ) -> [SystemPolicy.Subject] {
        var subjects: [SystemPolicy.Subject] = []
        var count = 0
        while let word = rest.first, word.isQuoted || !Self.lists.contains(word.text) {
            rest.removeFirst()
            count += 1
            guard let subject = subject(of: word) else { continue }
            if subjects.contains(subject) {
                report("policy.list", "'\(word.text)' stands in the list twice", at: word)
            } else {
                subjects.append(subject)
            }
        }
        if count == 0 {
            report("policy.missing", "protection domains are missing", at: (list.indent + list.count, 1))
        }
        return subjects
    }

    /// A domain of this name, else a virtual machine, else a device.
    private mutating func subject(of word: PolicyWord) -> SystemPolicy.Subject? {
        if domains.places[word.text] == nil {
            if let machine = machines.places[word.text] { return .machine(machine) }
            if let device = devices.places[word.text] { return .device(device) }
        }
        return position(of: word, in: domains).map { .domain($0) }
    }

    private mutating func expectEnd(_ rest: ArraySlice<PolicyWord>) {
        guard let word = rest.first else { return }
        report("policy.rest", "'\(word.text)' is too much here", at: word)
    }

    private mutating func position(of word: PolicyWord, in names: Names) -> Int? {
        if let place = names.places[word.text] { return place }
        report(
            "policy.name", "the description has no \(names.kind) '\(word.text)'", at: word,
            hint: Suggestion.nearest(to: word.text, in: names.all).map { "did you mean '\($0)'?" })
        return nil
    }

    private mutating func isFirst(_ statement: String, _ place: Int, _ word: PolicyWord) -> Bool {
        guard let first = firstRows[statement]?[place] else {
            firstRows[statement, default: [:]][place] = row
            return true
        }
        report(
            "policy.twice", "'\(word.text)' has a statement of this kind already, in row \(first)", at: word)
        return false
    }

    // MARK: Findings

    private func location(_ word: PolicyWord) -> SourceLocation {
        SourceLocation(file: file, row: row, column: word.indent + 1)
    }

    private mutating func report(_ rule: String, _ reason: String, at word: PolicyWord, hint: String? = nil) {
        report(rule, reason, at: (word.indent, word.count), hint: hint)
    }

    private mutating func report(
        _ rule: String, _ reason: String, at place: (indent: Int, count: Int), hint: String? = nil
    ) {
        let location = SourceLocation(file: file, row: row, column: place.indent + 1)
        var text = String.UnicodeScalarView()
        for scalar in lines[row - 1].prefix(200) { text.append(scalar.value < 0x20 ? " " : scalar) }
        var finding = Diagnostic(
            severity: .error, rule: rule, message: "\(location): error: \(reason)", location: location)
        if place.indent < 200 {
            finding.excerpt = .init(
                location: location, line: String(text), indent: place.indent, count: max(1, place.count))
        }
        finding.hint = hint
        findings.append(finding)
    }
}

/// What a kind of thing is called, by name: the first of a name counts.
private struct Names {
    let kind: String
    let all: [String]
    let places: [String: Int]

    init(_ kind: String, _ names: [String?]) {
        self.kind = kind
        all = names.compactMap { $0 }
        places = Dictionary(names.enumerated().compactMap { place, name in name.map { ($0, place) } }) {
            first, _ in first
        }
    }

    var article: String { kind.hasPrefix("I") ? "an" : "a" }
}
