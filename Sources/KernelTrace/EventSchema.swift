/// How events are written: the one table from which the writer, the reader, the listing and a test of the
/// document `docs/trace-format.md` work.
enum EventSchema {
    /// A field of an event's line.
    struct Field {
        /// The key in the file, at most four letters.
        let key: StaticString
        /// The key in `kms trace --json`.
        let longKey: String
        /// What it holds.
        let type: FieldType
    }

    /// A kind of event.
    struct Shape {
        /// The value of `"k"`.
        let name: StaticString
        /// Its fields in the order of the line, the same as in `EventRow`.
        let fields: [Field]
    }

    /// What a field holds.
    ///
    /// Optional ones are left out when zero or false.
    enum FieldType: UInt8 {
        case byte, word, count, domain, region, device
        case optionalFlag, optionalPayload, optionalMask
        case string, digest, entry
        case outcome, operation, control, reason, queueEnd, rights
    }

    /// All shapes, by `EventRow.code`.
    static let shapes: [Shape] = [
        Shape(name: "boot", fields: []),
        Shape(name: "begin", fields: [entry, mask]),
        Shape(name: "end", fields: []),
        Shape(name: "discarded", fields: []),
        Shape(name: "signal", fields: [channel, target, bit, outcome, deferred]),
        Shape(name: "deferred", fields: [channel, lost]),
        Shape(name: "call", fields: [channel, target, label, words]),
        Shape(name: "reply", fields: [target, label, words]),
        Shape(
            name: "denied", fields: [Field(key: "op", longKey: "operation", type: .operation), anyChannel]),
        Shape(name: "irq", fields: [bit, outcome]),
        Shape(name: "irqAck", fields: [bit, deferred]),
        Shape(name: "fault", fields: [string]),
        Shape(
            name: "faultReply", fields: [child, Field(key: "res", longKey: "resumed", type: .optionalFlag)]),
        Shape(name: "child", fields: [Field(key: "op", longKey: "control", type: .control), child]),
        Shape(
            name: "run",
            fields: [
                Field(key: "from", longKey: "previous", type: .domain),
                Field(key: "why", longKey: "reason", type: .reason),
            ]),
        Shape(name: "idle", fields: []),
        Shape(name: "ready", fields: [Field(key: "at", longKey: "at", type: .queueEnd)]),
        Shape(name: "exhausted", fields: [Field(key: "till", longKey: "refill", type: .word)]),
        Shape(name: "slot", fields: [Field(key: "slot", longKey: "schedulingDomain", type: .byte)]),
        Shape(
            name: "map", fields: [region, Field(key: "perm", longKey: "permissions", type: .rights), length]),
        Shape(name: "write", fields: [region, offset, length, digest, payload]),
        Shape(name: "read", fields: [region, offset, length]),
        Shape(name: "log", fields: [string]),
        Shape(name: "mark", fields: [Field(key: "mark", longKey: "mark", type: .count)]),
        Shape(name: "input", fields: [device, length, digest, payload]),
        Shape(name: "output", fields: [device, length, digest, payload]),
        Shape(name: "note", fields: [string]),
    ]

    private static let entry = Field(key: "e", longKey: "entry", type: .entry)
    private static let mask = Field(key: "word", longKey: "word", type: .optionalMask)
    private static let channel = Field(key: "ch", longKey: "channel", type: .byte)
    private static let anyChannel = Field(key: "ch", longKey: "channel", type: .word)
    private static let target = Field(key: "to", longKey: "target", type: .domain)
    private static let child = Field(key: "to", longKey: "child", type: .domain)
    private static let bit = Field(key: "bit", longKey: "bit", type: .byte)
    private static let outcome = Field(key: "as", longKey: "outcome", type: .outcome)
    private static let deferred = Field(key: "dfr", longKey: "deferred", type: .optionalFlag)
    private static let lost = Field(key: "lost", longKey: "lost", type: .optionalFlag)
    private static let label = Field(key: "lbl", longKey: "label", type: .word)
    private static let words = Field(key: "mr", longKey: "messageWords", type: .byte)
    private static let string = Field(key: "str", longKey: "text", type: .string)
    private static let region = Field(key: "reg", longKey: "region", type: .region)
    private static let offset = Field(key: "off", longKey: "offset", type: .word)
    private static let length = Field(key: "len", longKey: "bytes", type: .word)
    private static let digest = Field(key: "dig", longKey: "digest", type: .digest)
    private static let payload = Field(key: "pay", longKey: "contents", type: .optionalPayload)
    private static let device = Field(key: "dev", longKey: "device", type: .device)

    /// The words of a type that is written as a name, by value; a value without a word is never written.
    static func names(_ type: FieldType) -> [StaticString] {
        switch type {
        case .outcome: ["woke", "pending", "merged", "lost"]
        case .operation: ["notify", "deferredNotify", "call", "irqAck", "deferredIRQAck", "child"]
        case .control: ["stop", "resume", "restart"]
        case .reason: ["preempt", "next", "handOver", "slice", "refill", "slot"]
        case .queueEnd: ["back", "front"]
        case .rights: ["", "r", "w", "rw", "x", "rx", "wx", "rwx"]
        default: []
        }
    }
}
