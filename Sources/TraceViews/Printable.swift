/// `text` as it may stand on a terminal: control characters, which could move the cursor or worse, are spelt out.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case _ where isControl(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Control and formatting characters, those that turn the direction of writing included.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
}

/// `text` cut or filled up to `width` characters.
func fitted(_ text: String, width: Int, ellipsis: String = "…") -> String {
    let count = text.count
    if count <= width { return text + String(repeating: " ", count: width - count) }
    guard width > ellipsis.count else { return String(text.prefix(max(0, width))) }
    return text.prefix(width - ellipsis.count) + ellipsis
}

/// `number` with blanks before it, `width` characters wide at least.
func padded(_ number: some BinaryInteger, width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}
