import Foundation
import KernelTrace
import Testing

/// A file in the temporary directory, removed at the end.
final class ScratchFile {
    let path: String
    init(_ name: String = "trace") {
        path = FileManager.default.temporaryDirectory.path + "/kms-\(name)-\(UUID().uuidString)"
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

/// An event of every kind and of every variant of its fields, with extreme numbers.
let everyKind: [TraceEvent.Kind] = [
    .boot, .begin(.start, word: 0), .begin(.notified(61), word: 0x2000_0000_0000_0001),
    .begin(.protected(0), word: 0),
    .begin(.fault(255), word: 1), .end, .discarded,
    .signal(channel: 0, target: 1, bit: 61, outcome: .woke, deferred: false),
    .signal(channel: 9, target: 0, bit: 10, outcome: .pending, deferred: true),
    .signal(channel: 99, target: 0, bit: 0, outcome: .merged, deferred: false),
    .signal(channel: 100, target: 0, bit: 0, outcome: .lost, deferred: true),
    .deferred(channel: 3, lost: false),
    .deferred(channel: 3, lost: true), .call(channel: 1, target: 1, label: .max, words: 64),
    .reply(target: 0, label: 1 << 53, words: 0), .denied(.notify, channel: .max),
    .denied(.deferredNotify, channel: 62),
    .denied(.call, channel: 63), .denied(.irqAck, channel: 1), .denied(.deferredIRQAck, channel: 2),
    .denied(.child, channel: 3), .irq(bit: 61, outcome: .woke), .irqAck(bit: 0, deferred: true),
    .irqAck(bit: 5, deferred: false), .fault(reason: 0), .faultReply(child: 1, resumed: true),
    .faultReply(child: 1, resumed: false), .child(.stop, child: 1), .child(.resume, child: 1),
    .child(.restart, child: 1), .run(previous: -1, reason: .preempt), .run(previous: 0, reason: .next),
    .run(previous: 0, reason: .handOver), .run(previous: 0, reason: .slice),
    .run(previous: 0, reason: .refill),
    .run(previous: 0, reason: .slot), .idle, .ready(front: true), .ready(front: false),
    .exhausted(refill: .max),
    .slot(domain: 15), .map(region: 0, permissions: 0, byteCount: 4096),
    .map(region: 0, permissions: 7, byteCount: 1),
    .map(region: 1, permissions: 1, byteCount: 1),
    .write(region: 0, offset: .max, byteCount: 0, digest: .max, payload: 0),
    .write(region: 1, offset: 0, byteCount: 3, digest: 0x0123_4567_89ab_cdef, payload: 1),
    .read(region: -1, offset: 1, byteCount: 2), .log(text: 0), .mark(.max),
    .input(device: 0, byteCount: 3, digest: 0, payload: 1),
    .output(device: 1, byteCount: 0, digest: 1, payload: 0),
    .note(text: 1),
]

func smallHeader(seed: UInt64? = 7) -> TraceHeader {
    var header = TraceHeader(description: .init(name: "a \"b\".system", text: "<system>\n\t\u{1b}é</system>"))
    header.seed = seed
    header.domains = [
        .init(name: "hi", priority: 10), .init(name: "lo", priority: 5, core: 1, passive: true, parent: 0),
    ]
    header.regions = [
        .init(name: "secret", byteCount: 4096), .init(name: "open", byteCount: 8192, isKept: true),
    ]
    header.channels = [.init(a: 0, aID: 3, b: 1, bID: 0)]
    header.devices = ["net", "disk"]
    header.options = [.init("vault", "none")]
    return header
}

/// Writes one event of every kind, with the strings and bytes they name.
func writeEveryKind(to path: String, header: TraceHeader = smallHeader()) throws {
    let writer = try TraceFileWriter(path: path, header: header)
    for text in ["fell\nover", "note"] { _ = writer.intern(text) }
    let bytes: [UInt8] = [0, 0x9f, 0xff]
    _ = unsafe writer.keep(bytes.span.bytes)
    for (place, kind) in everyKind.enumerated() {
        let domain = Int16(place % 3 - 1)
        _ = writer.record(
            TraceEvent(
                time: UInt64(place / 10), cause: UInt64(place / 2), domain: domain, core: UInt8(place & 1),
                kind: kind))
    }
    try writer.close()
}

@Suite struct TraceFileWriterTests {
    @Test func `every line is one JSON value`() throws {
        let file = ScratchFile()
        try writeEveryKind(to: file.path)
        #expect(file.text.last == "\n")
        let values = try file.lines.dropLast().map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
        #expect(values.count == 1 + 2 + 1 + everyKind.count + 1)
        #expect(values.first??["kms_trace"] as? Int == 1)
        #expect(values.first??["description"] as? String == "<system>\n\t\u{1b}é</system>")
        #expect(values.last??["end"] as? Int == everyKind.count)
        let steps = values.compactMap { $0?["n"] as? Int }
        #expect(steps == Array(1...everyKind.count))
    }

    @Test func `equal runs give equal bytes, whenever they are flushed`() throws {
        let files = [ScratchFile(), ScratchFile()]
        for (file, flushes) in zip(files, [false, true]) {
            let writer = try TraceFileWriter(path: file.path, header: smallHeader(), cellCount: 64)
            for number in 0..<5000 {
                let text = writer.intern("line \(number % 700)")
                _ = writer.record(TraceEvent(time: 0, cause: 0, domain: 0, kind: .log(text: text)))
                if flushes && number % 500 == 0 { writer.flush() }
            }
            try writer.close()
        }
        #expect(files[0].text == files[1].text)
        #expect(files[0].lines.count > 5000)
    }

    /// Fields and causes at the limits of what one cell of the ring holds, and beyond; events around the ring's end.
    @Test(arguments: [16, 64, 1 << 15])
    func `events of any size come back as they were recorded`(cellCount: Int) throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader(), cellCount: cellCount)
        let words: [UInt64] = [0, 1, 1 << 16, UInt64(UInt32.max), 1 << 32, .max]
        let counts: [UInt64] = [0, 15, 255, 256, 65_535, 65_536, 1 << 32, .max]
        var recorded: [TraceEvent] = []
        func record(_ kind: TraceEvent.Kind, time: UInt64, distance: Int, domain: Int16, core: UInt8) {
            let step = recorded.count + 1
            let event = TraceEvent(
                time: time, cause: distance > 0 && distance < step ? UInt64(step - distance) : 0,
                domain: domain,
                core: core, kind: kind)
            recorded.append(event)
            #expect(writer.record(event) == UInt64(step))
        }
        for round in 0..<600 {
            let (word, count) = (words[round % words.count], counts[round % counts.count])
            let time = round < 300 ? UInt64(round / 7) : 99_999_990 + UInt64(round / 5)
            let distances = [0, 1, 2, round]
            let kinds: [TraceEvent.Kind] = [
                .begin(.notified(UInt8(round % 62)), word: word), .end,
                .run(previous: Int16(round % 2) - 1, reason: .preempt),
                .signal(
                    channel: UInt8(round % 256), target: 1, bit: 61, outcome: .merged,
                    deferred: round % 2 == 0),
                .denied(.notify, channel: word), .read(region: 1, offset: count, byteCount: count),
                .write(region: 0, offset: count, byteCount: word, digest: word, payload: 0),
                .call(channel: 3, target: 0, label: count, words: 64),
                .mark(UInt32(truncatingIfNeeded: count)),
            ]
            for (place, kind) in kinds.enumerated() {
                record(
                    kind, time: time, distance: distances[(round + place) % 4], domain: Int16(round % 3) - 1,
                    core: round % 11 == 0 ? 255 : UInt8(round % 2))
            }
            if round % 50 == 0 {
                _ = writer.intern("text of \(round)")
                writer.flush()
            }
        }
        try writer.close()
        let trace = try TraceReader.read(path: file.path)
        #expect(trace.isComplete)
        #expect(trace.events.count == recorded.count)
        let different = zip(trace.events, recorded).enumerated().first { $0.element.0 != $0.element.1 }
        #expect(different == nil, "\(String(describing: different))")
    }

    @Test func `a cause may lie any number of steps back`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader())
        let last: UInt64 = (1 << 24) + 2
        for step in 1...last {
            // One cell holds distances below 2^24.
            let cause: UInt64 = step >= 1 << 24 ? 1 : 0
            _ = writer.record(TraceEvent(time: 0, cause: cause, domain: 0, kind: .end))
        }
        try writer.close()
        let trace = try TraceReader.read(path: file.path)
        #expect(trace.lastStep == last)
        #expect(trace.events.suffix(3).map(\.cause) == [1, 1, 1])
        #expect(trace[1 << 24 - 1]?.cause == 0)
    }

    @Test func `what was flushed is in the file while the run goes on`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader())
        for _ in 0..<3 { _ = writer.record(TraceEvent(time: 0, cause: 0, domain: 0, kind: .end)) }
        writer.flush()
        #expect(file.lines[3] == #"{"n":3,"t":0,"d":0,"k":"end"}"#)
        try writer.close()
    }

    @Test func `kept bytes of any length pass a small ring`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader(), cellCount: 4)
        for count in [0, 1, 63, 64, 65, 400_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            _ = unsafe writer.keep(bytes.span.bytes)
            let hex = bytes.map {
                let digits = String($0, radix: 16); return digits.count == 1 ? "0" + digits : digits
            }
            writer.flush()
            #expect(file.lines.dropLast().last?.hasSuffix("\"hex\":\"\(hex.joined())\"}") == true)
        }
        try writer.close()
    }

    @Test func `a secret in a masked region is not in the file`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader(seed: nil))
        let secret = Array("never to be seen".utf8)
        let digest = unsafe writer.digest(secret.span.bytes)
        #expect(!writer.keepsContents(ofRegion: 0) && writer.keepsContents(ofRegion: 1))
        #expect(!writer.keepsContents(ofRegion: 2) && !writer.keepsContents(ofRegion: -1))
        #expect(!writer.keepsDeviceBytes)
        _ = writer.record(
            TraceEvent(
                time: 0, cause: 0, domain: 0,
                kind: .write(region: 0, offset: 8, byteCount: 16, digest: digest, payload: 0)))
        try writer.close()
        #expect(!file.text.contains("never to be seen"))
        #expect(!file.text.contains("6e65766572"))
        #expect(file.text.contains(#""off":8,"len":16,"dig":""#))
    }

    @Test func `a full disk is reported once and the file ends with a whole line`() throws {
        let writer = try TraceFileWriter(path: "/dev/full", header: smallHeader())
        for _ in 0..<100_000 { _ = writer.record(TraceEvent(time: 0, cause: 0, domain: 0, kind: .end)) }
        #expect(writer.recordedCount == 100_000)
        #expect(
            writer.failure?.description
                == "trace /dev/full: cannot write: No space left on device; it ends with step 0")
        #expect(throws: TraceWriteError.self) { try writer.close() }
    }

    @Test func `a file that cannot be opened is an error at once`() {
        let error = #expect(throws: TraceWriteError.self) {
            _ = try TraceFileWriter(path: "/nowhere/trace", header: smallHeader())
        }
        #expect(error?.description == "trace /nowhere/trace: cannot open: No such file or directory")
    }

    @Test func `what comes after closing goes nowhere`() throws {
        let file = ScratchFile()
        let writer = try TraceFileWriter(path: file.path, header: smallHeader(), cellCount: 4)
        try writer.close()
        let text = file.text
        for _ in 0..<100 { _ = writer.record(TraceEvent(time: 0, cause: 0, domain: 0, kind: .end)) }
        writer.flush()
        try writer.close()
        #expect(file.text == text)
    }
}
