internal import SystemDescription

/// A policy in the course of being read: one statement per line.
struct PolicyReading {
    private static let statements = ["region", "domain", "declassifier"]
    private static let lists = ["readers", "influencers"]

    private let file: String
    private let lines: [[Unicode.Scalar]]
    private let regionNames: [String]
    private let domainNames: [String]
    private let regionPlaces: [String: Int]
    private let domainPlaces: [String: Int]
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
        regionNames = system.memoryRegions.map(\.name)
        domainNames = system.protectionDomains.map(\.name)
        regionPlaces = Dictionary(zip(regionNames, regionNames.indices)) { first, _ in first }
        domainPlaces = Dictionary(zip(domainNames, domainNames.indices)) { first, _ in first }
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
        case "domain": readDomain(&rest, keyword)
        case "declassifier": readDeclassifier(&rest, keyword)
        default:
            report(
                "policy.statement", "unknown statement '\(keyword.text)'", at: keyword,
                hint: Suggestion.nearest(to: keyword.text, in: Self.statements)
                    .map { "did you mean '\($0)'?" }
                    ?? "a line begins with 'region', 'domain' or 'declassifier'")
        }
    }

    private mutating func readRegion(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let name = take(&rest, "a region's name", after: keyword) else { return }
        let region = position(of: name, "region", in: regionPlaces, among: regionNames)
        guard let level = takeLevel(&rest, after: name) else { return }
        var statement = SystemPolicy.Region(region: region ?? -1, level: level, location: location(keyword))
        while let list = rest.popFirst() {
            guard !list.isQuoted, Self.lists.contains(list.text) else {
                report(
                    "policy.list", "unknown list '\(list.text)'", at: list,
                    hint: Suggestion.nearest(to: list.text, in: Self.lists).map { "did you mean '\($0)'?" }
                        ?? "'readers' or 'influencers' and domains follow a region's level")
                return
            }
            let isRepeated = list.text == "readers" ? statement.readers != nil : statement.influencers != nil
            if isRepeated { report("policy.list", "'\(list.text)' stands here twice", at: list) }
            let domains = takeDomains(&rest, list)
            if list.text == "readers" { statement.readers = domains } else { statement.influencers = domains }
            if list.text == "readers" && level == .public {
                report("policy.list", "everybody may read what is public", at: list)
            }
        }
        guard let region, isFirst(keyword.text, region, name) else { return }
        policy.regions.append(statement)
    }

    private mutating func readDomain(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let name = take(&rest, "a protection domain's name", after: keyword) else { return }
        let domain = position(of: name, "protection domain", in: domainPlaces, among: domainNames)
        guard let level = takeLevel(&rest, after: name) else { return }
        expectEnd(rest)
        guard let domain, isFirst(keyword.text, domain, name) else { return }
        policy.domains.append(.init(domain: domain, level: level, location: location(keyword)))
    }

    private mutating func readDeclassifier(_ rest: inout ArraySlice<PolicyWord>, _ keyword: PolicyWord) {
        guard let name = take(&rest, "a protection domain's name", after: keyword) else { return }
        let domain = position(of: name, "protection domain", in: domainPlaces, among: domainNames)
        guard let reason = take(&rest, "the reason in quotes", after: name) else { return }
        if !reason.isQuoted || reason.text.isEmpty {
            report("policy.reason", "the reason is a text in quotes that says something", at: reason)
        }
        if reason.isQuoted { expectEnd(rest) }
        guard let domain, isFirst(keyword.text, domain, name) else { return }
        policy.declassifiers.append(.init(domain: domain, reason: reason.text, location: location(keyword)))
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

    private mutating func takeDomains(_ rest: inout ArraySlice<PolicyWord>, _ list: PolicyWord) -> [Int] {
        var domains: [Int] = []
        var count = 0
        while let word = rest.first, word.isQuoted || !Self.lists.contains(word.text) {
            rest.removeFirst()
            count += 1
            guard let domain = position(of: word, "protection domain", in: domainPlaces, among: domainNames)
            else {
                continue
            }
            if domains.contains(domain) {
                report("policy.list", "'\(word.text)' stands in the list twice", at: word)
            } else {
                domains.append(domain)
            }
        }
        if count == 0 {
            report("policy.missing", "protection domains are missing", at: (list.indent + list.count, 1))
        }
        return domains
    }

    private mutating func expectEnd(_ rest: ArraySlice<PolicyWord>) {
        guard let word = rest.first else { return }
        report("policy.rest", "'\(word.text)' is too much here", at: word)
    }

    private mutating func position(
        of word: PolicyWord, _ what: String, in places: [String: Int], among names: [String]
    ) -> Int? {
        if let place = places[word.text] { return place }
        report(
            "policy.name", "the description has no \(what) '\(word.text)'", at: word,
            hint: Suggestion.nearest(to: word.text, in: names).map { "did you mean '\($0)'?" })
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
