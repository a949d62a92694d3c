/// Writes compact JSON; keys stay in the order given.
package struct JSONText {
    /// The text so far, UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// Whether a comma is due before the next element, per open bracket.
    private var needsComma = [false]

    /// Nothing yet.
    package init() {}

    /// A string value or, with `key`, a member.
    package mutating func string(_ value: String, key: String? = nil) {
        begin(key)
        quote(value)
    }

    /// A number.
    package mutating func number(_ value: some BinaryInteger, key: String? = nil) {
        begin(key)
        bytes += Array(String(value).utf8)
    }

    /// A truth value.
    package mutating func flag(_ value: Bool, key: String? = nil) {
        begin(key)
        bytes += Array((value ? "true" : "false").utf8)
    }

    /// No value.
    package mutating func null(key: String? = nil) {
        begin(key)
        bytes += Array("null".utf8)
    }

    /// An object around what `body` writes.
    package mutating func object(key: String? = nil, _ body: (inout JSONText) -> Void) {
        begin(key)
        bracket("{", "}", body)
    }

    /// An array around what `body` writes.
    package mutating func array(key: String? = nil, _ body: (inout JSONText) -> Void) {
        begin(key)
        bracket("[", "]", body)
    }

    private mutating func bracket(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        needsComma.append(false)
        body(&self)
        needsComma.removeLast()
        bytes.append(UInt8(ascii: close))
    }

    private mutating func begin(_ key: String?) {
        if needsComma[needsComma.count - 1] { bytes.append(UInt8(ascii: ",")) }
        needsComma[needsComma.count - 1] = true
        guard let key else { return }
        quote(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
            case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
            case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
            case 0..<0x20:
                bytes += Array("\\u00".utf8)
                for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? digit + 0x30 : digit + 0x57) }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
