import LWECore
import Testing

@testable import ParameterSheets

/// Parameter files: what is written is read back, and what is wrong is refused where it stands.
struct ParameterFileTests {
    @Test(arguments: TFHEParameters.catalogue) func `reads what it writes`(set: TFHEParameters) throws {
        #expect(try ParameterFile.read(Array(set.fileText.utf8), file: "f") == .set(set))
    }

    private static let key = """
        {
          "name": "mine",
          "key": {"dimension": 512, "modulusLog2": 32, "noise": {"units": 3.2}, "secret": "binary"}
        }
        """

    @Test func `reads a single key`() throws {
        guard case .key("mine", let key) = try ParameterFile.read(Array(Self.key.utf8), file: "f") else {
            Issue.record("no key")
            return
        }
        #expect(key.dimension == 512 && key.modulusLog2 == 32 && key.secret == .binary)
        #expect(abs(key.deviationLog2 + 30.322) < 0.001)
    }

    private static let set = TFHEParameters.message2Carry2.fileText

    /// Text to find, what to put there, and the error.
    @Test(arguments: [
        ("\"secret\": \"binary\"", "\"secret\": 3", "f:3:83: 'secret', if neither"),
        ("\"dimension\": 512", "\"dimension\": 0", "f:3:24: 'dimension' is an integer from 1 to 65536"),
        ("\"dimension\": 512", "\"dimension\": 5.5", "f:3:24: 'dimension' is an integer"),
        ("\"dimension\": 512, ", "", "f:3:10: 'dimension' is missing in this object"),
        ("\"units\": 3.2", "\"units\": -1", "f:3:67: 'units' is a number from"),
        ("\"units\": 3.2", "\"unit\": 1", "f:3:57: 'noise' has one of 'tuniform', 'relative' and 'units'"),
        ("\"units\": 3.2", "\"units\": 1, \"tuniform\": 3", "f:3:58: there is no 'units' here"),
        ("\"units\": 3.2", "\"units\": 1e999", "f:3:67: 'units' is a number from"),
        ("\"name\": \"mine\"", "\"name\": \"a b\"", "f:2:11: 'name' is 1 to 64 printable"),
        ("\"name\": \"mine\"", "\"näme\": 1, \"name\": \"m\"", "f:2:3: there is no 'näme' here"),
        ("\n}", "\n", "f:4:1: the text ends inside a value"),
        ("}\n}", "}\n} x", "f:4:3: unexpected text after the value"),
    ])
    func `points at what is wrong with a key`(text: String, replacement: String, error: String) throws {
        let file = Self.key.replacing(text, with: replacement, maxReplacements: 1)
        try #require(file != Self.key)
        try expectError(file, error)
    }

    @Test(arguments: [
        ("\"KS-PBS\"", "\"KS\"", "'order' is one of \"KS-PBS\", \"PBS-KS\""),
        ("\"levels\":1", "\"levels\":0", "'levels' is an integer from 1 to 64"),
        ("\"squaredNorm\":25.0", "\"squaredNorm\":0.5", "'squaredNorm' is a number from 1.0"),
        ("\"squaredNorm\":25.0", "\"squaredNorm\":25,\"x\":1", "there is no 'x' here"),
        (
            "{\"messageModulus\":4,\"carryModulus\":4}", "\"bool\"",
            "'plaintext', if not \"boolean\", is an object"
        ),
        ("\"tuniform\":17", "\"tuniform\":true", "'tuniform' is an integer from 0 to 126"),
        ("\"masks\":1", "\"masks\":1,\"masks\":2", "this name occurs twice"),
    ])
    func `points at what is wrong with a set`(text: String, replacement: String, error: String) throws {
        let file = Self.set.replacing(text, with: replacement, maxReplacements: 1)
        try #require(file != Self.set)
        try expectError(file, error)
    }

    @Test(arguments: [
        "", "[]", "3", "{", "{}", "nul", "\u{0}", "{\"name\":\"x\"}", "{\"name\":\"x\",\"key\":[]}",
    ])
    func `refuses other texts`(text: String) {
        #expect(throws: ParameterFileError.self) { try ParameterFile.read(Array(text.utf8), file: "f") }
    }

    @Test func `refuses what is no UTF-8, and what is too long`() {
        #expect(throws: ParameterFileError.self) { try ParameterFile.read([0x22, 0xff, 0x22], file: "f") }
        let long = [UInt8](repeating: 0x20, count: ParameterFile.byteLimit + 1)
        #expect(throws: ParameterFileError(file: "f", reason: "more than 65536 bytes")) {
            try ParameterFile.read(long, file: "f")
        }
    }

    /// Every prefix of a good file and every changed byte: an error or a value, never a crash.
    @Test func `survives damage`() {
        let good = Array(Self.set.utf8)
        for length in 0..<good.count {
            #expect(throws: ParameterFileError.self) {
                try ParameterFile.read(Array(good[..<length]), file: "f")
            }
        }
        for index in good.indices {
            for byte: UInt8 in [0x00, 0x22, 0x2d, 0x39, 0x7d, 0xc3] {
                var bad = good
                bad[index] = byte
                guard let file = try? ParameterFile.read(bad, file: "f") else { continue }
                _ = ParameterSheet(file, exposure: .decryptionService).text
            }
        }
    }

    private func expectError(_ text: String, _ message: String) throws {
        do throws(ParameterFileError) {
            _ = try ParameterFile.read(Array(text.utf8), file: "f")
            Issue.record("accepted \(text)")
        } catch {
            #expect(error.description.contains(message), "\(error)")
        }
    }
}
