import LWECore
import RequestLanguage
import Testing
import Vault

@testable import ProtectionDomains

struct ComputationTests {
    private static let key = #"{"op":"keygen","key":"n","purpose":"computation"}"#

    private static func encrypt(_ handle: String, _ value: String, _ type: String, key: String = "n")
        -> String
    {
        #"{"op":"encrypt","key":"\#(key)","integer":\#(value),"type":"\#(type)","as":"\#(handle)"}"#
    }

    private static func compute(_ steps: String, keeping results: String) -> String {
        #"{"op":"compute","steps":[\#(steps)],"results":{\#(results)}}"#
    }

    private static func decrypt(_ handle: String) -> String { #"{"op":"decrypt","handle":"\#(handle)"}"# }

    @Test func `computes on encrypted integers, several results at once`() throws {
        let run = try run(
            [
                Self.key, Self.encrypt("a", "200", "uint8"), Self.encrypt("b", "99", "uint8"),
                Self.compute(
                    #"{"op":"add","of":["a","b"],"as":"t"},{"op":"mul","of":["t",3],"as":"p"},"#
                        + #"{"op":"lt","of":["a","b"],"as":"l"},{"op":"select","of":["l","a","b"],"as":"m"}"#,
                    keeping: #""p":"product","l":"less","m":"smaller""#),
                Self.decrypt("product"), Self.decrypt("less"), Self.decrypt("smaller"), Self.decrypt("a"),
                // Results are computed on like fresh ones.
                Self.compute(#"{"op":"xor","of":["product","smaller"],"as":"x"}"#, keeping: #""x":"x""#),
                Self.decrypt("x"), #"{"op":"ciphertexts"}"#,
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        try #require(run.oks.count == 11 && run.oks.allSatisfy { $0 == true })
        #expect([4, 5, 6, 7, 9].map { run.answers[$0]["integer"]?.integer } == [129, 0, 99, 200, 129 ^ 99])
        #expect([4, 5].map { run.answers[$0]["type"]?.string } == ["uint8", "bool"])
        let results = try #require(run.answers[3]["results"]?.array)
        #expect(results.map { $0["handle"]?.string } == ["product", "less", "smaller"])
        #expect(results.map { $0["type"]?.string } == ["uint8", "bool", "uint8"])
        #expect(results.allSatisfy { $0["bytes"]?.integer ?? 0 > 16_000 })
        #expect(run.answers[3]["lookups"]?.integer ?? 0 > 10)
        #expect(run.answers[10]["ciphertexts"]?.array?.count == 6)
        // The secret key left the vault for its evaluation key once, although there were two computations.
        #expect(run.console.filter { $0.contains("evaluation key") }.count == 1)
    }

    @Test func `knows signs and widths`() throws {
        let run = try run(
            [
                Self.key, Self.encrypt("a", "-300", "int16"), Self.encrypt("t", "true", "bool"),
                Self.compute(
                    #"{"op":"sub","of":[-32768,"a"],"as":"d"},{"op":"cast","of":["d"],"to":"int32","as":"w"},"#
                        + #"{"op":"lt","of":["a",0],"as":"l"},{"op":"and","of":["l","t"],"as":"b"}"#,
                    keeping: #""w":"w","b":"b""#),
                Self.decrypt("w"), Self.decrypt("b"), Self.encrypt("u", "18446744073709551615", "uint64"),
                Self.decrypt("u"),
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect(run.answers[4]["integer"]?.integer == -32_468)
        #expect(run.answers[5]["integer"]?.integer == 1)
        #expect(run.answers[7]["integer"]?.value == .number("18446744073709551615"))
    }

    @Test func `what cancels is decrypted like everything else`() throws {
        let run = try run(
            [
                Self.key, Self.encrypt("a", "200", "uint8"),
                Self.compute(
                    #"{"op":"sub","of":["a","a"],"as":"d"},{"op":"eq","of":["a","a"],"as":"e"},"#
                        + #"{"op":"lt","of":["a","a"],"as":"l"},{"op":"add","of":["d","a"],"as":"s"}"#,
                    keeping: #""d":"d","e":"e","l":"l","s":"s""#),
                Self.decrypt("d"), Self.decrypt("e"), Self.decrypt("l"), Self.decrypt("s"),
                Self.compute(#"{"op":"not","of":["d"],"as":"x"}"#, keeping: #""x":"x""#), Self.decrypt("x"),
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect([3, 4, 5, 6, 8].map { run.answers[$0]["integer"]?.integer } == [0, 1, 0, 200, 255])
    }

    @Test func `draws random numbers that nobody knows, the same ones with a seed`() throws {
        let lines = [
            Self.key, Self.encrypt("a", "5", "uint16"),
            Self.compute(
                #"{"op":"random","to":"uint16","as":"r"},{"op":"random","of":[],"to":"uint16","as":"q"},"#
                    + #"{"op":"xor","of":["r","a"],"as":"x"}"#,
                keeping: #""r":"r","q":"q","x":"x""#),
            Self.decrypt("r"), Self.decrypt("q"), Self.decrypt("x"),
            Self.compute(
                #"{"op":"random","to":"uint16","as":"r"},{"op":"add","of":["a","r"],"as":"s"}"#,
                keeping: #""r":"r2","s":"s""#), Self.decrypt("r2"),
        ]
        func numbers(_ seed: UInt64?) throws -> [Int64?] {
            let run = try run(lines, on: try memorySystem(), seed: seed)
            #expect(run.faults.isEmpty && run.oks.allSatisfy { $0 == true })
            return [3, 4, 5, 7].map { run.answers[$0]["integer"]?.integer }
        }
        let drawn = try numbers(nil)
        #expect(drawn[2] == drawn[0].map { $0 ^ 5 })
        #expect(Set([drawn[0], drawn[1], drawn[3]]).count == 3)
        #expect(try numbers(3) == numbers(3))
    }

    @Test func `refuses before anything runs, and says which step`() throws {
        let many = (0..<60).map {
            #"{"op":"div","of":["u",\#($0 == 0 ? #""u""# : #""s\#($0 - 1)""#)],"as":"s\#($0)"}"#
        }
        let bad: [(line: String, code: String, message: String)] = [
            (
                Self.compute(#"{"op":"explode","of":["a"],"as":"x"}"#, keeping: #""x":"x""#),
                "unknown_operation", "step 1 ('x'): 'op' is one of"
            ),
            (
                Self.compute(#"{"op":"add","of":["a","u"],"as":"x"}"#, keeping: #""x":"x""#), "bad_circuit",
                "step 1 ('x'): 'add' on uint8 and uint64"
            ),
            (
                Self.compute(
                    #"{"op":"add","of":["a",1],"as":"x"},{"op":"mul","of":["x",256],"as":"y"}"#,
                    keeping: #""y":"y""#),
                "bad_circuit", "step 2 ('y'): 256 is no uint8"
            ),
            (
                Self.compute(#"{"op":"add","of":["a"],"as":"x"}"#, keeping: #""x":"x""#), "bad_circuit",
                "step 1 ('x'): 'add' takes 2"
            ),
            (
                Self.compute(#"{"op":"table","of":["a"],"table":[1],"as":"x"}"#, keeping: #""x":"x""#),
                "bad_circuit", "step 1 ('x'): a table of 1"
            ),
            (
                Self.compute(#"{"op":"cast","of":["a"],"to":"int7","as":"x"}"#, keeping: #""x":"x""#),
                "bad_circuit", "step 1 ('x'): 'to' is one of"
            ),
            (
                Self.compute(#"{"op":"add","of":[1,2],"as":"x"}"#, keeping: #""x":"x""#), "bad_circuit",
                "no step works on a ciphertext"
            ),
            (
                Self.compute(#"{"op":"random","to":"uint8","as":"x"}"#, keeping: #""x":"x""#), "bad_circuit",
                "no step works on a ciphertext"
            ),
            (
                Self.compute(
                    #"{"op":"random","as":"r"},{"op":"add","of":["r","a"],"as":"x"}"#, keeping: #""x":"x""#),
                "bad_circuit", "step 1 ('r'): 'random' needs a type"
            ),
            (
                Self.compute(many.joined(separator: ","), keeping: #""s59":"x""#), "bad_circuit",
                "it takes"
            ),
            (
                Self.compute(#"{"op":"not","of":["a"],"as":"x"}"#, keeping: #""x":"u""#), "handle_exists",
                "there is"
            ),
            (
                Self.compute(#"{"op":"not","of":["z"],"as":"x"}"#, keeping: #""x":"x""#), "unknown_handle",
                "no"
            ),
            (
                Self.compute(#"{"op":"add","of":["a","o"],"as":"x"}"#, keeping: #""x":"x""#), "key_mismatch",
                "the ciphertexts belong"
            ),
            (
                Self.compute(#"{"op":"not","of":["v"],"as":"x"}"#, keeping: #""x":"x""#), "wrong_purpose",
                "this takes"
            ),
            (#"{"op":"add","terms":["a","u"]}"#, "wrong_purpose", "this takes"),
            (Self.encrypt("e", "256", "uint8"), "bad_plaintext", "uint8 is from 0 to 255"),
            (Self.encrypt("e", "-1", "uint8"), "bad_plaintext", "uint8 is from 0 to 255"),
            (Self.encrypt("e", "2", "bool"), "bad_plaintext", "bool is from 0 to 1"),
            (Self.encrypt("e", "1", "int7"), "bad_plaintext", "'type' is one of"),
            (Self.encrypt("e", "1", "uint8", key: "m"), "wrong_purpose", "this key is for"),
            (#"{"op":"encrypt","key":"n","integers":[1]}"#, "wrong_purpose", "this key is for"),
            (#"{"op":"keygen","key":"x","purpose":"computation","set":"4_4"}"#, "wrong_purpose", "keys for"),
        ]
        let good = [
            Self.key, #"{"op":"keygen","key":"o","purpose":"computation"}"#,
            #"{"op":"keygen","key":"m","purpose":"arithmetic","set":"640"}"#, Self.encrypt("a", "1", "uint8"),
            Self.encrypt("u", "1", "uint64"), Self.encrypt("o", "1", "uint8", key: "o"),
            #"{"op":"encrypt","key":"m","integers":[1],"as":"v"}"#,
        ]
        let run = try run(good + bad.map(\.line), on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect(run.oks.prefix(good.count).allSatisfy { $0 == true })
        for (answer, expected) in zip(run.answers.dropFirst(good.count), bad) {
            #expect(answer["error"]?["code"]?.string == expected.code, "\(expected.line.prefix(80))")
            let message = answer["error"]?["message"]?.string ?? ""
            #expect(message.hasPrefix(expected.message), "\(message)")
        }
        #expect(!run.console.contains { $0.contains("evaluation key") })
    }

    @Test func `a computation costs as many tokens as it has look-ups`() throws {
        let lines = [
            Self.key, Self.encrypt("a", "1", "uint8"),
            Self.compute(#"{"op":"mul","of":["a","a"],"as":"x"}"#, keeping: #""x":"x""#), #"{"op":"status"}"#,
        ]
        var policy = AdmissionPolicy()
        policy.tokens = 1120
        let refused = try run(lines, on: try memorySystem(), policy: policy)
        #expect(refused.codes == [nil, nil, "quota_exhausted", nil])
    }

    @Test func `computes on what earlier runs left, under old epochs and changing keys`() throws {
        let scratch = try ScratchDirectory()
        func run(_ lines: [String]) throws -> SystemRun {
            try ProtectionDomainsTests.run(lines, on: try KeyManagementSystem(directory: scratch.path))
        }
        let first = try run([
            Self.key, Self.encrypt("a", "40", "uint8"), #"{"op":"rotate","key":"n"}"#,
            Self.encrypt("b", "5", "uint8"),
        ])
        #expect(first.oks == [true, true, true, true])
        let add = #"{"op":"add","of":["@",2],"as":"x"}"#
        func sum(_ handle: String, _ result: String) -> String {
            Self.compute(add.replacing("@", with: handle), keeping: #""x":"\#(result)""#)
        }
        let second = try run([
            sum("a", "c"), sum("b", "d"), sum("c", "e"), Self.decrypt("e"), Self.decrypt("d"),
            Self.compute(#"{"op":"add","of":["a","b"],"as":"x"}"#, keeping: #""x":"f""#),
            #"{"op":"destroy","key":"n"}"#, sum("e", "g"),
        ])
        #expect(second.faults.isEmpty)
        #expect(second.answers[3]["integer"]?.integer == 44 && second.answers[4]["integer"]?.integer == 7)
        #expect(second.codes == [nil, nil, nil, nil, nil, "key_mismatch", nil, "unknown_handle"])
        #expect(second.console.filter { $0.contains("evaluation key") }.count == 3)
    }
}
