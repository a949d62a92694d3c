extension TraceHeader {
    /// What is wrong with a header.
    struct Flaw: Error {
        let offset: Int
        let reason: String
    }

    /// Reads the first line of a trace.
    init(line: [UInt8]) throws(Flaw) {
        let json: JSONValue
        do { json = try JSONReader.read(line) } catch {
            let isOther = line.first != UInt8(ascii: "{")
            throw Flaw(
                offset: error.offset,
                reason: isOther ? "this is not a trace: its first line is not JSON" : error.reason)
        }
        guard let version = json["kms_trace"] else {
            throw Flaw(offset: 0, reason: "this is not a trace: its first line has no 'kms_trace'")
        }
        guard case .number(Int128(Self.formatVersion)) = version else {
            throw Flaw(
                offset: 0,
                reason: "the trace has another version than \(Self.formatVersion), the one read here")
        }
        let fields = HeaderFields(json: json)
        description = File(name: try fields.text("file"), text: try fields.text("description"))
        profile = try fields.text("profile")
        switches = try fields.settings("switches")
        seed = try fields.seed()
        scheduling = try fields.text("scheduling")
        options = try fields.settings("options")
        started = try json["started"].map { _ throws(Flaw) in try fields.text("started") }
        policy = try json["policy"].map { policy throws(Flaw) in try HeaderFields(json: policy).file() }
        includes = try fields.elements("includes") { item throws(Flaw) in try item.file() }
        domains = try fields.elements("domains", atMost: 32767) { item throws(Flaw) in try item.domain() }
        regions = try fields.elements("regions", atMost: 32767) { item throws(Flaw) in try item.region() }
        let count = domains.count
        channels = try fields.elements("channels") { item throws(Flaw) in try item.channel(domainCount: count)
        }
        devices = try fields.elements("devices") { item throws(Flaw) in try item.text() }
        for (place, domain) in domains.enumerated() {
            guard let parent = domain.parent, parent >= place else { continue }
            throw Flaw(offset: 0, reason: "a parent stands before its children")
        }
    }
}

/// Typed access to a JSON object's members.
private struct HeaderFields {
    typealias Flaw = TraceHeader.Flaw
    let json: JSONValue

    func text(_ key: String) throws(Flaw) -> String {
        guard case .string(let text) = json[key] else { throw missing("string", key) }
        return text
    }

    func text() throws(Flaw) -> String {
        guard case .string(let text) = json else { throw Flaw(offset: 0, reason: "a string is expected") }
        return text
    }

    func number(_ key: String, atMost limit: UInt64) throws(Flaw) -> UInt64 {
        guard case .number(let number) = json[key], number >= 0, number <= limit else {
            throw missing("number up to \(limit)", key)
        }
        return UInt64(number)
    }

    func flag(_ key: String) throws(Flaw) -> Bool {
        switch json[key] {
        case nil: return false
        case .flag(let flag): return flag
        default: throw missing("truth value", key)
        }
    }

    func seed() throws(Flaw) -> UInt64? {
        if json["seed"] == .null { return nil }
        guard case .string(let text) = json["seed"], let seed = UInt64(text) else {
            throw missing("seed as a string, or null,", "seed")
        }
        return seed
    }

    func settings(_ key: String) throws(Flaw) -> [TraceHeader.Setting] {
        guard case .object(let members) = json[key] else { throw missing("object", key) }
        var settings: [TraceHeader.Setting] = []
        for member in members {
            settings.append(.init(member.key, try HeaderFields(json: member.value).text()))
        }
        return settings
    }

    func elements<Element>(
        _ key: String, atMost limit: Int = .max, _ read: (HeaderFields) throws(Flaw) -> Element
    ) throws(Flaw) -> [Element] {
        guard case .array(let items) = json[key], items.count <= limit else { throw missing("array", key) }
        var elements: [Element] = []
        for item in items { elements.append(try read(HeaderFields(json: item))) }
        return elements
    }

    func file() throws(Flaw) -> TraceHeader.File { .init(name: try text("name"), text: try text("text")) }

    func domain() throws(Flaw) -> TraceHeader.Domain {
        var domain = TraceHeader.Domain(name: try text("name"))
        domain.priority = UInt8(try number("priority", atMost: 255))
        if json["core"] != nil { domain.core = UInt8(try number("core", atMost: 255)) }
        domain.passive = try flag("passive")
        if json["parent"] != nil { domain.parent = Int(try number("parent", atMost: 32767)) }
        return domain
    }

    func region() throws(Flaw) -> TraceHeader.Region {
        let name = try text("name")
        return .init(name: name, byteCount: try number("bytes", atMost: .max), isKept: try flag("kept"))
    }

    func channel(domainCount: Int) throws(Flaw) -> TraceHeader.Channel {
        guard case .array(let items) = json, items.count == 4 else {
            throw Flaw(offset: 0, reason: "a channel is an array of four numbers")
        }
        var numbers: [Int] = []
        for (place, item) in items.enumerated() {
            guard case .number(let number) = item, number >= 0, number < (place % 2 == 0 ? domainCount : 256)
            else {
                throw Flaw(offset: 0, reason: "a channel is [domain, id, domain, id]")
            }
            numbers.append(Int(number))
        }
        return .init(a: numbers[0], aID: UInt8(numbers[1]), b: numbers[2], bID: UInt8(numbers[3]))
    }

    private func missing(_ what: String, _ key: String) -> Flaw {
        Flaw(offset: 0, reason: "the header needs a \(what) '\(key)'")
    }
}
