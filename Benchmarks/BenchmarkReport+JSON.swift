internal import RequestLanguage

extension BenchmarkReport {
    /// The report as one JSON object, a line per result.
    public var json: String {
        let machineLine = Self.object([
            ("cpu", .text(machine.processor)), ("cores", .number(UInt64(machine.cores))),
            ("simd", .text(machine.vectors)), ("commit", .text(machine.commit)),
        ])
        let rows = results.map(Self.object)
        let limits = verdicts.map { verdict in
            Self.object([
                ("name", .text(verdict.limit.name)), ("value", Self.decimal(verdict.number)),
                ("holds", JSON(.bool(verdict.holds))),
            ])
        }
        let failed = failures.map { Self.object([("name", .text($0.name)), ("reason", .text($0.reason))]) }
        let parts = [("results", rows), ("limits", limits), ("failures", failed)].map { name, lines in
            "\"\(name)\":[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]"
        }
        return "{\"machine\":\(machineLine),\n" + parts.joined(separator: ",\n") + "}\n"
    }

    private static func object(_ result: BenchmarkResult) -> String {
        switch result.quantity {
        case .duration(let time):
            object([
                ("name", .text(result.name)), ("median_us", decimal(time.median)),
                ("min_us", decimal(time.min)),
                ("p90_us", decimal(time.p90)), ("n", .number(UInt64(time.n))),
                ("threads", .number(UInt64(time.threads))),
            ])
        case .value(let value, let unit):
            object([("name", .text(result.name)), ("value", decimal(value)), ("unit", .text(unit))])
        }
    }

    private static func object(_ members: [(String, JSON)]) -> String {
        JSON(.object(members.map { JSON.Member(name: $0, value: $1) })).line
    }

    private static func decimal(_ number: Double) -> JSON {
        number.isFinite ? JSON(.number(String(number))) : JSON(.null)
    }

    /// The numbers, by name, that an earlier report printed as JSON.
    public static func numbers(inReport text: [UInt8]) throws(BenchmarkError) -> [String: Double] {
        guard let rows = try parse(text)["results"]?.array else {
            throw BenchmarkError("it holds no benchmark results")
        }
        var numbers: [String: Double] = [:]
        for row in rows {
            guard let name = row["name"]?.string,
                let number = row["median_us"]?.double ?? row["value"]?.double
            else {
                throw BenchmarkError("a result without name and number")
            }
            numbers[name] = number
        }
        return numbers
    }

    static func parse(_ text: [UInt8]) throws(BenchmarkError) -> JSON {
        do { return try JSONReader.read(text) } catch {
            throw BenchmarkError("not JSON: \(error.reason), column \(error.column)")
        }
    }
}

extension Limit {
    /// Reads the limits of `Benchmarks/thresholds.json`.
    ///
    /// - Parameter text: an object whose `limits` each have `name`, `of`, and `most` or `least`, perhaps `over`.
    /// - Returns: the limits in order.
    /// - Throws: when the text has another form.
    public static func list(_ text: [UInt8]) throws(BenchmarkError) -> [Limit] {
        guard let rows = try BenchmarkReport.parse(text)["limits"]?.array else {
            throw BenchmarkError("it holds no limits")
        }
        var limits: [Limit] = []
        for row in rows {
            guard let name = row["name"]?.string, let of = row["of"]?.string,
                row["most"]?.double != nil || row["least"]?.double != nil
            else { throw BenchmarkError("a limit needs 'name', 'of', and 'most' or 'least'") }
            limits.append(
                Limit(
                    name: name, of: of, over: row["over"]?.string, most: row["most"]?.double,
                    least: row["least"]?.double))
        }
        return limits
    }
}

extension JSON {
    fileprivate var double: Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let text): Double(text)
        default: nil
        }
    }
}
