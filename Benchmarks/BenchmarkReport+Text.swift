extension BenchmarkReport {
    /// The report as tables of at most 80 columns.
    public var table: String {
        var lines = [
            "\(machine.processor), \(machine.cores) cores, \(machine.vectors), commit \(machine.commit)", "",
            Self.row("", ["median", "min", "p90", "n"]),
        ]
        for result in results { lines.append(Self.line(result)) }
        for failure in failures { lines.append("\(failure.name): not measured: \(failure.reason)") }
        if !leftOut.isEmpty {
            lines += ["", "Left out because they take seconds each; --only NAME measures them:"]
            lines += Self.wrapped(leftOut)
        }
        if !verdicts.isEmpty { lines += ["", "Limits"] + verdicts.map(Self.line) }
        if !comparisons.isEmpty {
            lines += ["", "Now over then"]
            lines += comparisons.map { Self.row($0.name, [Self.format($0.ratio) + "x"]) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Names, as many on a line as fit.
    private static func wrapped(_ names: [String]) -> [String] {
        names.reduce(into: []) { lines, name in
            if let last = lines.last, last.count + name.count < 78 {
                lines[lines.count - 1] = last + " " + name
            } else {
                lines.append("  " + name)
            }
        }
    }

    private static func line(_ result: BenchmarkResult) -> String {
        switch result.quantity {
        case .duration(let time):
            row(result.name, [duration(time.median), duration(time.min), duration(time.p90), String(time.n)])
        case .value(let value, let unit): row(result.name, ["\(format(value)) \(unit)"])
        }
    }

    private static func line(_ verdict: Verdict) -> String {
        let bound =
            verdict.limit.most.map { "<= \(format($0))" } ?? verdict.limit.least.map { ">= \(format($0))" }
            ?? ""
        let name = verdict.limit.name
        let padding = String(repeating: " ", count: max(1, 52 - name.count))
        return
            "  \(verdict.holds ? "ok    " : "MISSED") \(name)\(padding)\(pad(format(verdict.number), 9))  \(bound)"
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        "  " + name + String(repeating: " ", count: max(1, 32 - name.count))
            + cells.map { pad($0, 10) }.joined(separator: " ")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Microseconds in the unit that suits them.
    static func duration(_ microseconds: Double) -> String {
        if microseconds < 1 { return "\(format(microseconds * 1e3)) ns" }
        if microseconds < 1e3 { return "\(format(microseconds)) us" }
        return microseconds < 1e6 ? "\(format(microseconds / 1e3)) ms" : "\(format(microseconds / 1e6)) s"
    }

    /// Three significant digits, more before the point when there are more.
    static func format(_ number: Double) -> String {
        guard number.isFinite else { return "-" }
        let size = number.magnitude
        let places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
        let scale = [1.0, 10, 100, 1000][places]
        let scaled = (size * scale).rounded()
        guard scaled < 9e15 else { return String(number) }
        let whole = Int(scaled) / Int(scale)
        let rest = String(Int(scaled) % Int(scale))
        let fraction = places == 0 ? "" : "." + String(repeating: "0", count: places - rest.count) + rest
        return (number < 0 ? "-" : "") + String(whole) + fraction
    }
}
