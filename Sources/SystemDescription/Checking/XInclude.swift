/// Replaces `xi:include` elements by the files they name.
///
/// An included `system` gives its children where it stands in a `system`; any other root element stands in the place
/// of the include. Files come from the search path only: no address, no absolute path, nothing that leads out of it.
struct XInclude {
    private let options: CheckOptions
    private let files: any FileAccess
    private var tree = XMLTree()
    private var nodeCount = 0
    private var byteCount = 0
    /// Parsed files by canonical path.
    private var parsed: [String: XMLTree] = [:]
    /// Canonical paths of the files being included, outermost first.
    private var chain: [String] = []
    /// What went wrong; empty when the tree is whole.
    private(set) var problems: [Diagnostic] = []

    init(options: CheckOptions, files: any FileAccess) {
        self.options = options
        self.files = files
    }

    /// `main`, the tree of `file`, with everything included.
    mutating func expand(_ main: XMLTree, file: String) -> XMLTree {
        guard main.elements.contains(where: \.isInclude) else { return main }
        if let path = files.canonicalPath(file) { chain.append(path) }
        let base = adopt(main)
        copy(0, of: main, base, depth: 1)
        for run in main.rootText {
            var run = run
            run.offset += UInt32(base.bytes)
            run.element = 0
            tree.rootText.append(run)
        }
        return tree
    }

    /// Where a file's bytes and name went.
    private struct Base {
        var bytes: Int
        var source: Int
    }

    private mutating func adopt(_ other: XMLTree) -> Base {
        let base = Base(bytes: tree.bytes.count, source: tree.sources.count)
        tree.bytes += other.bytes
        for source in other.sources {
            let bytes = (source.bytes.lowerBound + base.bytes)..<(source.bytes.upperBound + base.bytes)
            tree.sources.append(.init(file: source.file, bytes: bytes))
        }
        byteCount += other.bytes.count
        return base
    }

    private mutating func copy(_ index: Int, of other: XMLTree, _ base: Base, depth: Int) {
        guard problems.count < Limits.listedDiagnosticCount else { return }
        let record = other.elements[index]
        if record.isInclude { return include(index, of: other, depth: depth) }
        nodeCount += 1
        guard nodeCount <= Limits.nodeCount, depth <= Limits.depth, byteCount <= Limits.byteCount * 2 else {
            return refuse(index, of: other, "the description with all it includes exceeds the limits")
        }
        let place = tree.elements.count
        tree.elements.append(moved(record, base))
        for attribute in other.attributes(of: index) {
            var copy = other.attributes[attribute]
            copy.nameOffset += UInt32(base.bytes)
            copy.valueOffset += UInt32(base.bytes)
            tree.attributes.append(copy)
        }
        for child in other.children(of: index) { copy(child, of: other, base, depth: depth + 1) }
        tree.elements[place].end = UInt32(tree.elements.count)
    }

    private func moved(_ record: XMLTree.Element, _ base: Base) -> XMLTree.Element {
        var element = record
        element.offset += UInt32(base.bytes)
        element.tagEnd += UInt32(base.bytes)
        element.nameOffset += UInt32(base.bytes)
        element.firstAttribute = UInt32(tree.attributes.count)
        if element.textOffset != 0 { element.textOffset += UInt32(base.bytes) }
        element.source = UInt16(base.source)
        return element
    }

    // MARK: Including

    private mutating func include(_ index: Int, of other: XMLTree, depth: Int) {
        guard let path = path(of: index, in: other), let (found, canonical) = locate(path, index, other)
        else {
            return
        }
        guard !chain.contains(canonical) else {
            return refuse(index, of: other, "'\(path)' is included within itself")
        }
        guard tree.sources.count < Limits.includeCount else {
            return refuse(index, of: other, "more than \(Limits.includeCount) files included")
        }
        guard let included = read(found, canonical, index, other) else { return }
        chain.append(canonical)
        defer { chain.removeLast() }
        let base = adopt(included)
        if included.elements[0].name == .system, depth == 2 {
            for child in included.children(of: 0) { copy(child, of: included, base, depth: depth) }
            for run in included.rootText {
                var run = run
                run.offset += UInt32(base.bytes)
                run.element = 0
                run.source = base.source
                run.isFirstChild = false
                tree.rootText.append(run)
            }
        } else {
            copy(0, of: included, base, depth: depth)
        }
    }

    private mutating func path(of index: Int, in other: XMLTree) -> String? {
        var path: String?
        for attribute in other.attributes(of: index) where !other.attributes[attribute].isPrefixed {
            let name = other.string(other.name(ofAttribute: attribute))
            let value = other.string(other.value(ofAttribute: attribute))
            switch name {
            case "href": path = value
            case "parse" where value == "xml": break
            default:
                refuse(index, of: other, "\(name)=\"\(value)\" is not supported")
                return nil
            }
        }
        guard let path, !path.isEmpty else {
            refuse(index, of: other, "href must name a file")
            return nil
        }
        guard Int(other.elements[index].end) == index + 1 else {
            refuse(index, of: other, "a fallback is not supported")
            return nil
        }
        return path
    }

    /// The file that `path` names, and its canonical path, which must lie below the directory it was found in.
    private mutating func locate(_ path: String, _ index: Int, _ other: XMLTree) -> (String, String)? {
        let scheme = path.utf8.prefix { $0 != 0x2f }
        guard path.utf8.first != 0x2f, !scheme.contains(0x3a) else {
            refuse(
                index, of: other, "'\(path)' is no relative path: only files of the search path are included")
            return nil
        }
        for directory in options.searchPaths + [""] {
            let candidate = SystemCheck.join(directory, path)
            guard files.exists(candidate) else { continue }
            let root = files.canonicalPath(directory.isEmpty ? "." : directory) ?? ""
            let canonical = files.canonicalPath(candidate) ?? ""
            guard canonical.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
                refuse(index, of: other, "'\(path)' leads out of the search path")
                return nil
            }
            return (candidate, canonical)
        }
        refuse(index, of: other, "unable to find included file: '\(path)'")
        return nil
    }

    private mutating func read(_ file: String, _ canonical: String, _ index: Int, _ other: XMLTree)
        -> XMLTree?
    {
        if let tree = parsed[canonical] { return tree }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try files.read(file, byteLimit: Limits.byteCount + 1)
        } catch {
            refuse(index, of: other, "failed to read included file '\(file)': \(error)")
            return nil
        }
        let reading = SourceReader.read(bytes, file: file)
        for failure in reading.failures {
            problems.append(SourceReader.diagnostic(failure, bytes: bytes, file: file))
        }
        parsed[canonical] = reading.tree
        return reading.tree
    }

    private mutating func refuse(_ index: Int, of other: XMLTree, _ words: String) {
        let location = other.location(of: index)
        let name = other.string(other.name(of: index))
        var diagnostic = Diagnostic(
            severity: .error, rule: "xinclude", message: "Error: \(words) on element '\(name)': \(location)",
            location: location)
        let start = Int(other.elements[index].offset)
        diagnostic.excerpt = SourceExcerpt.make(
            start..<other.name(of: index).upperBound,
            at: TextPosition(row: location.row, column: location.column),
            source: other.sources[0], bytes: other.bytes)
        problems.append(diagnostic)
    }
}
