import Foundation
import KernelTrace
import Testing

/// What the reader makes of `bytes` as a file called `t`: a trace or the error.
private func read(_ bytes: [UInt8], limits: TraceReader.Limits = .init()) -> Result<Trace, TraceReadError> {
    let file = ScratchFile()
    #expect(FileManager.default.createFile(atPath: file.path, contents: Data(bytes)))
    do throws(TraceReadError) {
        return .success(try TraceReader.read(path: file.path, limits: limits))
    } catch {
        var error = error
        error.file = "t"
        return .failure(error)
    }
}

/// A trace that says everything, as bytes.
private func wholeTrace() throws -> [UInt8] {
    let file = ScratchFile()
    try writeEveryKind(to: file.path)
    return Array(file.text.utf8)
}

private let header =
    #"{"kms_trace":1,"file":"a","profile":"p","switches":{},"seed":null,"scheduling":"default","options":{},"domains":[{"name":"x","priority":1},{"name":"y","priority":2}],"regions":[{"name":"r","bytes":4096}],"channels":[],"devices":[],"description":"","includes":[]}"#
    + "\n"
private let good = #"{"n":1,"t":0,"d":0,"k":"boot"}"# + "\n"
private let more = #"{"n":2,"t":0,"d":0,"k":"idle"}"# + "\n"

private let wrongLines: [(String, String)] = [
    (#"{"n":1,"t":0,"d":0,"k":"boom"}"#, "t:2:19: a kind of event is expected here"),
    (#"{"n":2,"t":0,"d":0,"k":"boot"}"#, "t:2:7: the step is not the next one"),
    (#"{"n":01,"t":0,"d":0,"k":"boot"}"#, "t:2:8: a number without leading zeros is expected here"),
    (#"{"n":,"t":0,"d":0,"k":"boot"}"#, "t:2:6: a number without leading zeros is expected here"),
    (#"{"n":1,"t":18446744073709551616,"d":0,"k":"boot"}"#, "t:2:31: the number is too large"),
    (#"{"n":1,"t":99999999999999999999999999,"d":0,"k":"boot"}"#, "t:2:31: the number is too large"),
    (#"{"n":1,"t":-1,"d":0,"k":"boot"}"#, "t:2:12: a number without leading zeros is expected here"),
    (#"{"n":1,"t":1e3,"d":0,"k":"boot"}"#, "t:2:13: ,\"d\": is expected here"),
    (#"{"n":1,"t":0,"d":2,"k":"boot"}"#, "t:2:19: the number is too large"),
    (#"{"n":1,"t":0,"d":-2,"k":"boot"}"#, "t:2:18: a number without leading zeros is expected here"),
    (#"{"n":1,"t":0,"d":0,"k":"boot","c":1}"#, "t:2:36: a cause is an earlier step"),
    (#"{"n":1,"t":0,"d":0,"k":"boot","c":0}"#, "t:2:36: a cause is an earlier step"),
    (#"{"n":1,"t":0,"d":0,"k":"boot","cpu":256}"#, "t:2:40: a core is below 256, and 0 is not written"),
    (#"{"n":1,"t":0,"d":0,"k":"boot"} "#, "t:2:31: the end of the line is expected here"),
    (#"{"n":1,"t":0,"d":0,"k":"boot","x":1}"#, "t:2:30: the end of the line is expected here"),
    (#"{"n": 1,"t":0,"d":0,"k":"boot"}"#, "t:2:6: a number without leading zeros is expected here"),
    (#"{"n":1,"d":0,"t":0,"k":"boot"}"#, "t:2:7: ,\"t\": is expected here"),
    (#"{"n":1,"t":0,"d":0,"k":"log","str":0}"#, "t:2:37: the number is too large"),
    (#"{"n":1,"t":0,"d":0,"k":"begin"}"#, "t:2:31: another field is expected here"),
    (#"{"n":1,"t":0,"d":0,"k":"begin","e":"q1"}"#, "t:2:36: an entry is expected here"),
    (#"{"n":1,"t":0,"d":0,"k":"begin","e":"n256"}"#, "t:2:41: the number is too large"),
    (
        #"{"n":1,"t":0,"d":0,"k":"begin","e":"i","word":"12"}"#,
        "t:2:50: sixteen hexadecimal digits are expected here"
    ),
    (#"{"n":1,"t":0,"d":0,"k":"run","from":0,"why":"x"}"#, "t:2:45: no such value"),
    (#"{"n":1,"t":0,"d":0,"k":"read","reg":1,"off":0,"len":0}"#, "t:2:38: the number is too large"),
    (
        #"{"n":1,"t":0,"d":0,"k":"input","dev":0,"len":0,"dig":"0000000000000000"}"#,
        "t:2:39: the number is too large"
    ),
    (#"{"n":1,"t":0,"d":0,"k":"deferred","ch":1,"lost":false}"#, "t:2:49: true is expected here"),
    (#"{"str":1,"text":"a"}"#, "t:2:1: neither an event nor a string, contents or the closing line"),
    (#"{"str":0,"text":"\u12"}"#, "t:2:18: four hex digits are expected"),
    (#"{"str":0,"text":"\ud800"}"#, "t:2:18: half of a surrogate pair"),
    (#"{"str":0,"str":0,"text":""}"#, "t:2:10: this name occurs twice"),
    (#"{"pay":1,"hex":"0g"}"#, "t:2:17: contents are pairs of hexadecimal digits"),
    (#"{"pay":1,"hex":"012"}"#, "t:2:17: contents are pairs of hexadecimal digits"),
    (#"{"pay":2,"hex":"01"}"#, "t:2:1: contents have the next number and hexadecimal digits"),
    (#"{"pay":1,"hex":"}"#, "t:2:1: contents have the next number and hexadecimal digits"),
    ("", "t:2:1: the text ends where a value is expected"), ("\0", "t:2:1: a value is expected"),
    (String(repeating: "[", count: 200), "t:2:9: more than 8 levels deep"),
]

private let wrongHeaders: [(String, String)] = [
    ("", "t:1:1: the file is empty"), ("x", "t:1:1: this is not a trace: its first line does not end"),
    ("\n", "t:1:1: this is not a trace: its first line is not JSON"),
    ("<system>\n", "t:1:1: this is not a trace: its first line is not JSON"),
    ("[]\n", "t:1:1: this is not a trace: its first line has no 'kms_trace'"),
    (#"{"kms_trace":2}"# + "\n", "t:1:1: the trace has another version than 1, the one read here"),
    (#"{"kms_trace":"1"}"# + "\n", "t:1:1: the trace has another version than 1, the one read here"),
    (#"{"kms_trace":99999999999999999999999}"# + "\n", "t:1:14: a whole number of 64 bits is expected"),
    (#"{"kms_trace":1}"# + "\n", "t:1:1: the header needs a string 'file'"),
    (
        header.replacing("\"seed\":null", with: "\"seed\":7"),
        "t:1:1: the header needs a seed as a string, or null, 'seed'"
    ),
    (
        header.replacing("\"priority\":1", with: "\"priority\":256"),
        "t:1:1: the header needs a number up to 255 'priority'"
    ),
    (
        header.replacing("\"priority\":1", with: "\"priority\":1,\"parent\":0"),
        "t:1:1: a parent stands before its children"
    ),
    (
        header.replacing("\"channels\":[]", with: "\"channels\":[[0,1,2,3]]"),
        "t:1:1: a channel is [domain, id, domain, id]"
    ),
    (
        header.replacing("\"channels\":[]", with: "\"channels\":[[]]"),
        "t:1:1: a channel is an array of four numbers"
    ),
]

@Suite struct TraceReaderTests {
    @Test func `every event comes back as it was`() throws {
        let file = ScratchFile()
        try writeEveryKind(to: file.path)
        let trace = try TraceReader.read(path: file.path)
        #expect(trace.events.map(\.kind) == everyKind)
        #expect(trace.events.map(\.time) == everyKind.indices.map { UInt64($0 / 10) })
        #expect(trace.events.map(\.cause) == everyKind.indices.map { UInt64($0 / 2) })
        #expect(trace.events.map(\.domain) == everyKind.indices.map { Int16($0 % 3 - 1) })
        #expect(trace.events.map(\.core) == everyKind.indices.map { UInt8($0 & 1) })
        #expect(trace.strings == ["fell\nover", "note"])
        #expect(trace.payloads.count == 1)
        #expect(Array(trace.payloads[1]) == [0, 0x9f, 0xff])
        #expect(trace.header == smallHeader())
        #expect(trace.isComplete && trace.notes == [])
    }

    @Test func `a header comes back as it was`() throws {
        var header = smallHeader(seed: nil)
        header.started = "2026-11-20T14:00:00Z"
        header.policy = .init(name: "a.policy", text: "region open public\n")
        header.includes = [.init(name: "b.xml", text: "<a/>")]
        header.switches = [.init("iommu", "on"), .init("smc", "absent")]
        header.scheduling = "fifo"
        let file = ScratchFile()
        try TraceFileWriter(path: file.path, header: header).close()
        #expect(try TraceReader.read(path: file.path).header == header)
    }

    @Test func `a file torn at any byte gives the events before`() throws {
        let bytes = try wholeTrace()
        let headerEnd = try #require(bytes.firstIndex(of: 0x0a))
        for count in 0..<bytes.count {
            let lines = bytes[..<count].count { $0 == 0x0a }
            switch read(Array(bytes[..<count])) {
            case .success(let trace):
                #expect(count > headerEnd)
                #expect(trace.events.map(\.kind) == Array(everyKind.prefix(max(0, lines - 4))))
                #expect(!trace.isComplete && trace.notes.count >= 1)
            case .failure(let error):
                #expect(count <= headerEnd, "\(error)")
            }
        }
    }

    @Test(arguments: ["\0\0\0\0", "\0\0\n\0\n", "{\"n\":", "rubbish\nrubbish\n", "{}", "{}\n"])
    func `rubbish behind the last whole line is ignored with a note`(tail: String) throws {
        let trace = try read(Array((header + good + tail).utf8)).get()
        #expect(trace.events.count == 1)
        #expect(!trace.isComplete && trace.notes.count == 2)
        let closed = try read(Array((header + good + #"{"end":1}"# + "\n" + tail).utf8)).get()
        #expect(closed.isComplete && closed.notes.count == 1)
    }

    @Test func `a wrong closing line is noted`() throws {
        let trace = try read(Array((header + good + #"{"end":2}"# + "\n").utf8)).get()
        #expect(!trace.isComplete)
        #expect(
            trace.notes.first?.contains("the closing line counts 2 events, but 1 stand here (row 3)") == true)
    }

    @Test func `a disk that was full is noted`() throws {
        let end = #"{"end":9,"strings":0,"payloads":0,"written":1,"error":"No space left on device"}"#
        let trace = try read(Array((header + good + end + "\n").utf8)).get()
        #expect(trace.isComplete)
        #expect(trace.notes.first?.contains("ends with step 1 of 9") == true)
    }

    @Test(arguments: wrongLines)
    func `a wrong line before others is an error with its place`(line: String, message: String) {
        let first = line.contains("\"n\":1") || line.contains("\"n\":01")
        let text = header + line + "\n" + (first ? more : good)
        switch read(Array(text.utf8)) {
        case .success(let trace): Issue.record("accepted with \(trace.notes)")
        case .failure(let error): #expect("\(error)" == message)
        }
    }

    @Test(arguments: wrongHeaders)
    func `a wrong header is an error`(text: String, message: String) {
        switch read(Array(text.utf8)) {
        case .success: Issue.record("accepted")
        case .failure(let error): #expect("\(error)" == message)
        }
    }

    @Test func `invalid UTF-8 is an error`() {
        let bytes =
            Array(header.utf8) + Array(#"{"str":0,"text":""#.utf8) + [0xc0, 0x80] + Array("\"}\n".utf8)
        guard case .failure(let error) = read(bytes + Array(good.utf8)) else {
            Issue.record("accepted")
            return
        }
        #expect("\(error)" == "t:2:17: the string is not UTF-8")
    }

    @Test func `limits hold`() {
        var limits = TraceReader.Limits()
        limits.eventCount = 1
        guard case .failure(let many) = read(Array((header + good + more).utf8), limits: limits) else {
            Issue.record("accepted")
            return
        }
        #expect("\(many)" == "t:3:1: more than 1 events")
        limits.lineByteCount = 1000
        let long = header + String(repeating: "x", count: 9_000_000)
        guard case .failure(let longLine) = read(Array(long.utf8), limits: limits) else {
            Issue.record("accepted")
            return
        }
        #expect("\(longLine)" == "t:2:1: the line is longer than 1000 bytes")
    }

    @Test func `a file that is not there, or a directory, is an error`() {
        let missing = #expect(throws: TraceReadError.self) { try TraceReader.read(path: "/nowhere") }
        #expect(missing?.description == "/nowhere: cannot be read: No such file or directory")
        let directory = #expect(throws: TraceReadError.self) { try TraceReader.read(path: "/tmp") }
        #expect(directory?.description == "/tmp: cannot be read: Is a directory")
    }

    @Test(arguments: 0..<8) func `no damage to a byte makes it crash`(part: Int) throws {
        let bytes = try wholeTrace()
        var state = UInt64(part) &* 0x9e37_79b9_7f4a_7c15 | 1
        for _ in 0..<400 {
            var damaged = bytes
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 24)
            }
            if case .success(let trace) = read(damaged) { #expect(trace.events.count <= everyKind.count) }
        }
    }

    @Test func `long lines and many blocks are read`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader())
        var payload: [UInt8] = []
        for number in 0..<3_000_000 { payload.append(UInt8(truncatingIfNeeded: number &* 31)) }
        for round in 0..<2 {
            _ = unsafe writer.keep(payload.span.bytes)
            for number in 0..<50_000 {
                _ = writer.record(
                    TraceEvent(time: UInt64(round), cause: 0, domain: 0, kind: .mark(UInt32(number))))
            }
        }
        try writer.close()
        let trace = try TraceReader.read(path: file.path)
        #expect(trace.events.count == 100_000 && trace.isComplete)
        #expect(trace.events.last?.kind == .mark(49_999))
        #expect(Array(trace.payloads[2]) == payload)
    }
}
