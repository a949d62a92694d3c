import RequestLanguage
import Testing

struct RequestTests {
    private static let good: [(line: String, request: Request)] = [
        (
            #"{"op":"keygen","key":"mail","purpose":"transport"}"#,
            Request(.keygen(key: "mail", purpose: .transport, set: nil, allow: []))
        ),
        (
            #"{"op":"keygen","key":"n","purpose":"arithmetic","set":"1344","allow":["bob"],"caller":"ann","id":"1"}"#,
            Request(
                .keygen(key: "n", purpose: .arithmetic, set: "1344", allow: ["bob"]), caller: "ann", id: "1")
        ),
        (
            #"{"op":"encrypt","key":"mail","text":"hé\n","as":"c"}"#,
            Request(.encrypt(key: "mail", plaintext: .text("hé\n"), handle: "c"))
        ),
        (
            #"{"op":"encrypt","key":"n","integers":[0,1,2]}"#,
            Request(.encrypt(key: "n", plaintext: .integers([0, 1, 2]), handle: nil))
        ),
        (
            #"{"op":"encrypt","key":"b","bit":1}"#,
            Request(.encrypt(key: "b", plaintext: .bit(true), handle: nil))
        ),
        (#"{"op":"add","terms":["a","b"],"as":"s"}"#, Request(.add(terms: ["a", "b"], handle: "s"))),
        (#"{"op":"multiply","handle":"a","by":3}"#, Request(.multiply(term: "a", by: 3, handle: nil))),
        (#"{"op":"decrypt","handle":"s"}"#, Request(.decrypt(handle: "s"))),
        (#"{"op":"decrypt","handle":"ann/s"}"#, Request(.decrypt(handle: "ann/s"))),
        (#"{"op":"add","terms":["a","ann/b"]}"#, Request(.add(terms: ["a", "ann/b"], handle: nil))),
        (#"{"op":"rotate","key":"n"}"#, Request(.rotate(key: "n"))),
        (#"{"op":"destroy","key":"n"}"#, Request(.destroy(key: "n"))),
        (#"{"op":"forget","handle":"a"}"#, Request(.forget(handle: "a"))),
        (#"{"op":"keys"}"#, Request(.keys)), (#"{"op":"ciphertexts"}"#, Request(.ciphertexts)),
        (#"{"op":"status"}"#, Request(.status)),
    ]

    @Test(arguments: 0..<good.count) func `reads every operation, and its own line`(index: Int) throws {
        let (line, request) = Self.good[index]
        #expect(try RequestReader.read(Array(line.utf8)) == request)
        #expect(try RequestReader.read(Array(request.line.utf8)) == request)
    }

    @Test(arguments: [
        (#"{"op":"decrypt""#, RequestError.Code.syntax, 16), (#"[1]"#, .badRequest, 1),
        (#"{"key":"a"}"#, .badRequest, 1), (#"{"op":"explode"}"#, .unknownOperation, 7),
        (#"{"op":7}"#, .badRequest, 7), (#"{"op":"decrypt","handle":"a b"}"#, .badRequest, 26),
        (#"{"op":"decrypt","handle":""}"#, .badRequest, 26),
        (#"{"op":"decrypt","handle":"/a"}"#, .badRequest, 26),
        (#"{"op":"decrypt","handle":"a/"}"#, .badRequest, 26),
        (#"{"op":"forget","handle":"a/b/c"}"#, .badRequest, 25),
        (#"{"op":"keygen","key":"a/b","purpose":"transport"}"#, .badRequest, 22),
        (#"{"op":"encrypt","key":"k","text":"a","as":"a/b"}"#, .badRequest, 43),
        (#"{"op":"decrypt","handle":"ä"}"#, .badRequest, 26),
        (#"{"op":"keys","extra":1}"#, .badRequest, 14), (#"{"op":"add","terms":["a"]}"#, .badRequest, 21),
        (#"{"op":"add"}"#, .badRequest, 1), (#"{"op":"multiply","handle":"a","by":-1}"#, .badRequest, 36),
        (#"{"op":"multiply","handle":"a","by":1.5}"#, .badRequest, 36),
        (#"{"op":"encrypt","key":"k"}"#, .badRequest, 1),
        (#"{"op":"encrypt","key":"k","text":"a","bit":1}"#, .badRequest, 44),
        (#"{"op":"encrypt","key":"k","integers":[]}"#, .badRequest, 38),
        (#"{"op":"encrypt","key":"k","integers":[1,-2]}"#, .badRequest, 41),
        (#"{"op":"encrypt","key":"k","bit":2}"#, .badRequest, 33),
        (#"{"op":"keygen","key":"k","purpose":"all"}"#, .badRequest, 36),
    ])
    func `refuses what is no request, with code and column`(
        line: String, code: RequestError.Code, column: Int
    ) {
        do {
            _ = try RequestReader.read(Array(line.utf8))
            Issue.record("was read")
        } catch {
            #expect(error.code == code)
            #expect(error.column == column)
        }
    }

    @Test func `refuses a long line before it reads it`() {
        do {
            _ = try RequestReader.read([UInt8](repeating: 0x20, count: RequestReader.lineByteLimit + 1))
            Issue.record("was read")
        } catch { #expect(error.code == .tooLong) }
    }

    @Test func `numbers answers`() {
        let good = Answer(number: 3, id: "x", outcome: .success([JSON.Member(name: "handle", value: "c4")]))
        #expect(good.line == #"{"n":3,"id":"x","ok":true,"handle":"c4"}"#)
        let bad = Answer(number: 4, id: nil, outcome: .failure(RequestError(.syntax, "a \"b\"", column: 2)))
        #expect(bad.line == #"{"n":4,"ok":false,"error":{"code":"syntax","message":"a \"b\"","column":2}}"#)
    }
}
