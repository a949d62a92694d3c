internal import Glibc

/// Numbers and columns as the sheets print them.
enum Layout {
    /// With so many digits after the point.
    static func decimal(_ number: Double, _ places: Int = 1) -> String {
        guard number.isFinite, number.magnitude < 1e12 else { return number.isNaN ? "-" : String(number) }
        let scale = [1.0, 10, 100, 1000][places]
        let scaled = Int((number.magnitude * scale).rounded())
        let sign = number < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % Int(scale))
        return sign + String(scaled / Int(scale)) + "."
            + String(repeating: "0", count: places - fraction.count)
            + fraction
    }

    /// Bytes in a unit that suits them.
    static func bytes(_ count: Int) -> String {
        if count < 1000 { return "\(count) B" }
        return count < 1_000_000
            ? decimal(Double(count) / 1e3) + " kB" : decimal(Double(count) / 1e6) + " MB"
    }

    /// Microseconds in a unit that suits them.
    static func duration(_ microseconds: Double) -> String {
        microseconds < 1000
            ? decimal(microseconds, 0) + " us" : decimal(microseconds / 1000, 2) + " ms"
    }

    /// 2^x.
    static func power(_ log2: Double) -> String { "2^" + decimal(log2) }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// `prefix`, then the words of `text` in lines of at most 80 columns that begin below its first word.
    static func hanging(_ prefix: String, _ text: String) -> String {
        let indent = String(repeating: " ", count: prefix.count)
        var lines: [String] = []
        var line = prefix
        for word in text.split(separator: " ") {
            if line.count > prefix.count, line.count + 1 + word.count > 80 {
                lines.append(line)
                line = indent
            }
            line += (line.count > prefix.count ? " " : "") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
