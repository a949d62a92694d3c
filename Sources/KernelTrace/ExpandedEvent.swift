extension Trace {
    /// The event of `step` as one line of JSON: full keys, names for numbers, strings and contents in place.
    ///
    /// The keys are those of `docs/trace-format.md`; nil when there is no such step.
    public func expandedJSON(of step: TraceEvent.Step) -> String? {
        guard let event = self[step] else { return nil }
        var json = JSONText()
        json.object {
            $0.number(step, key: "step")
            $0.number(event.time, key: "time")
            $0.string(domainName(event.domain), key: "domain")
            if event.core != 0 { $0.number(event.core, key: "core") }
            let row = event.row
            let shape = EventSchema.shapes[Int(row.code)]
            $0.string("\(shape.name)", key: "kind")
            for (place, field) in shape.fields.enumerated() { expand(row, place, field, into: &$0) }
            if case .begin(.notified, _) = event.kind {
                $0.array(key: "signals") { for signal in signals(deliveredAt: step) { $0.number(signal) } }
            }
            if event.cause != 0 { $0.number(event.cause, key: "cause") } else { $0.null(key: "cause") }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func expand(_ row: EventRow, _ place: Int, _ field: EventSchema.Field, into json: inout JSONText)
    {
        let value = row.fields[place]
        switch field.type {
        case .byte, .word, .count: json.number(value, key: field.longKey)
        case .domain:
            let position = row.position(place)
            if position < 0 {
                json.null(key: field.longKey)
            } else {
                json.string(domainName(position), key: field.longKey)
            }
        case .region: json.string(regionName(row.position(place)), key: field.longKey)
        case .device: json.string(deviceName(row.count(place)), key: field.longKey)
        case .string: json.string(text(row.count(place)), key: field.longKey)
        case .optionalFlag: json.flag(value != 0, key: field.longKey)
        case .digest: json.string(hexadecimalDigits(value), key: field.longKey)
        case .optionalMask:
            json.array(key: field.longKey) {
                for bit in 0..<64 where value >> UInt64(bit) & 1 != 0 { $0.number(bit) }
            }
        case .optionalPayload:
            if value == 0 {
                json.null(key: field.longKey)
            } else {
                json.string(payloads[row.count(place)].map(hexadecimalDigits).joined(), key: field.longKey)
            }
        case .entry: json.string(entryText(value), key: field.longKey)
        case .outcome, .operation, .control, .reason, .queueEnd, .rights:
            json.string("\(EventSchema.names(field.type)[Int(value)])", key: field.longKey)
        }
    }

    private func entryText(_ value: UInt64) -> String {
        switch value >> 8 {
        case 0: "init"
        case 1: "notified(\(value & 0xff))"
        case 2: "protected(\(value & 0xff))"
        default: "fault(\(value & 0xff))"
        }
    }
}

/// All hexadecimal digits of `value`, leading zeros included.
func hexadecimalDigits(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: type(of: value).bitWidth / 4 - digits.count) + digits
}
