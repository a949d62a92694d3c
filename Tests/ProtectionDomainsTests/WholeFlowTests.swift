import RequestLanguage
import Testing

@testable import ProtectionDomains

struct WholeFlowTests {
    @Test func `encrypts a text and gives it back`() throws {
        let run = try run(
            [
                #"{"op":"keygen","key":"mail","purpose":"transport","set":"640"}"#,
                #"{"op":"encrypt","key":"mail","text":"Grüße, 世界","as":"greeting"}"#,
                #"{"op":"decrypt","handle":"greeting"}"#,
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        #expect(run.oks == [true, true, true])
        #expect(run.answers.last?["text"]?.string == "Grüße, 世界")
    }

    @Test func `adds and multiplies encrypted integers`() throws {
        let run = try run(
            [
                #"{"op":"keygen","key":"n","purpose":"arithmetic"}"#,
                #"{"op":"encrypt","key":"n","integers":[1,2,4000000000],"as":"a"}"#,
                #"{"op":"encrypt","key":"n","integers":[10,20,4000000000],"as":"b"}"#,
                #"{"op":"add","terms":["a","b"],"as":"sum"}"#,
                #"{"op":"decrypt","handle":"sum"}"#,
                #"{"op":"multiply","handle":"a","by":2,"as":"twice"}"#,
                #"{"op":"decrypt","handle":"twice"}"#,
            ], on: try memorySystem())
        #expect(run.faults.isEmpty)
        try #require(run.oks.allSatisfy { $0 == true } && run.oks.count == 7)
        #expect(run.answers[4]["integers"]?.array?.map(\.integer) == [11, 22, 8_000_000_000])
        #expect(run.answers[6]["integers"]?.array?.map(\.integer) == [2, 4, 8_000_000_000])
    }
}
