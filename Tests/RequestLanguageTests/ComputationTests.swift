import RequestLanguage
import Testing

struct ComputationTests {
    private static let whole = #"""
        {"op":"compute","steps":[{"op":"add","of":["a","bob/b"],"as":"t"},{"op":"mul","of":["t",-3],"as":"p"},
        {"op":"table","of":["a"],"table":[1,18446744073709551615],"to":"uint64","as":"l"}],
        "results":{"p":"product","l":"looked-up"},"caller":"ann"}
        """#

    private func read(_ line: String) throws(RequestError) -> Request {
        try RequestReader.read(Array(line.utf8))
    }

    @Test func `reads a computation, and its own line`() throws {
        let request = try read(Self.whole)
        let computation = Computation(
            steps: [
                .init("t", "add", [.handle("a"), .handle("bob/b")]),
                .init("p", "mul", [.step(0), .clear(-3)]),
                .init("l", "table", [.handle("a")], type: "uint64", table: [1, 18_446_744_073_709_551_615]),
            ],
            results: [.init(step: 1, handle: "product"), .init(step: 2, handle: "looked-up")])
        #expect(request == Request(.compute(computation), caller: "ann"))
        #expect(computation.handles == ["a", "bob/b"])
        #expect(try read(request.line) == request)
    }

    @Test func `reads one integer with its type`() throws {
        let line = #"{"op":"encrypt","key":"k","integer":-9223372036854775808,"type":"int64","as":"x"}"#
        let plaintext = Request.Plaintext.integer(-9_223_372_036_854_775_808, type: "int64")
        #expect(try read(line) == Request(.encrypt(key: "k", plaintext: plaintext, handle: "x")))
        #expect(try read(read(line).line) == read(line))
        let largest = #"{"op":"encrypt","key":"k","integer":18446744073709551615,"type":"uint64"}"#
        #expect(try read(read(largest).line) == read(largest))
        let truth = #"{"op":"encrypt","key":"k","integer":true,"type":"bool"}"#
        #expect(
            try read(truth)
                == Request(.encrypt(key: "k", plaintext: .integer(1, type: "bool"), handle: nil)))
    }

    @Test(arguments: [
        (#"{"op":"compute"}"#, "'steps' is missing", 1),
        (#"{"op":"compute","steps":[],"results":{}}"#, "'steps' has at least one", 25),
        (#"{"op":"compute","steps":[7],"results":{}}"#, "step 1: a step is an object", 26),
        (#"{"op":"compute","steps":[{"of":[],"as":"x"}],"results":{}}"#, "step 1: 'op' is missing", 26),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x"},{"op":"not","of":["x"],"as":"x"}],"results":{"x":"y"}}"#,
            "step 2: there is a step 'x' already", 59
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["y"],"as":"x"},{"op":"not","of":["x"],"as":"y"}],"results":{"y":"z"}}"#,
            "step 1: 'y' is no earlier step", 44
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["x"],"as":"x"}],"results":{"x":"z"}}"#,
            "step 1: 'x' is no earlier step", 44
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x"},{"op":"not","of":["a"],"as":"y"}],"results":{"y":"z"}}"#,
            "step 1: nothing uses 'x'", 26
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x","by":1}],"results":{"x":"z"}}"#,
            "step 1: this operation has no such field", 58
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":[1.5],"as":"x"}],"results":{"x":"z"}}"#,
            "step 1: 'of' holds names of steps, handles, integers, true and false", 44
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x"}],"results":{"y":"z"}}"#,
            "there is no step 'y'", 71
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x"}],"results":{}}"#,
            "'results' keeps 1 to 8 steps", 70
        ),
        (
            #"{"op":"compute","steps":[{"op":"not","of":["a"],"as":"x"},{"op":"not","of":["a"],"as":"y"}],"results":{"x":"z","y":"z"}}"#,
            "two results are called 'z'", 116
        ),
        (#"{"op":"encrypt","key":"k","integer":1}"#, "'type' is missing", 1),
        (
            #"{"op":"encrypt","key":"k","integer":1.5,"type":"int8"}"#,
            "'integer' is an integer, true or false", 37
        ),
        (#"{"op":"encrypt","key":"k","integers":[1],"type":"int8"}"#, "this operation has no such field", 42),
    ])
    func `refuses what is none, with the place`(line: String, message: String, column: Int) {
        do {
            _ = try read(line)
            Issue.record("was read")
        } catch {
            #expect(error.code == .badRequest)
            #expect(error.message == message)
            #expect(error.column == column)
        }
    }

    @Test(arguments: [
        (steps: 65, operands: 1, tables: 0, "'steps' has 65 elements, and 64 are allowed"),
        (steps: 1, operands: 17, tables: 0, "step 1: 'of' has 17 elements, and 16 are allowed"),
        (steps: 9, operands: 1, tables: 1, "step 9: there are more than 8 tables"),
        (steps: 1, operands: 1, tables: 257, "step 1: 'table' has 257 elements, and 256 are allowed"),
    ])
    func `bounds all counts`(steps: Int, operands: Int, tables: Int, message: String) {
        let of = Array(repeating: #""a""#, count: operands).joined(separator: ",")
        let table =
            tables == 0 ? "" : #","table":[\#(Array(repeating: "0", count: tables).joined(separator: ","))]"#
        let all = (0..<steps).map { #"{"op":"sum","of":[\#(of)],"as":"s\#($0)"\#(table)}"# }
        let line = #"{"op":"compute","steps":[\#(all.joined(separator: ","))],"results":{"s0":"r"}}"#
        do {
            _ = try read(line)
            Issue.record("was read")
        } catch {
            #expect(error.message == message)
        }
    }
}
