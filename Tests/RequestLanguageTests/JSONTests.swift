import RequestLanguage
import Testing

struct JSONTests {
    @Test(arguments: [
        ("", "the text ends where a value is expected", 1), ("{", "a name in quotes is expected", 2),
        ("{\"a\" 1}", "':' is expected", 6), ("[1,]", "a value is expected", 4),
        ("[1 2]", "',' or ']' is expected", 4), ("01", "a number cannot begin with 0", 1),
        ("-", "a digit is expected", 2), ("1.", "a digit is expected", 3), ("1e", "a digit is expected", 3),
        ("tru", "a value is expected", 1), ("\"a", "the string does not end", 1),
        ("\"\\x\"", "unknown escape", 2),
        ("\"\\ud800\"", "half of a surrogate pair", 2), ("\"\\udc00\"", "half of a surrogate pair", 2),
        ("\"\\u12\"", "four hex digits are expected", 2),
        ("\"\t\"", "a control character must be escaped", 2),
        ("1 2", "unexpected text after the value", 3), ("{\"é\":1,\"é\":2}", "this name occurs twice", 8),
        ("[1", "the text ends inside a value", 3), ("\u{feff}1", "a value is expected", 1),
        ("+1", "a value is expected", 1), ("NaN", "a value is expected", 1),
    ])
    func `refuses what is no JSON, with the column`(text: String, reason: String, column: Int) {
        do {
            _ = try JSONReader.read(Array(text.utf8))
            Issue.record("was read")
        } catch {
            #expect(error.reason == reason)
            #expect(error.column == column)
        }
    }

    @Test(arguments: [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]] as [[UInt8]])
    func `refuses strings that are not UTF-8`(content: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSONReader.read([0x22] + content + [0x22]) }
    }

    @Test func `bounds the depth`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: UInt8(ascii: "["), count: depth)
                + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
        }
        _ = try JSONReader.read(nested(JSONReader.depthLimit))
        #expect(throws: JSONSyntaxError.self) { try JSONReader.read(nested(JSONReader.depthLimit + 1)) }
        #expect(throws: JSONSyntaxError.self) {
            try JSONReader.read([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
        }
    }

    @Test func `reads every kind of value`() throws {
        let text =
            #" {"a":[true , false,null,-0,12,9223372036854775808,1.5e3], "b\n":"\u00e9\ud83d\ude00\/"} "#
        let json = try JSONReader.read(Array(text.utf8))
        let elements = try #require(json["a"]?.array)
        #expect(
            elements.map(\.value).prefix(5) == [.bool(true), .bool(false), .null, .integer(0), .integer(12)])
        #expect(elements.map(\.value).suffix(2) == [.number("9223372036854775808"), .number("1.5e3")])
        #expect(json["b\n"]?.string == "é😀/")
    }

    @Test func `writes what it reads`() throws {
        let json = JSON.object([
            "t": .text("a\"\\\n\u{1}é😀\u{2028}"), "n": -7, "l": [true, JSON(.null), "x"],
        ])
        let read = try JSONReader.read(Array(json.line.utf8))
        #expect(read.line == json.line)
        #expect(read["t"]?.string == "a\"\\\n\u{1}é😀\u{2028}")
        #expect(!json.line.contains("\n"))
    }

    @Test func `survives damaged texts, and reads its own lines`() {
        let whole = Array(#"{"op":"encrypt","key":"k","integers":[1,2,3],"as":"é\u00e9\n","id":"x"}"#.utf8)
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default: bytes.insert(UInt8(random(256)), at: random(bytes.count))
                }
            }
            guard let request = try? RequestReader.read(bytes) else { continue }
            #expect((try? RequestReader.read(Array(request.line.utf8))) == request)
        }
    }
}
