/// Why a text is no number, in the real tool's words.
enum NumberProblem: String, Error {
    case empty = "cannot parse integer from empty string"
    case invalidDigit = "invalid digit found in string"
    case tooLarge = "number too large to fit in target type"
    case tooSmall = "number too small to fit in target type"
}

/// The number notations of descriptions.
enum Numbers {
    /// A `num`: 64 bits, decimal or `0x` hexadecimal, `_` anywhere, one leading `+`.
    static func number(_ bytes: [UInt8], _ text: Range<Int>) throws(NumberProblem) -> UInt64 {
        var index = text.lowerBound
        func skipUnderscores() { while index < text.upperBound, bytes[index] == 0x5f { index += 1 } }
        skipUnderscores()
        var radix: UInt64 = 10
        if index < text.upperBound, bytes[index] == 0x30 {
            let zero = index
            index += 1
            skipUnderscores()
            if index < text.upperBound, bytes[index] == 0x78 {
                radix = 16
                index += 1
            } else {
                index = zero
            }
        }
        return try digits(bytes, index..<text.upperBound, radix: radix, skipping: 0x5f)
    }

    /// A `plain` number without sign but a leading `+`.
    static func plainUnsigned(_ bytes: [UInt8], _ text: Range<Int>) throws(NumberProblem) -> UInt64 {
        try digits(bytes, text, radix: 10, skipping: nil)
    }

    /// A `plain` number: decimal, 64 bits, signed.
    static func plain(_ bytes: [UInt8], _ text: Range<Int>, radix: UInt64 = 10) throws(NumberProblem) -> Int64
    {
        guard let first = text.first, bytes[first] == 0x2d else {
            let value = try digits(bytes, text, radix: radix, skipping: nil)
            guard value <= UInt64(Int64.max) else { throw .tooLarge }
            return Int64(value)
        }
        let rest = text.dropFirst()
        guard let next = rest.first, bytes[next] != 0x2b else { throw .invalidDigit }
        let value: UInt64
        do throws(NumberProblem) {
            value = try digits(bytes, rest, radix: radix, skipping: nil)
        } catch {
            throw error == .tooLarge ? .tooSmall : error
        }
        guard value <= UInt64(Int64.max) + 1 else { throw .tooSmall }
        return value == UInt64(Int64.max) + 1 ? .min : -Int64(value)
    }

    /// Digits after an optional `+`.
    ///
    /// A digit that is none is found before an overflow at the same place only.
    private static func digits(
        _ bytes: [UInt8], _ text: Range<Int>, radix: UInt64, skipping: UInt8?
    ) throws(NumberProblem) -> UInt64 {
        var value: UInt64 = 0
        var digitCount = 0
        var hasSign = false
        for index in text {
            let byte = bytes[index]
            if byte == skipping { continue }
            if byte == 0x2b, digitCount == 0, !hasSign {
                hasSign = true
                continue
            }
            guard let digit = digit(byte), digit < radix else { throw .invalidDigit }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            guard !overflow, !carry else { throw .tooLarge }
            value = sum
            digitCount += 1
        }
        guard digitCount > 0 else { throw hasSign ? .invalidDigit : .empty }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x41...0x46: UInt64(byte - 0x41 + 10)
        case 0x61...0x66: UInt64(byte - 0x61 + 10)
        default: nil
        }
    }

    /// `value` in lower-case hexadecimal without prefix, as messages show addresses.
    static func hex(_ value: UInt64) -> String { String(value, radix: 16) }
}

/// A PCI device, `bus:device.function`.
struct PCIAddress: Hashable {
    var bus: UInt8
    var device: UInt8
    var function: UInt8

    /// Why a text is none, in the real tool's words.
    struct Problem: Error { var text: String }

    init(_ bytes: [UInt8], _ text: Range<Int>) throws(Problem) {
        guard let colon = bytes[text].firstIndex(of: 0x3a),
            let dot = bytes[(colon + 1)..<text.upperBound].firstIndex(of: 0x2e)
        else { throw Problem(text: "expected PCI address in bus:device.function form") }
        bus = try Self.part(bytes, text.lowerBound..<colon, "bus", 255)
        device = try Self.part(bytes, (colon + 1)..<dot, "device", 31)
        function = try Self.part(bytes, (dot + 1)..<text.upperBound, "function", 7)
    }

    private static func part(
        _ bytes: [UInt8], _ text: Range<Int>, _ name: String, _ limit: Int64
    ) throws(Problem) -> UInt8 {
        var start = text.lowerBound, end = text.upperBound
        while start < end {
            let (scalar, count) = XMLCharacters.scalar(bytes, at: start)
            guard XMLCharacters.isBlank(scalar) else { break }
            start += count
        }
        while end > start {
            var last = end - 1
            while last > start, bytes[last] & 0xc0 == 0x80 { last -= 1 }
            guard XMLCharacters.isBlank(XMLCharacters.scalar(bytes, at: last).value) else { break }
            end = last
        }
        guard let value = try? Numbers.plain(bytes, start..<end, radix: 16) else {
            throw Problem(text: "failed to parse PCI \(name)")
        }
        guard 0...limit ~= value else { throw Problem(text: "PCI \(name) must be within [0..\(limit)]") }
        return UInt8(value)
    }

    /// `bb:dd.f`, as messages show it.
    var text: String {
        func two(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
        return "\(two(bus)):\(two(device)).\(String(function, radix: 16))"
    }
}
