internal import ProtectionDomains
internal import RequestLanguage

/// What the main job did and whether it came out right.
struct MainJobText {
    let report: MainJob.Report
    let steps: [TimedStep]

    /// Appends the steps and the results.
    func append(to page: inout ReportPage) {
        page.heading("What was asked, and what it took")
        for step in steps { page.line(Self.line(step, page)) }
        page.heading("Results")
        appendEarlier(to: &page)
        page.row("text", report.input.text.words, column: 14)
        if let text = report.text {
            page.row("decrypted", text.words + [verdict(text == report.input.text, page)], column: 14)
        }
        page.row("a", numbers(report.input.left), column: 14)
        page.row("b", numbers(report.input.right), column: 14)
        if let sums = report.sums {
            let isRight = sums == zip(report.input.left, report.input.right).map { Int64($0 + $1) }
            page.row("a + b", numbers(sums) + [verdict(isRight, page)], column: 14)
        }
        if let circuits = report.input.circuits { append(circuits, to: &page) }
        if let failure = report.failure { page.line(page.bad("failed: \(failure)")) }
    }

    /// The integers that were computed on.
    private func append(_ input: CircuitJob.Input, to page: inout ReportPage) {
        page.row("a, b, c", ["\(input.a),", "\(input.b),", "\(input.c)"], column: 14)
        for value in CircuitJob.Value.allCases {
            guard let found = report.circuits[value] else { continue }
            let isRight = found == report.circuits.expected(value, input)
            let words =
                value == .earlier ? ["(decrypted", "from", "the", "vault)"] : [verdict(isRight, page)]
            page.row("", value.title.words + ["is", String(found)] + words, column: 14)
        }
    }

    private func appendEarlier(to page: inout ReportPage) {
        if let text = report.earlierText {
            page.row("from before", text.words + ["(decrypted", "from", "the", "vault)"], column: 14)
        }
        if let sums = report.earlierSums {
            page.row("", numbers(sums) + ["(decrypted", "from", "the", "vault)"], column: 14)
        }
    }

    private func verdict(_ isRight: Bool, _ page: ReportPage) -> String {
        isRight ? page.good("= equal") : page.bad("NOT EQUAL")
    }

    private func numbers(_ numbers: [some BinaryInteger]) -> [String] { numbers.map { String($0) } }

    /// ` 3  encrypt the text    FrodoKEM-976-AES    16 kB   1.2 ms`.
    static func line(_ timed: TimedStep, _ page: ReportPage) -> String {
        let answer = timed.step.answer
        let number = String(repeating: " ", count: timed.number < 10 ? 1 : 0) + String(timed.number)
        let bytes = answer?["bytes"]?.integer.map { Quantities.bytes(UInt64(clamping: $0)) } ?? ""
        let failed = answer?["ok"]?.bool == true ? "" : "  " + page.bad("refused")
        let time = Quantities.duration(microseconds: timed.microseconds)
        return "\(number)  \(padded(timed.step.title, 40))\(padded(answer?["set"]?.string ?? "", 18))"
            + "\(leftPadded(bytes, 6))\(leftPadded(time, 8))\(failed)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
    private static func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
