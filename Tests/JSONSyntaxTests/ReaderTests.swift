import JSONSyntax
import Testing

struct ReaderTests {
    private func read(
        _ text: String, depth: Int = 4, elementCount: Int = 3
    ) throws(JSONFault) -> JSONNode {
        try JSONNode.read(Array(text.utf8), limits: JSONLimits(depth: depth, elementCount: elementCount))
    }

    private func fault(_ text: String, depth: Int = 4) -> JSONFault? {
        do throws(JSONFault) {
            _ = try read(text, depth: depth)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", "the text ends where a value is expected", 0), ("{", "a name in quotes is expected", 1),
        ("{\"a\":1,\"\\u0061\":2}", "this name occurs twice", 7),
        ("{\"a\":1,}", "a name in quotes is expected", 7),
        ("[1,]", "a value is expected", 3), ("[1 2]", "',' or ']' is expected", 3),
        ("-01", "a number cannot begin with 0", 0), ("1.e3", "a digit is expected", 2),
        ("\"\u{1}\"", "a control character must be escaped", 1),
        ("\"\\ud800\\u0041\"", "half of a surrogate pair", 1),
        ("[[[[[1]]]]]", "more than 4 levels deep", 4), ("[1,2,3,4]", "more than 3 elements", 6),
        ("é", "a value is expected", 0), ("{}{}", "unexpected text after the value", 2),
    ])
    func `refuses what is not JSON, with the byte`(text: String, reason: String, offset: Int) {
        let fault = fault(text)
        #expect(fault?.reason == reason && fault?.offset == offset)
    }

    @Test func `says where everything begins, in ascending order`() throws {
        let node = try read(" {\"é\": [1, \"a\"], \"b\": null}")
        guard case .object(let members) = node.value, case .array(let elements) = members[0].value.value
        else {
            Issue.record("no object with an array")
            return
        }
        #expect([node.offset, members[0].offset, members[0].value.offset] == [1, 2, 8])
        #expect(elements.map(\.offset) == [9, 12])
        #expect([members[1].offset, members[1].value.offset] == [18, 23])
    }

    @Test func `leaves numbers as they are written`() throws {
        for text in ["-0", "1E+3", "18446744073709551616", "0.10"] {
            #expect(try read(text).value == .number(text))
        }
    }

    @Test func `stops at once where a text goes too deep`() {
        let text = String(repeating: "[", count: 4_000_000)
        #expect(fault(text, depth: 64)?.offset == 64)
    }

    @Test func `reads back every string it quotes`() throws {
        let text =
            String(String.UnicodeScalarView((0..<0x3000).compactMap(Unicode.Scalar.init))) + "\u{10ffff}"
        let quoted = JSONQuoting.quoted(text)
        #expect(try read(quoted).value == .string(text))
        #expect(quoted.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) })
    }
}
