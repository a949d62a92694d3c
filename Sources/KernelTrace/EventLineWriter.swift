internal import Glibc

/// Writes events as lines into a buffer of its own, a few tens of nanoseconds each.
///
/// Steps count up from 1 with the lines. The longest line has fewer than `longestLine` bytes.
@safe
struct EventLineWriter: ~Copyable {
    static let longestLine = 320

    private let plan = EventPlan.shared
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer
    private let capacity: Int
    /// Bytes of text in the buffer.
    private(set) var count = 0
    /// The step of the next event.
    private(set) var nextStep: UInt64 = 1
    /// `{"n":17,"t":` for the next event, and the digits of the last time: both mostly stay as they are.
    private var step = DecimalText(1)
    private var time = DecimalText(0)

    /// A buffer of `capacity` bytes, at least a line's worth.
    init(capacity: Int) {
        self.capacity = max(capacity, Self.longestLine)
        // Pieces are stored as whole words, so up to 24 bytes beyond the text are touched.
        unsafe start = .allocate(byteCount: self.capacity + 64, alignment: 64)
    }

    deinit { unsafe start.deallocate() }

    /// Whether another line surely fits.
    var hasRoomForLine: Bool { capacity - count >= Self.longestLine }
    /// Bytes free.
    var room: Int { capacity - count }

    /// The text; valid until the next change.
    func withText<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Empties the buffer.
    mutating func removeAll() { count = 0 }

    /// Appends bytes as they are; the caller sees to it that there is `room`.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= room)
        guard let source = bytes.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends a text of ours that is known to fit.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes as hexadecimal digits; twice their count must fit.
    mutating func appendHexadecimal(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count * 2 <= room)
        var cursor = unsafe start + count
        var place = 0
        while place + 4 <= bytes.count {
            let four = unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            unsafe cursor.storeBytes(of: Digits.hexadecimal(four), as: UInt64.self)
            unsafe cursor += 8
            place += 4
        }
        while place < bytes.count {
            let pair = unsafe Digits.hexadecimal(UInt32(bytes[place]) << 24)
            unsafe cursor.storeBytes(of: UInt16(truncatingIfNeeded: pair), as: UInt16.self)
            unsafe cursor += 2
            place += 1
        }
        count += bytes.count * 2
    }

    /// Appends the line of `event`; the caller sees to it that `hasRoomForLine`.
    mutating func append(_ event: TraceEvent) {
        let row = EventRow(event.kind)
        var out = unsafe Cursor(at: start + count)
        unsafe out.word(0x3a22_6e22_7b, 5)  // {"n":
        unsafe out.decimal(step)
        unsafe out.word(0x3a22_7422_2c, 5)  // ,"t":
        if time.value != event.time { time = DecimalText(event.time) }
        unsafe out.decimal(time)
        unsafe out.word(0x3a22_6422_2c, 5)  // ,"d":
        unsafe out.position(event.domain)
        let shape = unsafe plan.shapes + Int(row.code)
        unsafe out.piece(shape.pointee.text)
        let fields = unsafe plan.fields + shape.pointee.firstField
        for place in 0..<(unsafe shape.pointee.fieldCount) {
            unsafe append(row.fields[place], as: fields + place, to: &out)
        }
        if event.cause != 0 {
            unsafe out.word(0x3a22_6322_2c, 5)  // ,"c":
            unsafe out.decimal(event.cause)
        }
        if event.core != 0 {
            unsafe out.word(0x3a_2275_7063_222c, 7)  // ,"cpu":
            unsafe out.decimal(UInt64(event.core))
        }
        unsafe out.word(0x0a7d, 2)  // }\n
        count = unsafe out.at - start
        nextStep &+= 1
        step.increment()
    }

    @inline(__always)
    private func append(_ value: UInt64, as field: UnsafePointer<EventPlan.Field>, to out: inout Cursor) {
        let type = unsafe field.pointee.type
        switch type {
        case .optionalFlag, .optionalPayload, .optionalMask:
            if value == 0 { return }
        default: break
        }
        unsafe out.word(field.pointee.key, field.pointee.keyCount)
        switch type {
        case .byte, .word, .count, .string, .device, .optionalPayload: unsafe out.decimal(value)
        case .domain, .region: unsafe out.position(Int16(bitPattern: UInt16(truncatingIfNeeded: value)))
        case .optionalFlag: unsafe out.word(0x6575_7274, 4)  // true
        case .optionalMask, .digest: unsafe out.hexadecimal(value)
        case .entry: unsafe out.entry(value)
        case .outcome, .operation, .control, .reason, .queueEnd, .rights:
            unsafe out.piece((plan.names + (field.pointee.firstName + Int(value))).pointee)
        }
    }

    /// Where the line goes on.
    @unsafe
    private struct Cursor {
        var at: UnsafeMutableRawPointer

        init(at: UnsafeMutableRawPointer) { unsafe self.at = unsafe at }

        @inline(__always)
        mutating func word(_ text: UInt64, _ count: Int) {
            unsafe at.storeBytes(of: text, as: UInt64.self)
            unsafe at += count
        }

        @inline(__always)
        mutating func piece(_ piece: EventPlan.Piece) {
            unsafe at.storeBytes(of: piece.words.0, as: UInt64.self)
            unsafe at.storeBytes(of: piece.words.1, toByteOffset: 8, as: UInt64.self)
            unsafe at.storeBytes(of: piece.words.2, toByteOffset: 16, as: UInt64.self)
            unsafe at += piece.count
        }

        @inline(__always)
        mutating func decimal(_ text: DecimalText) {
            unsafe at.storeBytes(of: text.words.0, as: UInt64.self)
            unsafe at.storeBytes(of: text.words.1, toByteOffset: 8, as: UInt64.self)
            if text.count > 16 { unsafe at.storeBytes(of: text.words.2, toByteOffset: 16, as: UInt64.self) }
            unsafe at += text.count
        }

        @inline(__always)
        mutating func decimal(_ value: UInt64) {
            if value < 10 {
                unsafe at.storeBytes(of: UInt8(truncatingIfNeeded: value) &+ 0x30, as: UInt8.self)
                unsafe at += 1
            } else if value < 100 {
                unsafe at.storeBytes(of: Digits.decimalPair(value), as: UInt16.self)
                unsafe at += 2
            } else {
                unsafe longDecimal(value)
            }
        }

        private mutating func longDecimal(_ value: UInt64) {
            let count = Digits.decimalCount(value)
            var rest = value
            var end = unsafe at + count
            while rest >= 100 {
                unsafe end -= 2
                unsafe end.storeBytes(of: Digits.decimalPair(rest % 100), as: UInt16.self)
                rest /= 100
            }
            if rest >= 10 {
                unsafe at.storeBytes(of: Digits.decimalPair(rest), as: UInt16.self)
            } else {
                unsafe at.storeBytes(of: UInt8(rest) &+ 0x30, as: UInt8.self)
            }
            unsafe at += count
        }

        @inline(__always)
        mutating func position(_ position: Int16) {
            if position < 0 {
                unsafe word(0x2d, 1)
                unsafe decimal(UInt64(position.magnitude))
            } else {
                unsafe decimal(UInt64(position))
            }
        }

        /// `"0123456789abcdef"`: all sixteen digits, as a string, for numbers above 2^53 get lost in JSON tools.
        mutating func hexadecimal(_ value: UInt64) {
            unsafe word(0x22, 1)
            unsafe word(Digits.hexadecimal(UInt32(truncatingIfNeeded: value >> 32)), 8)
            unsafe word(Digits.hexadecimal(UInt32(truncatingIfNeeded: value)), 8)
            unsafe word(0x22, 1)
        }

        /// `"i"`, `"n3"`, `"p3"` or `"f1"`.
        @inline(__always)
        mutating func entry(_ value: UInt64) {
            let letter: UInt64 =
                switch value >> 8 {
                case 0: 0x69
                case 1: 0x6e
                case 2: 0x70
                default: 0x66
                }
            unsafe word(0x22 | letter << 8, 2)
            if value != 0 { unsafe decimal(value & 0xff) }
            unsafe word(0x22, 1)
        }
    }
}
