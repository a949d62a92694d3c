// The first pass: the children of `system` in document order.
extension SystemCheck {
    mutating func readTopLevel() {
        for attribute in tree.attributes(of: 0) {
            warn(
                0, "system.attribute",
                "attribute '\(tree.string(tree.name(ofAttribute: attribute)))' is ignored",
                at: .name(attribute))
        }
        let regionCount = tree.children(of: 0).reduce(0) {
            $0 + (tree.elements[$1].name == .memory_region ? 1 : 0)
        }
        regions.reserveCapacity(regionCount)
        regionModels.reserveCapacity(regionCount)
        for child in tree.children(of: 0) {
            switch tree.elements[child].name {
            case .protection_domain: protectionDomain(child, parent: nil)
            case .channel: channelElements.append(child)
            case .memory_region: memoryRegion(child)
            case .io_address_space: ioAddressSpace(child)
            case .domains: schedulingDomains(child)
            case .virtual_machine:
                refuseWhole(
                    child, "virtual_machine.place",
                    "Error: virtual machine must be a child of a protection domain: \(tree.location(of: child))"
                )
            default: unknownElement(child, in: .system)
            }
        }
    }

    /// An element that the grammar does not know here (E), or the same in other words.
    mutating func unknownElement(
        _ element: Int, in parent: ElementName, words: String = "Error: invalid XML element",
        at location: Int? = nil
    ) {
        let tag = tree.string(tree.name(of: element))
        var remark = childSuggestion(tag, in: parent)
        if tree.elements[element].isInclude { remark = Remark(hint: "--xinclude reads included files") }
        refuseWhole(
            location ?? element, "element.unknown",
            "\(words) '\(tag)': \(tree.location(of: location ?? element))", at: .element(element), remark)
        noteDoubtful(element)
    }

    func childSuggestion(_ tag: String, in parent: ElementName) -> Remark {
        let known = Grammar.children(of: parent).map { "\($0)" }
        var remark = suggest(tag, among: known)
        if remark.hint == nil { remark.notes = ["elements here: " + known.joined(separator: ", ")] }
        return remark
    }

    /// Remembers the names in an element that is not understood: their uses are not errors of their own.
    mutating func noteDoubtful(_ element: Int) {
        for inner in element..<Int(tree.elements[element].end) {
            if let attribute = tree.attribute(.name, of: inner) { doubtfulNames.insert(nameID(attribute)) }
        }
    }

    /// Warns about text and elements that no rule looks at.
    mutating func warnAboutUnread() {
        var index = 1
        while index < tree.elements.count {
            let element = tree.elements[index]
            if element.textOffset != 0 { warn(index, "text.ignored", "text is ignored") }
            let isLeaf = element.name != .unknown && Grammar.children(of: element.name).isEmpty
            if isLeaf, Int(element.end) > index + 1 {
                warn(index, "element.ignored", "children are ignored", at: nil)
            }
            index = isLeaf || element.name == .unknown ? Int(element.end) : index + 1
        }
    }
}
