/// How numbers are printed for people.
enum Quantities {
    /// `1 step`, `2 steps`, `12,345 steps`.
    static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `12,345`.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0, digits[index - 1] != "-" { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `512 B`, `9.6 kB`, `1.2 MB`: decimal units, as the SI has them.
    static func bytes(_ count: UInt64) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var value = Double(count)
        var unit = -1
        while value >= 999.5, unit < 3 {
            value /= 1000
            unit += 1
        }
        return "\(shortened(value)) \(["kB", "MB", "GB", "TB"][unit])"
    }

    /// `850 ns`, `48 us`, `12.1 ms`, `1.3 s`.
    static func duration(microseconds: Double) -> String {
        if microseconds < 1 { return "\(shortened(microseconds * 1000)) ns" }
        if microseconds < 999.5 { return "\(shortened(microseconds)) us" }
        if microseconds < 999_500 { return "\(shortened(microseconds / 1000)) ms" }
        return "\(shortened(microseconds / 1_000_000)) s"
    }

    /// One digit after the point below ten, none above.
    private static func shortened(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        if tenths >= 100 || tenths % 10 == 0 { return String(Int(value.rounded())) }
        return "\(tenths / 10).\(tenths % 10)"
    }
}
