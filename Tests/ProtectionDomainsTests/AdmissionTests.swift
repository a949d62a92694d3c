import RequestLanguage
import Testing

@testable import ProtectionDomains

struct AdmissionTests {
    private let keys = [
        #"{"op":"keygen","key":"mail","purpose":"transport","set":"640","caller":"ann","allow":["bob"]}"#,
        #"{"op":"encrypt","key":"mail","text":"secret","as":"t","caller":"ann"}"#,
    ]

    @Test func `a caller that may not use a key cannot tell it from none`() throws {
        let run = try run(
            keys + [
                #"{"op":"decrypt","handle":"ann/t","caller":"bob"}"#,
                #"{"op":"decrypt","handle":"ann/t","caller":"eve"}"#,
                #"{"op":"decrypt","handle":"ann/nothing","caller":"eve"}"#,
                #"{"op":"encrypt","key":"ann/mail","text":"x","caller":"eve"}"#,
                #"{"op":"keys","caller":"eve"}"#,
                #"{"op":"destroy","key":"ann/mail","caller":"bob"}"#,
                #"{"op":"forget","handle":"ann/t","caller":"bob"}"#,
            ], on: try memorySystem())
        #expect(run.answers[2]["text"]?.string == "secret")
        #expect(run.codes[3] == "unknown_handle" && run.codes[4] == "unknown_handle")
        #expect(run.codes[5] == "unknown_key")
        #expect(run.answers[6]["keys"]?.array == [])
        #expect(run.codes[7] == "not_allowed" && run.codes[8] == "not_allowed")
    }

    @Test func `bad requests get numbered errors and the run goes on`() throws {
        let long = #"{"op":"encrypt","key":"k","text":""# + String(repeating: "x", count: 70_000) + #""}"#
        let run = try run(
            [
                "", "{", #"{"op":"decrypt","handle":"no"}"#, "[]", long, "\u{0}\u{ff}", #"{"op":"status"}"#,
                #"{"op":"keygen","key":"n","purpose":"arithmetic","set":"640"}"#,
                #"{"op":"keygen","key":"n","purpose":"transport"}"#,
                #"{"op":"keygen","key":"m","purpose":"transport","set":"7"}"#,
                #"{"op":"encrypt","key":"n","text":"x"}"#,
                #"{"op":"encrypt","key":"n","integers":[4294967296]}"#,
                #"{"op":"encrypt","key":"n","integers":[1],"as":"a"}"#,
                #"{"op":"encrypt","key":"n","integers":[1,2],"as":"b"}"#,
                #"{"op":"encrypt","key":"n","integers":[1],"as":"a"}"#, #"{"op":"add","terms":["a","b"]}"#,
                #"{"op":"multiply","handle":"a","by":100000}"#, #"{"op":"decrypt","handle":"a"}"#,
            ].map { $0.isEmpty ? " " : $0 }, on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect(run.answers.map { $0["n"]?.integer } == Array(2...18))
        #expect(
            run.codes == [
                "syntax", "unknown_handle", "bad_request", "too_long", "syntax", nil, nil, "key_exists",
                "wrong_purpose", "wrong_purpose", "bad_plaintext", nil, nil, "handle_exists", "key_mismatch",
                "noise_budget", nil,
            ])
        #expect(run.answers.last?["integers"]?.array?.map(\.integer) == [1])
    }

    @Test func `spends the caller's tokens and nobody else's`() throws {
        var policy = AdmissionPolicy()
        policy.tokens = 1001
        let run = try run(
            keys + [
                #"{"op":"decrypt","handle":"t","caller":"ann"}"#, #"{"op":"status","caller":"ann"}"#,
                #"{"op":"decrypt","handle":"ann/t","caller":"bob"}"#,
            ], on: try memorySystem(), policy: policy)
        #expect(run.codes == [nil, nil, "quota_exhausted", nil, nil])
    }

    @Test func `does nothing twice under one id, and refuses the id for something else`() throws {
        let request = #"{"op":"keygen","key":"k","purpose":"transport","set":"640","id":"1"}"#
        let run = try run(
            [
                request, request, #"{"op":"keygen","key":"l","purpose":"transport","id":"1"}"#,
                #"{"op":"keys"}"#,
            ],
            on: try memorySystem())
        #expect(run.answers[0]["bytes"] == run.answers[1]["bytes"] && run.oks[1] == true)
        #expect(run.codes[2] == "id_reused")
        #expect(run.answers[3]["keys"]?.array?.count == 1)
    }

    @Test func `old epochs decrypt, new ones encrypt, destroyed ones are gone`() throws {
        let run = try run(
            [
                #"{"op":"keygen","key":"k","purpose":"transport","set":"640"}"#,
                #"{"op":"encrypt","key":"k","text":"old","as":"a"}"#, #"{"op":"rotate","key":"k"}"#,
                #"{"op":"encrypt","key":"k","text":"new","as":"b"}"#, #"{"op":"decrypt","handle":"a"}"#,
                #"{"op":"decrypt","handle":"b"}"#, #"{"op":"keys"}"#, #"{"op":"forget","handle":"b"}"#,
                #"{"op":"decrypt","handle":"b"}"#, #"{"op":"destroy","key":"k"}"#,
                #"{"op":"decrypt","handle":"a"}"#, #"{"op":"status"}"#,
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect(run.answers[3]["epoch"]?.integer == 2)
        #expect(run.answers[4]["text"]?.string == "old" && run.answers[5]["text"]?.string == "new")
        #expect(run.answers[6]["keys"]?.array?.map { $0["state"]?.string } == ["retired", "active"])
        #expect(run.codes[8] == "unknown_handle" && run.codes[10] == "unknown_handle")
        #expect(run.answers[11]["records"]?.integer == 0)
    }

    @Test func `names of one caller say nothing about those of another`() throws {
        let run = try run(
            keys + [
                // The same names again, by callers who may and may not use the first ones.
                #"{"op":"keygen","key":"mail","purpose":"transport","set":"640","caller":"eve"}"#,
                #"{"op":"encrypt","key":"mail","text":"eve's","as":"t","caller":"eve"}"#,
                #"{"op":"keygen","key":"mail","purpose":"transport","set":"640","caller":"bob"}"#,
                #"{"op":"encrypt","key":"ann/mail","text":"for ann","as":"t","caller":"bob"}"#,
                #"{"op":"keygen","key":"mail","purpose":"transport","set":"640"}"#,
                #"{"op":"decrypt","handle":"t","caller":"eve"}"#,
                #"{"op":"decrypt","handle":"t","caller":"ann"}"#,
                #"{"op":"decrypt","handle":"bob/t","caller":"ann"}"#, #"{"op":"decrypt","handle":"t"}"#,
                #"{"op":"keys","caller":"bob"}"#, #"{"op":"ciphertexts","caller":"ann"}"#,
                #"{"op":"status","caller":"eve"}"#, #"{"op":"destroy","key":"mail","caller":"eve"}"#,
                #"{"op":"decrypt","handle":"t","caller":"ann"}"#, #"{"op":"status","caller":"eve"}"#,
            ], on: try memorySystem())
        #expect(run.codes.prefix(7).allSatisfy { $0 == nil })
        #expect(run.answers[5]["key"]?.string == "ann/mail" && run.answers[5]["handle"]?.string == "t")
        #expect(run.answers[7]["text"]?.string == "eve's" && run.answers[8]["text"]?.string == "secret")
        #expect(run.answers[9]["text"]?.string == "for ann" && run.codes[10] == "unknown_handle")
        #expect(run.answers[11]["keys"]?.array?.map { $0["key"]?.string } == ["ann/mail", "mail"])
        #expect(run.answers[12]["ciphertexts"]?.array?.map { $0["handle"]?.string } == ["t", "bob/t"])
        #expect(run.answers[13]["records"]?.integer == 2)
        #expect(run.answers[14]["removed"]?.integer == 2)
        #expect(run.answers[15]["text"]?.string == "secret" && run.answers[16]["records"]?.integer == 0)
    }

    private static func keygen(_ name: Int) -> String {
        #"{"op":"keygen","key":"k\#(name)","purpose":"transport","set":"640"}"#
    }

    @Test func `refuses a key too many before it is made`() throws {
        var policy = AdmissionPolicy()
        policy.keyLimit = 2
        let run = try run(
            [
                Self.keygen(1), Self.keygen(2), Self.keygen(3), #"{"op":"rotate","key":"k1"}"#,
                #"{"op":"destroy","key":"k1"}"#, Self.keygen(3), #"{"op":"keys"}"#,
            ], on: try memorySystem(), policy: policy)
        #expect(run.codes == [nil, nil, "full", "full", nil, nil, nil])
        #expect(run.answers[6]["keys"]?.array?.map { $0["key"]?.string } == ["k2", "k3"])
        #expect(run.console.count { $0.hasPrefix("KEY GENERATION: 'k") } == 3)
    }

    @Test func `keeps nothing of a key that one domain has no room for`() throws {
        // The gateway knows no limit here, so the secret-key consumer refuses when the lockbox may have sealed.
        var policy = AdmissionPolicy()
        policy.keyLimit = .max
        policy.tokens = .max
        let scratch = try ScratchDirectory()
        let limit = SecretKeyConsumer.keyLimit
        let lines =
            (0...limit).map(Self.keygen) + [
                #"{"op":"keys"}"#, #"{"op":"encrypt","key":"k\#(limit)","text":"x"}"#,
                #"{"op":"destroy","key":"k0"}"#,
                Self.keygen(limit), #"{"op":"encrypt","key":"k\#(limit)","text":"x","as":"t"}"#,
            ]
        let first = try run(lines, on: try KeyManagementSystem(directory: scratch.path), policy: policy)
        #expect(first.faults.isEmpty)
        #expect(first.codes[limit] == "full")
        #expect(first.answers[limit + 1]["keys"]?.array?.count == limit)
        #expect(first.codes.suffix(4) == ["unknown_key", nil, nil, nil])
        let second = try run(
            [#"{"op":"keys"}"#, #"{"op":"decrypt","handle":"t"}"#],
            on: try KeyManagementSystem(directory: scratch.path), policy: policy)
        #expect(second.answers[0]["keys"]?.array?.count == limit)
        #expect(second.answers[1]["text"]?.string == "x")
    }
}
