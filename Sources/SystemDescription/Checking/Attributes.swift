// Reading attributes: each function reports what is wrong and then returns nil.
extension SystemCheck {
    /// Reports the attributes of `element` that are not `allowed`.
    mutating func checkAttributes(_ element: Int, _ allowed: AttributeSet) {
        misspelt = (-1, [])
        if mayHaveAll(element, allowed) { return }
        var meant: [AttributeName] = []
        for attribute in tree.attributes(of: element) {
            let record = tree.attributes[attribute]
            guard record.name != .unknown, allowed.contains(record.name) else {
                let name = tree.string(tree.name(ofAttribute: attribute))
                let remark = suggest(name, among: allowed.names.map { "\($0)" })
                meant += allowed.names.filter { remark.hint == Suggestion.hint("\($0)") }
                refuse(
                    element, "attribute.unknown", "invalid attribute '\(name)'", at: .name(attribute),
                    remark.hint == nil ? Self.list(allowed) : remark)
                continue
            }
            if record.isPrefixed {
                warn(
                    element, "attribute.prefixed",
                    "attribute '\(tree.string(tree.name(ofAttribute: attribute)))' "
                        + "has a namespace prefix and is never read", at: .name(attribute))
            }
        }
        misspelt = (element, AttributeSet(meant))
    }

    /// Whether there is nothing to say about the attributes of `element`.
    private func mayHaveAll(_ element: Int, _ allowed: AttributeSet) -> Bool {
        let attributes = tree.attributes(of: element)
        var index = attributes.lowerBound
        while index < attributes.upperBound {
            let record = tree.attributes[index]
            if !allowed.contains(record.name) || record.isPrefixed { return false }
            index += 1
        }
        return true
    }

    private static func list(_ allowed: AttributeSet) -> Remark {
        guard !allowed.isEmpty else { return Remark(notes: ["this element takes no attributes"]) }
        return Remark(notes: ["attributes here: " + allowed.names.map { "\($0)" }.joined(separator: ", ")])
    }

    /// The attribute, which must be there (B).
    mutating func required(_ name: AttributeName, of element: Int) -> Int? {
        if let attribute = tree.attribute(name, of: element) { return attribute }
        if misspelt.element != element || !misspelt.names.contains(name) {
            refuseWhole(
                element, "attribute.missing",
                "Error: Missing required attribute '\(name)' on element "
                    + "'\(tree.string(tree.name(of: element)))': \(tree.location(of: element))")
        }
        return nil
    }

    /// The value of an attribute as a `num` (N on failure, which names `tag`, the element itself by default).
    mutating func number(_ attribute: Int, of element: Int, tag: Int? = nil) -> UInt64? {
        do throws(NumberProblem) {
            return try Numbers.number(tree.bytes, tree.value(ofAttribute: attribute))
        } catch {
            refuseWhole(
                element, "number.invalid",
                "Error: failed to parse integer '\(shown(attribute))' on element "
                    + "'\(tree.string(tree.name(of: tag ?? element)))': \(error.rawValue)",
                at: .value(attribute),
                Remark(notes: ["a number is decimal, or hexadecimal after 0x; _ may separate digits"]))
            return nil
        }
    }

    /// The value of an optional `num` attribute.
    mutating func number(_ name: AttributeName, of element: Int, default value: UInt64) -> UInt64? {
        guard let attribute = tree.attribute(name, of: element) else { return value }
        return number(attribute, of: element)
    }

    /// The value of an attribute as a signed `plain` number.
    ///
    /// The real tool aborts on what is none.
    mutating func plain(_ attribute: Int, of element: Int, tooLarge: String? = nil, negative: String? = nil)
        -> Int64?
    {
        do throws(NumberProblem) {
            let value = try Numbers.plain(tree.bytes, tree.value(ofAttribute: attribute))
            guard value >= 0 || negative == nil else {
                refuse(element, "number.range", negative ?? "", at: .value(attribute))
                return nil
            }
            return value
        } catch {
            switch error {
            case .tooLarge where tooLarge != nil:
                refuse(element, "number.range", tooLarge ?? "", at: .value(attribute))
            case .tooSmall where negative != nil:
                refuse(element, "number.range", negative ?? "", at: .value(attribute))
            default: refusePlain(attribute, of: element, error)
            }
            return nil
        }
    }

    /// The value of an attribute as an unsigned `plain` number.
    mutating func plainUnsigned(_ attribute: Int, of element: Int, tooLarge: String? = nil) -> UInt64? {
        do throws(NumberProblem) {
            return try Numbers.plainUnsigned(tree.bytes, tree.value(ofAttribute: attribute))
        } catch {
            if error == .tooLarge, let tooLarge {
                refuse(element, "number.range", tooLarge, at: .value(attribute))
            } else {
                refusePlain(attribute, of: element, error)
            }
            return nil
        }
    }

    private mutating func refusePlain(_ attribute: Int, of element: Int, _ problem: NumberProblem) {
        refuse(
            element, "number.invalid", "failed to parse integer '\(shown(attribute))': \(problem.rawValue)",
            at: .value(attribute),
            Remark(notes: [
                "'\(tree.string(tree.name(ofAttribute: attribute)))' is decimal only; the real tool aborts here"
            ]))
    }

    /// The value of a `plain` id, 0…61.
    mutating func channelID(_ attribute: Int, of element: Int) -> UInt8? {
        guard
            let value = plain(
                attribute, of: element, tooLarge: "id must be < 62", negative: "id must be >= 0")
        else { return nil }
        guard value < 62 else {
            refuse(element, "id.range", "id must be < 62", at: .value(attribute))
            return nil
        }
        return UInt8(value)
    }

    /// The value of an optional `bool` attribute.
    mutating func bool(_ name: AttributeName, of element: Int, default value: Bool) -> Bool? {
        guard let attribute = tree.attribute(name, of: element) else { return value }
        let text = tree.value(ofAttribute: attribute)
        if tree.equal(text, "true") { return true }
        if tree.equal(text, "false") { return false }
        refuse(element, "bool.invalid", "\(name) must be 'true' or 'false'", at: .value(attribute))
        return nil
    }

    /// The value of an optional attribute as text.
    func text(_ name: AttributeName, of element: Int) -> String? {
        tree.attribute(name, of: element).map(shown)
    }

    /// The number of the name that an attribute holds.
    mutating func nameID(_ attribute: Int) -> NameTable.ID {
        names.id(tree.bytes, tree.value(ofAttribute: attribute))
    }

    /// Sets the symbol that attribute `name` of `element` holds, once per domain.
    mutating func setSymbol(_ name: AttributeName, of element: Int, in domain: DraftDomain) -> String? {
        guard let attribute = tree.attribute(name, of: element) else { return nil }
        setSymbol(attribute, reportedOn: element, in: domain)
        return shown(attribute)
    }

    /// Sets the symbol that `attribute` holds; a second time is reported on `element`.
    mutating func setSymbol(_ attribute: Int, reportedOn element: Int, in domain: DraftDomain) {
        let symbol = tree.value(ofAttribute: attribute)
        guard let first = symbols.set(tree.bytes, symbol, domain: domain.index, by: element) else { return }
        refuse(
            element, "setvar.duplicate", "setvar on symbol '\(shown(attribute))' already exists",
            at: .value(attribute), Remark(labels: [(first, "first set here")]))
    }

    /// Warns about names that do not survive at run time.
    mutating func checkName(_ attribute: Int, of element: Int) {
        let count = Int(tree.attributes[attribute].valueCount)
        if count == 0 { warn(element, "name.empty", "the name is empty", at: .value(attribute)) }
        if count > 64 {
            warn(
                element, "name.long", "the name has \(count) bytes and is cut to 64 at run time",
                at: .value(attribute))
        }
    }
}
