internal import KernelTrace

/// A slice's begin or end, or an instant.
struct PerfettoSlice {
    let track: UInt64
    /// The step it stands for and its event, among the arguments; none for what follows from other events.
    var step: TraceEvent.Step = 0
    var event: TraceEvent?
    var name = ""
    /// More words than the name has.
    var detail = ""
    /// Flows that begin here, by the step of their event.
    var starting: [TraceEvent.Step] = []
    /// Flows that end here.
    var ending: [TraceEvent.Step] = []
}

/// Packets of one moment, in Perfetto's `TracePacket` messages.
///
/// Field numbers are those of `protos/perfetto/trace/trace_packet.proto`, `track_descriptor.proto` and
/// `track_event.proto`.
struct PerfettoPackets {
    private(set) var bytes: [UInt8] = []
    private let time: UInt64

    private enum EventType: UInt64 {
        case begin = 1
        case end = 2
        case instant = 3
        case counter = 4
    }
    private static let sequence: UInt64 = 1

    init(time: UInt64) { self.time = time }

    mutating func begin(_ slice: PerfettoSlice) { event(.begin, slice) }
    mutating func end(_ slice: PerfettoSlice) { event(.end, slice) }
    mutating func instant(_ slice: PerfettoSlice) { event(.instant, slice) }

    mutating func counter(_ track: UInt64, _ value: Int64) {
        trackEvent {
            $0.number(9, EventType.counter.rawValue)
            $0.number(11, track)
            $0.signed(30, value)
        }
    }

    private mutating func event(_ type: EventType, _ slice: PerfettoSlice) {
        trackEvent { packet in
            if slice.step != 0 {
                Self.argument("step", slice.step, &packet)
                if let event = slice.event {
                    Self.argument("time", event.time, &packet)
                    if event.cause != 0 { Self.argument("cause", event.cause, &packet) }
                }
                if !slice.detail.isEmpty {
                    packet.message(4) {
                        $0.string(6, slice.detail)
                        $0.string(10, "event")
                    }
                }
            }
            packet.number(9, type.rawValue)
            packet.number(11, slice.track)
            if type != .end { packet.string(23, slice.name) }
            for flow in slice.starting { packet.fixed(47, flow) }
            for flow in slice.ending { packet.fixed(48, flow) }
        }
    }

    private static func argument(_ name: String, _ value: UInt64, _ packet: inout ProtobufMessage) {
        packet.message(4) {
            $0.number(3, value)
            $0.string(10, name)
        }
    }

    private mutating func trackEvent(_ fill: (inout ProtobufMessage) -> Void) {
        let time = time
        bytes += Self.packet {
            $0.number(8, time)
            $0.number(10, Self.sequence)
            $0.message(11, fill)
        }
    }

    /// The descriptor of a track.
    static func track(
        _ number: UInt64, _ name: String, parent: UInt64? = nil, rank: Int = 0, counts: Bool = false,
        isFirst: Bool = false
    ) -> [UInt8] {
        packet {
            $0.number(10, sequence)
            if isFirst { $0.number(13, 1) }
            $0.message(60) {
                $0.number(1, number)
                $0.string(2, name)
                if let parent { $0.number(5, parent) }
                if counts { $0.message(8) { _ in } }
                $0.number(11, 3)
                $0.signed(12, Int64(rank))
            }
        }
    }

    /// A field `packet` of the message `Trace`.
    private static func packet(_ fill: (inout ProtobufMessage) -> Void) -> [UInt8] {
        var trace = ProtobufMessage()
        trace.message(1, fill)
        return trace.bytes
    }
}
