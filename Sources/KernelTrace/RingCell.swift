/// One cell of the ring between the machine and the thread that formats: sixteen bytes.
///
/// Most events fit one, since their fields are small and they happen at the time of the one before: a hop's four
/// events are one cache line. Everything else is a cell that announces it and the cells that hold it.
struct RingCell: BitwiseCopyable {
    /// Of an event, from the lowest bit: 16 bits of the first field, 32 of the second, 8 each of the next two.
    ///
    /// Of a `time`, the time; of a `string` or `payload`, how many bytes follow.
    var low: UInt64
    /// Of an event, from the lowest byte: its code, its core, its domain (two bytes), its fifth field, and how many
    /// steps ago its cause was, 0 for none (three bytes).
    ///
    /// Of all else the tag, and the number of a string or payload in the upper half.
    var high: UInt64

    /// Bytes of a cell.
    static let byteCount = 16
    /// The cells that hold an event which does not fit one.
    static let wholeEventCellCount = (MemoryLayout<TraceEvent>.size + byteCount - 1) / byteCount

    /// What a cell is when it is no event: more than any code.
    enum Tag: UInt8 {
        /// The time of the events that follow.
        case time = 0xf0
        /// An event in the next `wholeEventCellCount` cells.
        case wholeEvent
        /// Bytes in the next cells.
        case string, payload
    }

    /// The cell of an event that is to be the trace's `step`th; nil when it does not fit.
    ///
    /// The event's time is not in it.
    @inline(__always)
    init?(_ event: TraceEvent, step: TraceEvent.Step) {
        let distance = event.cause == 0 ? 0 : step &- event.cause
        let fields = event.row.fields
        let excess =
            fields[0] >> 16 | fields[1] >> 32 | (fields[2] | fields[3] | fields[4]) >> 8 | distance >> 24
        if excess != 0 || event.cause == step { return nil }
        low = fields[0] | fields[1] << 16 | fields[2] << 48 | fields[3] << 56
        high =
            UInt64(event.row.code) | UInt64(event.core) << 8
            | UInt64(UInt16(bitPattern: event.domain)) << 16 | fields[4] << 32 | distance << 40
    }

    /// A cell that is no event.
    init(_ tag: Tag, number: UInt32 = 0, value: UInt64 = 0) {
        low = value
        high = UInt64(tag.rawValue) | UInt64(number) << 32
    }

    /// Whether the cell is an event that fitted.
    @inline(__always)
    var isEvent: Bool { high & 0xff < UInt64(Tag.time.rawValue) }

    /// What the cell is, nil for an event.
    var tag: Tag? { Tag(rawValue: UInt8(truncatingIfNeeded: high)) }

    /// The number of a string or payload.
    var number: UInt32 { UInt32(truncatingIfNeeded: high >> 32) }

    /// All of an event but where its cause is.
    @inline(__always)
    var key: RingCell {
        var key = self
        key.high &= 0xff_ffff_ffff
        return key
    }

    /// The core of an event.
    @inline(__always)
    var core: UInt8 { UInt8(truncatingIfNeeded: high >> 8) }

    /// How many steps before an event its cause is, 0 for none.
    @inline(__always)
    var causeDistance: UInt64 { high >> 40 }

    /// The kind of an event, as numbers.
    var row: EventRow {
        EventRow(
            UInt8(truncatingIfNeeded: high), low & 0xffff, low >> 16 & 0xffff_ffff, low >> 48 & 0xff,
            low >> 56,
            high >> 32 & 0xff)
    }

    /// The domain of an event.
    var domain: Int16 { Int16(bitPattern: UInt16(truncatingIfNeeded: high >> 16)) }
}
