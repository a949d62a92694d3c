/// How text is laid out for a terminal.
public struct TextStyle: Hashable, Sendable {
    /// Columns.
    public var width: Int
    /// Whether colours are wanted.
    public var isColoured: Bool

    /// Makes a style; a width of 0 stands for 80 columns, and less than 40 is taken as 40.
    public init(width: Int = 80, isColoured: Bool = false) {
        self.width = width == 0 ? 80 : min(max(width, 40), 200)
        self.isColoured = isColoured
    }

    func bold(_ text: String) -> String { code("1", text) }
    func dim(_ text: String) -> String { code("2", text) }
    func red(_ text: String) -> String { code("1;31", text) }
    func yellow(_ text: String) -> String { code("1;33", text) }
    func green(_ text: String) -> String { code("1;32", text) }
    func cyan(_ text: String) -> String { code("36", text) }

    private func code(_ code: String, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}

extension String {
    /// As it may stand on a terminal: control characters, which could move the cursor or worse, are spelt out.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isControl {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Cut or filled up to `width` characters.
    func fitted(_ width: Int) -> String {
        let count = count
        if count <= width { return self + String(repeating: " ", count: width - count) }
        return width < 2 ? String(prefix(max(0, width))) : prefix(width - 1) + "…"
    }

    /// In lines of at most `width` characters, broken at blanks; the later ones begin with `indent` blanks.
    func wrapped(_ width: Int, indent: Int) -> String {
        var lines: [String] = []
        var line = String(prefix { $0 == " " })
        var isEmpty = true
        for word in split(separator: " ") {
            if !isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            } else {
                line += (isEmpty ? "" : " ") + word
            }
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n") + (last == "\n" && line.last != "\n" ? "\n" : "")
    }
}

extension Unicode.Scalar {
    /// Control and formatting characters, those that turn the direction of writing included.
    var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}

/// `1 domain`, `2 domains`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}
