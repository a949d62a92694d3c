/// Reads the lines that `EventLineWriter` writes, and no others, a word at a time.
///
/// A line must end with a line feed, which nothing in a line matches, and 32 bytes beyond it must be readable.
@safe
struct EventLineReader {
    private let plan = EventPlan.shared
    private let domainCount: Int
    private let regionCount: Int
    private let deviceCount: Int

    init(header: TraceHeader) {
        domainCount = header.domains.count
        regionCount = header.regions.count
        deviceCount = header.devices.count
    }

    /// What numbers an event may name.
    struct Known {
        /// The step that the line must have.
        var step: UInt64
        var stringCount: Int
        var payloadCount: Int
    }

    /// What is wrong with a line, and at which byte.
    struct Flaw: Error {
        let offset: Int
        let reason: StaticString
    }

    /// The event of the line at `start`, which ends before `end`.
    @inline(__always)
    func read(
        _ start: UnsafeRawPointer, end: UnsafeRawPointer, known: Known, flaw: inout Flaw?
    ) -> TraceEvent? {
        var line = unsafe Cursor(at: start)
        let event = unsafe read(&line, end: end, known: known)
        if event == nil {
            flaw = unsafe Flaw(offset: min(line.at, end) - start, reason: line.flaw)
        }
        return event
    }

    private func read(_ line: inout Cursor, end: UnsafeRawPointer, known: Known) -> TraceEvent? {
        guard unsafe line.take(0x3a22_6e22_7b, 5) else { return unsafe line.fail("{\"n\": is expected here") }
        guard let step = unsafe line.decimal() else { return nil }
        guard step == known.step else { return unsafe line.fail("the step is not the next one") }
        guard unsafe line.take(0x3a22_7422_2c, 5) else { return unsafe line.fail(",\"t\": is expected here") }
        guard let time = unsafe line.decimal() else { return nil }
        guard unsafe line.take(0x3a22_6422_2c, 5) else { return unsafe line.fail(",\"d\": is expected here") }
        guard let domain = unsafe line.position(below: domainCount) else { return nil }
        guard let code = unsafe shape(&line) else { return nil }
        var row = EventRow(UInt8(truncatingIfNeeded: code))
        let shape = unsafe plan.shapes + code
        let fields = unsafe plan.fields + shape.pointee.firstField
        for place in 0..<(unsafe shape.pointee.fieldCount) {
            guard let value = unsafe field(&line, fields + place, known) else { return nil }
            row.fields[place] = value
        }
        guard row.kind != nil else { return unsafe line.fail("a field is out of range") }
        var cause: UInt64 = 0
        if unsafe line.take(0x3a22_6322_2c, 5) {
            guard let value = unsafe line.decimal() else { return nil }
            guard value > 0, value < step else { return unsafe line.fail("a cause is an earlier step") }
            cause = value
        }
        var core: UInt8 = 0
        if unsafe line.take(0x3a_2275_7063_222c, 7) {
            guard let value = unsafe line.decimal(), value > 0, value <= 255 else {
                return unsafe line.fail("a core is below 256, and 0 is not written")
            }
            core = UInt8(value)
        }
        guard unsafe line.take(0x7d, 1), unsafe line.at == end else {
            return unsafe line.fail("the end of the line is expected here")
        }
        return TraceEvent(time: time, cause: cause, domain: domain, core: core, row: row)
    }

    /// The code of the kind at the cursor.
    @inline(__always)
    private func shape(_ line: inout Cursor) -> Int? {
        // Behind ,"k":" stand up to eight letters of the name, cut off at its closing quote.
        let word = unsafe (line.at + 6).loadUnaligned(as: UInt64.self)
        let code = plan.code(ofName: word)
        guard code < plan.shapeCount, unsafe line.take(plan.shapes[code].text) else {
            return unsafe line.fail("a kind of event is expected here")
        }
        return code
    }

    @inline(__always)
    private func field(
        _ line: inout Cursor, _ field: UnsafePointer<EventPlan.Field>, _ known: Known
    ) -> UInt64? {
        let type = unsafe field.pointee.type
        guard unsafe line.take(field.pointee.key, field.pointee.keyCount) else {
            switch type {
            case .optionalFlag, .optionalPayload, .optionalMask: return 0
            default: return unsafe line.fail("another field is expected here")
            }
        }
        switch type {
        case .byte: return unsafe line.decimal(below: 256)
        case .word: return unsafe line.decimal()
        case .count: return unsafe line.decimal(below: 1 << 32)
        case .string: return unsafe line.decimal(below: UInt64(known.stringCount))
        case .device: return unsafe line.decimal(below: UInt64(deviceCount))
        case .optionalPayload: return unsafe line.decimal(below: UInt64(known.payloadCount) + 1)
        case .domain: return unsafe line.position(below: domainCount).map { EventRow.field($0) }
        case .region: return unsafe line.position(below: regionCount).map { EventRow.field($0) }
        case .optionalFlag: return unsafe line.take(0x6575_7274, 4) ? 1 : line.fail("true is expected here")
        case .optionalMask, .digest: return unsafe line.hexadecimal()
        case .entry: return unsafe line.entry()
        case .outcome, .operation, .control, .reason, .queueEnd, .rights:
            let names = unsafe plan.names + field.pointee.firstName
            for value in 0..<(unsafe field.pointee.nameCount) where unsafe line.take(names[value]) {
                return UInt64(value)
            }
            return unsafe line.fail("no such value")
        }
    }

    /// How far the line is read.
    @unsafe
    private struct Cursor {
        var at: UnsafeRawPointer
        var flaw: StaticString = ""

        init(at: UnsafeRawPointer) { unsafe self.at = unsafe at }

        @inline(never)
        mutating func fail<Value>(_ reason: StaticString) -> Value? {
            unsafe flaw = reason
            return nil
        }

        @inline(__always)
        mutating func take(_ text: UInt64, _ count: Int) -> Bool {
            let mask: UInt64 = count == 8 ? .max : (1 << (8 &* UInt64(truncatingIfNeeded: count))) &- 1
            guard unsafe at.loadUnaligned(as: UInt64.self) & mask == text else { return false }
            unsafe at += count
            return true
        }

        @inline(__always)
        mutating func take(_ piece: EventPlan.Piece) -> Bool {
            guard unsafe at.loadUnaligned(as: UInt64.self) & piece.masks.0 == piece.words.0,
                unsafe at.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & piece.masks.1 == piece.words.1,
                unsafe at.loadUnaligned(fromByteOffset: 16, as: UInt64.self) & piece.masks.2 == piece.words.2
            else { return false }
            unsafe at += piece.count
            return true
        }

        @inline(__always)
        mutating func decimal() -> UInt64? {
            let start = unsafe at
            var value: UInt64 = 0
            while true {
                let digit = unsafe at.load(as: UInt8.self) &- 0x30
                guard digit < 10 else { break }
                if unsafe at - start >= 18 {
                    let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
                    let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
                    guard !over, !carry else { return unsafe fail("the number is too large") }
                    value = sum
                } else {
                    value = value &* 10 &+ UInt64(digit)
                }
                unsafe at += 1
            }
            let count = unsafe at - start
            guard count > 0, unsafe count == 1 || start.load(as: UInt8.self) != 0x30 else {
                return unsafe fail("a number without leading zeros is expected here")
            }
            return value
        }

        @inline(__always)
        mutating func decimal(below limit: UInt64) -> UInt64? {
            guard let value = unsafe decimal() else { return nil }
            return value < limit ? value : unsafe fail("the number is too large")
        }

        @inline(__always)
        mutating func position(below limit: Int) -> Int16? {
            if unsafe take(0x312d, 2) { return -1 }
            return unsafe decimal(below: UInt64(limit)).map { Int16(truncatingIfNeeded: $0) }
        }

        @inline(__always)
        mutating func hexadecimal() -> UInt64? {
            guard unsafe take(0x22, 1) else { return unsafe fail("a string is expected here") }
            var value: UInt64 = 0
            for _ in 0..<16 {
                let byte = unsafe at.load(as: UInt8.self)
                let digit = byte &- 0x30 < 10 ? byte &- 0x30 : byte &- 0x61 < 6 ? byte &- 0x57 : 16
                guard digit < 16 else { return unsafe fail("sixteen hexadecimal digits are expected here") }
                value = value << 4 | UInt64(digit)
                unsafe at += 1
            }
            return unsafe take(0x22, 1) ? value : fail("the end of the string is expected here")
        }

        @inline(__always)
        mutating func entry() -> UInt64? {
            if unsafe take(0x22_6922, 3) { return 0 }
            let letter: UInt64
            switch unsafe at.loadUnaligned(as: UInt16.self) {
            case 0x6e22: letter = 1
            case 0x7022: letter = 2
            case 0x6622: letter = 3
            default: return unsafe fail("an entry is expected here")
            }
            unsafe at += 2
            guard let number = unsafe decimal(below: 256) else { return nil }
            return unsafe take(0x22, 1)
                ? letter << 8 | number : fail("the end of the string is expected here")
        }
    }
}
