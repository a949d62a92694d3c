/// An event's kind as plain numbers: its place in `EventSchema.shapes`, and its fields in that shape's order.
///
/// Fields that a kind does not have are zero.
@usableFromInline
struct EventRow: BitwiseCopyable, Sendable {
    @usableFromInline var fields: InlineArray<5, UInt64>
    @usableFromInline var code: UInt8

    /// A row of up to five fields.
    @inlinable @inline(__always)
    init(
        _ code: UInt8, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0, _ e: UInt64 = 0
    ) {
        self.code = code
        fields = [a, b, c, d, e]
    }

    /// A domain or region, -1 for none, as a field.
    @inlinable @inline(__always)
    static func field(_ position: Int16) -> UInt64 { UInt64(UInt16(bitPattern: position)) }

    /// The field at `place` as a domain or region.
    @inline(__always)
    func position(_ place: Int) -> Int16 { Int16(bitPattern: UInt16(truncatingIfNeeded: fields[place])) }

    /// The field at `place` as a byte; the reader checked its range.
    @inline(__always)
    func byte(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: fields[place]) }

    /// The field at `place` as a number of 32 bits; the reader checked its range.
    @inline(__always)
    func count(_ place: Int) -> UInt32 { UInt32(truncatingIfNeeded: fields[place]) }

    /// The field at `place` as a flag.
    @inline(__always)
    func flag(_ place: Int) -> Bool { fields[place] != 0 }
}

extension EventRow: Hashable {
    /// Whether kind and fields are equal.
    @usableFromInline
    static func == (a: EventRow, b: EventRow) -> Bool {
        a.code == b.code && (0..<5).allSatisfy { a.fields[$0] == b.fields[$0] }
    }

    /// By kind and fields.
    @usableFromInline
    func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        for place in 0..<5 { hasher.combine(fields[place]) }
    }
}

extension EventRow {
    /// The row of `kind`.
    @inlinable @inline(__always)
    init(_ kind: TraceEvent.Kind) {
        func position(_ value: Int16) -> UInt64 { Self.field(value) }
        func flag(_ value: Bool) -> UInt64 { value ? 1 : 0 }
        func entryField(_ entry: TraceEvent.Entry) -> UInt64 {
            switch entry {
            case .start: 0
            case .notified(let channel): 1 << 8 | UInt64(channel)
            case .protected(let channel): 2 << 8 | UInt64(channel)
            case .fault(let child): 3 << 8 | UInt64(child)
            }
        }
        self =
            switch kind {
            case .boot: EventRow(0)
            case .begin(let entry, let word): EventRow(1, entryField(entry), word)
            case .end: EventRow(2)
            case .discarded: EventRow(3)
            case .signal(let channel, let target, let bit, let outcome, let deferred):
                EventRow(
                    4, UInt64(channel), position(target), UInt64(bit), UInt64(outcome.rawValue),
                    flag(deferred))
            case .deferred(let channel, let lost): EventRow(5, UInt64(channel), flag(lost))
            case .call(let channel, let target, let label, let words):
                EventRow(6, UInt64(channel), position(target), label, UInt64(words))
            case .reply(let target, let label, let words): EventRow(7, position(target), label, UInt64(words))
            case .denied(let operation, let channel): EventRow(8, UInt64(operation.rawValue), channel)
            case .irq(let bit, let outcome): EventRow(9, UInt64(bit), UInt64(outcome.rawValue))
            case .irqAck(let bit, let deferred): EventRow(10, UInt64(bit), flag(deferred))
            case .fault(let reason): EventRow(11, UInt64(reason))
            case .faultReply(let child, let resumed): EventRow(12, position(child), flag(resumed))
            case .child(let control, let child): EventRow(13, UInt64(control.rawValue), position(child))
            case .run(let previous, let reason): EventRow(14, position(previous), UInt64(reason.rawValue))
            case .idle: EventRow(15)
            case .ready(let front): EventRow(16, flag(front))
            case .exhausted(let refill): EventRow(17, refill)
            case .slot(let domain): EventRow(18, UInt64(domain))
            case .map(let region, let permissions, let byteCount):
                EventRow(19, position(region), UInt64(permissions & 7), byteCount)
            case .write(let region, let offset, let byteCount, let digest, let payload):
                EventRow(20, position(region), offset, byteCount, digest, UInt64(payload))
            case .read(let region, let offset, let byteCount):
                EventRow(21, position(region), offset, byteCount)
            case .log(let text): EventRow(22, UInt64(text))
            case .mark(let number): EventRow(23, UInt64(number))
            case .input(let device, let byteCount, let digest, let payload):
                EventRow(24, UInt64(device), byteCount, digest, UInt64(payload))
            case .output(let device, let byteCount, let digest, let payload):
                EventRow(25, UInt64(device), byteCount, digest, UInt64(payload))
            case .note(let text): EventRow(26, UInt64(text))
            }
    }

    /// The kind of which this is the row; nil when a field names no value.
    ///
    /// The ranges of numbers are the
    /// reader's to check.
    var kind: TraceEvent.Kind? {
        switch code {
        case 0: .boot
        case 1: entry(0).map { .begin($0, word: fields[1]) }
        case 2: .end
        case 3: .discarded
        case 4:
            TraceEvent.SignalOutcome(rawValue: byte(3)).map {
                .signal(channel: byte(0), target: position(1), bit: byte(2), outcome: $0, deferred: flag(4))
            }
        case 5: .deferred(channel: byte(0), lost: flag(1))
        case 6: .call(channel: byte(0), target: position(1), label: fields[2], words: byte(3))
        case 7: .reply(target: position(0), label: fields[1], words: byte(2))
        case 8: TraceEvent.Operation(rawValue: byte(0)).map { .denied($0, channel: fields[1]) }
        case 9: TraceEvent.SignalOutcome(rawValue: byte(1)).map { .irq(bit: byte(0), outcome: $0) }
        case 10: .irqAck(bit: byte(0), deferred: flag(1))
        case 11: .fault(reason: count(0))
        case 12: .faultReply(child: position(0), resumed: flag(1))
        case 13: TraceEvent.Control(rawValue: byte(0)).map { .child($0, child: position(1)) }
        case 14: TraceEvent.SwitchReason(rawValue: byte(1)).map { .run(previous: position(0), reason: $0) }
        case 15: .idle
        case 16: .ready(front: flag(0))
        case 17: .exhausted(refill: fields[0])
        case 18: .slot(domain: byte(0))
        case 19: .map(region: position(0), permissions: byte(1), byteCount: fields[2])
        case 20:
            .write(
                region: position(0), offset: fields[1], byteCount: fields[2], digest: fields[3],
                payload: count(4))
        case 21: .read(region: position(0), offset: fields[1], byteCount: fields[2])
        case 22: .log(text: count(0))
        case 23: .mark(count(0))
        case 24: .input(device: count(0), byteCount: fields[1], digest: fields[2], payload: count(3))
        case 25: .output(device: count(0), byteCount: fields[1], digest: fields[2], payload: count(3))
        case 26: .note(text: count(0))
        default: nil
        }
    }

    @inline(__always)
    private func entry(_ place: Int) -> TraceEvent.Entry? {
        switch fields[place] >> 8 {
        case 0: fields[place] == 0 ? .start : nil
        case 1: .notified(byte(place))
        case 2: .protected(byte(place))
        case 3: .fault(byte(place))
        default: nil
        }
    }
}
