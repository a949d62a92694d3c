internal import KernelTrace
public import SystemDescription

extension StandInScript {
    /// Reads the members `behaviour` and `every` of `json`: scripts per entry, such as `"x.n3": ["n1 m2", ""]`.
    public init(behaviour json: LocatedJSON, domains: [String]) throws(JSONError) {
        self.init()
        for member in try json.member("behaviour")?.members ?? [] {
            let (domain, entry) = try Self.entry(member.key, at: member.location, domains: domains)
            var scripts: [[StandInOperation]] = []
            for script in try member.value.elements { scripts.append(try Self.operations(script)) }
            self[domain, entry] = EntryScripts(scripts)
        }
        for key in try json.member("every")?.elements ?? [] {
            let (domain, entry) = try Self.entry(try key.text, at: key.location, domains: domains)
            self[domain, entry]?.isEveryTime = true
        }
    }

    /// Reads `x.i`, `x.n3`, `x.p3` or `x.f1`, where `x` is one of `domains`.
    static func entry(
        _ key: String, at location: SourceLocation, domains: [String]
    ) throws(JSONError) -> (domain: String, TraceEvent.Entry) {
        guard let dot = key.lastIndex(of: "."), let entry = TraceEvent.Entry(key[key.index(after: dot)...])
        else {
            throw JSONError("'\(key)' names no entry: expected DOMAIN.i, .n3, .p3 or .f1", at: location)
        }
        let domain = String(key[..<dot])
        guard domains.contains(domain) else {
            throw JSONError("no protection domain '\(domain)'", at: location)
        }
        return (domain, entry)
    }

    private static func operations(_ json: LocatedJSON) throws(JSONError) -> [StandInOperation] {
        if case .array(let elements) = json.value {
            var operations: [StandInOperation] = []
            for element in elements { operations += try step(element) }
            return operations
        }
        return try step(json)
    }

    /// Reads words such as `n5 m1`, or an object such as `{"print": "hello"}`.
    private static func step(_ json: LocatedJSON) throws(JSONError) -> [StandInOperation] {
        if case .object = json.value { return [try StandInOperation(json)] }
        var operations: [StandInOperation] = []
        for word in try json.text.split(separator: " ") {
            guard let operation = StandInOperation(word) else {
                throw JSONError("'\(word)' is no operation of a script", at: json.location)
            }
            operations.append(operation)
        }
        return operations
    }
}

extension StandInOperation {
    /// Reads an operation that is an object.
    fileprivate init(_ json: LocatedJSON) throws(JSONError) {
        func offset(_ key: String) throws(JSONError) -> Int {
            guard let member = try json.member(key) else { return 0 }
            guard let offset = Int(exactly: try member.count) else {
                throw member.expected("a smaller number")
            }
            return offset
        }
        func only(_ keys: [String]) throws(JSONError) {
            for member in try json.members where !keys.contains(member.key) {
                throw JSONError("unknown key '\(member.key)' in an operation", at: member.location)
            }
        }
        if let region = try json.member("store") {
            try only(["store", "at", "text"])
            self = .store(
                region: try region.text, offset: try offset("at"), text: try json.required("text").text)
        } else if let region = try json.member("load") {
            try only(["load", "at", "count"])
            _ = try json.required("count")
            self = .load(region: try region.text, offset: try offset("at"), byteCount: try offset("count"))
        } else if let line = try json.member("print") {
            try only(["print"])
            self = .print(try line.text)
        } else {
            throw json.expected("an operation: store, load or print")
        }
    }
}

extension TraceEvent.Entry {
    /// Reads `i`, `n3`, `p3` or `f1`.
    init?(_ text: some StringProtocol) {
        if text == "i" {
            self = .start
            return
        }
        guard let number = UInt8(text.dropFirst()),
            text.dropFirst().utf8.allSatisfy({ (48...57).contains($0) })
        else {
            return nil
        }
        switch text.first {
        case "n" where number < 62: self = .notified(number)
        case "p" where number < 62: self = .protected(number)
        case "f": self = .fault(number)
        default: return nil
        }
    }
}
