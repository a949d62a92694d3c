/// One check of one description, from bytes to verdict: the rules' common state.
///
/// The rules stand in extensions, one file per element or per step, in the real tool's order. A rule reports and
/// goes on; what cannot be known after an error is left nil, and rules that would need it stay silent.
struct SystemCheck {
    let options: CheckOptions
    let files: any FileAccess
    let file: String
    var profile: Profile { options.profile }

    var tree = XMLTree()
    let log = DiagnosticLog()
    var names = NameTable()
    var symbols = SymbolTable()

    /// The attributes that an unknown one of the element was probably meant to be.
    var misspelt: (element: Int, names: AttributeSet) = (-1, [])
    /// Names that stand on elements nobody understood: uses of them are no errors of their own.
    var doubtfulNames: Set<NameTable.ID> = []
    /// A domain or region lacks its name, so any unknown name may be meant to be it.
    var hasNamelessDomain = false
    var hasNamelessRegion = false

    // The first pass's harvest.
    var domains: [DraftDomain] = []
    /// In document order, and what else is known about each, in the same order.
    var regionModels: [CheckedSystem.MemoryRegion] = []
    var regions: [DraftRegion.Facts] = []
    var channelElements: [Int] = []
    var spaces: [DraftAddressSpace] = []
    var spaceByName: [NameTable.ID: Int] = [:]
    var spaceByDomain: [UInt64: Int] = [:]
    var spaceByDevice: [PCIAddress: Int] = [:]
    var scheduling = DraftScheduling()
    // The second pass's.
    var channels: [DraftChannel] = []
    var domainByName: [NameTable.ID: Int] = [:]
    var regionByName: [Int32] = []

    init(options: CheckOptions, files: any FileAccess, file: String) {
        self.options = options
        self.files = files
        self.file = file
    }

    mutating func run(_ bytes: [UInt8]) -> CheckResult {
        guard read(bytes), isSystem() else { return verdict(nil) }
        names = NameTable(expectedCount: tree.elements.count / 2)
        symbols = SymbolTable(expectedCount: tree.elements.count / 2)
        checkRootText()
        readTopLevel()
        checkWholeSystem()
        warnAboutUnread()
        guard log.errorCount == 0 else { return verdict(nil) }
        return verdict(model())
    }

    private func verdict(_ system: CheckedSystem?) -> CheckResult {
        let warnings = log.warnings.enumerated().sorted { left, right in
            let order = Self.order(left.element, right.element)
            return order == 0 ? left.offset < right.offset : order < 0
        }
        return CheckResult(
            system: system, diagnostics: log.errors + warnings.map(\.element), startRefused: log.startRefused,
            unlistedErrorCount: log.errorCount - log.errors.count,
            unlistedWarningCount: log.warningCount - log.warnings.count)
    }

    /// Document order, what has no place last.
    private static func order(_ left: Diagnostic, _ right: Diagnostic) -> Int {
        guard let a = left.location else { return right.location == nil ? 0 : 1 }
        guard let b = right.location else { return -1 }
        if a.file != b.file { return a.file < b.file ? -1 : 1 }
        return a.row != b.row ? a.row - b.row : a.column - b.column
    }
}

// Reading the text.
extension SystemCheck {
    private mutating func read(_ bytes: [UInt8]) -> Bool {
        let reading = SourceReader.read(bytes, file: file)
        for failure in reading.failures {
            log.add(.error) { SourceReader.diagnostic(failure, bytes: bytes, file: file) }
        }
        guard let read = reading.tree else { return false }
        tree = read
        guard options.xinclude else { return true }
        var expansion = XInclude(options: options, files: files)
        tree = expansion.expand(tree, file: file)
        for problem in expansion.problems { log.add(.error) { problem } }
        return expansion.problems.isEmpty
    }

    private mutating func isSystem() -> Bool {
        guard tree.elements[0].name != .system else { return true }
        refuse(0, "system.missing", "the root element must be 'system'")
        return false
    }

    private mutating func checkRootText() {
        for run in tree.rootText {
            let source = tree.sources[run.source]
            let location =
                run.isFirstChild
                ? tree.location(of: run.element)
                : SourceLocation(file: source.file, row: run.position.row, column: run.position.column)
            let tag = run.isFirstChild ? "system" : ""
            log.add(.error) {
                var diagnostic = Diagnostic(
                    severity: .error, rule: "system.text",
                    message: "Error: unexpected text found in element '\(tag)' @ \(location)",
                    location: location)
                diagnostic.excerpt = textExcerpt(run, source)
                return diagnostic
            }
        }
    }

    /// The first line of a run of text that is not blank.
    private func textExcerpt(_ run: XMLTree.TextRun, _ source: XMLTree.Source) -> Diagnostic.Excerpt {
        var first = Int(run.offset)
        while first < source.bytes.upperBound, XMLCharacters.isSpace(tree.bytes[first]) { first += 1 }
        var end = first
        while end < min(source.bytes.upperBound, first + 80), tree.bytes[end] != 0x0a,
            tree.bytes[end] != 0x3c || end == first
        {
            end += 1
        }
        var cursor = PositionCursor(offset: Int(run.offset), position: run.position)
        cursor.advance(to: first, in: tree.bytes)
        return SourceExcerpt.make(first..<end, at: cursor.position, source: source, bytes: tree.bytes)
    }
}
