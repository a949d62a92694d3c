/// A trace in the course of being read.
struct TraceReading: ~Copyable {
    private let file: String
    private let limits: TraceReader.Limits
    private var source: LineSource
    private var row = 0
    private var trace = Trace(header: TraceHeader())
    /// The first line that could not be read: an error if events follow, else a torn tail.
    private var broken: TraceReadError?

    init(file: String, limits: TraceReader.Limits, source: consuming LineSource) {
        self.file = file
        self.limits = limits
        self.source = source
    }

    /// Reads all lines.
    mutating func read() throws(TraceReadError) -> Trace {
        try readHeader()
        let events = EventLineReader(header: trace.header)
        trace.isComplete = false
        while let line = unsafe source.next() {
            row += 1
            if trace.isComplete {
                noteTail("the file goes on after its closing line; from row \(row) on it is ignored")
                break
            }
            if broken != nil {
                if let broken, unsafe line.isWhole, unsafe line.begins("{\"n\":") { throw broken }
                continue
            }
            guard unsafe line.isWhole else {
                noteTail("the file ends in the middle of row \(row), which is ignored")
                break
            }
            if unsafe line.begins("{\"n\":") {
                try unsafe readEvent(line, events)
            } else {
                unsafe readOther(line)
            }
        }
        try checkSource()
        if let broken { noteTail("\(broken.reason) (row \(broken.row)); from there on the file is ignored") }
        if !trace.isComplete {
            noteTail("the closing line is missing: the run was killed, or goes on")
        }
        return trace
    }

    private mutating func readHeader() throws(TraceReadError) {
        row = 1
        guard let line = unsafe source.next() else {
            try checkSource()
            throw flaw(0, "the file is empty")
        }
        guard unsafe line.isWhole else { throw flaw(0, "this is not a trace: its first line does not end") }
        do { trace.header = try TraceHeader(line: unsafe Array(line.bytes)) } catch {
            throw flaw(error.offset, error.reason)
        }
    }

    @inline(__always)
    private mutating func readEvent(
        _ line: LineSource.Line, _ events: EventLineReader
    ) throws(TraceReadError) {
        let known = EventLineReader.Known(
            step: UInt64(trace.events.count) + 1, stringCount: trace.strings.count,
            payloadCount: trace.payloads.count)
        var flaw: EventLineReader.Flaw?
        guard let event = unsafe events.read(line.start, end: line.end, known: known, flaw: &flaw) else {
            broken = self.flaw(flaw?.offset ?? 0, flaw.map { "\($0.reason)" } ?? "not an event")
            return
        }
        guard trace.events.count < limits.eventCount else {
            throw self.flaw(0, "more than \(limits.eventCount) events")
        }
        trace.events.append(event)
    }

    private mutating func readOther(_ line: LineSource.Line) {
        if unsafe line.begins("{\"pay\":") {
            unsafe readPayload(line)
            return
        }
        do {
            let json = try JSONReader.read(unsafe Array(line.bytes))
            if case .number(Int128(trace.strings.count)) = json["str"], case .string(let text) = json["text"]
            {
                trace.strings.append(text)
            } else if case .number(let count) = json["end"] {
                readEnd(count, json)
            } else {
                broken = flaw(0, "neither an event nor a string, contents or the closing line")
            }
        } catch { broken = flaw(error.offset, error.reason) }
    }

    private mutating func readPayload(_ line: LineSource.Line) {
        let head = "{\"pay\":\(trace.payloads.count + 1),\"hex\":\""
        let (tail, count) = unsafe ("\"}", line.count)
        guard unsafe line.begins(head), count >= head.utf8.count + 2, unsafe line.ends(tail) else {
            broken = flaw(0, "contents have the next number and hexadecimal digits")
            return
        }
        let digits = unsafe UnsafeRawBufferPointer(rebasing: line.bytes[head.utf8.count..<(count - 2)])
        if unsafe !trace.payloads.append(hexadecimal: digits) {
            broken = flaw(head.utf8.count, "contents are pairs of hexadecimal digits")
        }
    }

    private mutating func readEnd(_ count: Int128, _ json: JSONValue) {
        if case .number(let written) = json["written"], written == Int128(trace.events.count) {
            let reason = if case .string(let text) = json["error"] { text } else { "unknown" }
            noteTail(
                "the trace ends with step \(written) of \(count): it could not be written on (\(reason))")
        } else if count != Int128(trace.events.count) {
            broken = flaw(0, "the closing line counts \(count) events, but \(trace.events.count) stand here")
            return
        }
        trace.isComplete = true
    }

    private mutating func noteTail(_ note: String) { trace.notes.append("\(file): \(note)") }

    private func checkSource() throws(TraceReadError) {
        if source.failureCode != 0 { throw TraceReader.unreadable(file, source.failureCode) }
        guard source.isTooLong else { return }
        throw TraceReadError(
            file: file, row: row + 1, column: 1,
            reason: "the line is longer than \(limits.lineByteCount) bytes")
    }

    private func flaw(_ offset: Int, _ reason: String) -> TraceReadError {
        TraceReadError(file: file, row: row, column: offset + 1, reason: reason)
    }
}

extension LineSource.Line {
    /// Whether the line starts with `text`.
    @inline(__always)
    fileprivate func begins(_ text: StaticString) -> Bool {
        guard unsafe count >= text.utf8CodeUnitCount else { return false }
        for place in 0..<text.utf8CodeUnitCount {
            guard unsafe bytes[place] == text.utf8Start[place] else { return false }
        }
        return true
    }

    fileprivate func begins(_ text: String) -> Bool { unsafe bytes.starts(with: text.utf8) }

    fileprivate func ends(_ text: String) -> Bool {
        unsafe bytes.suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
