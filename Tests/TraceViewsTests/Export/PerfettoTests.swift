import KernelTrace
import Testing

@testable import TraceViews

@Suite struct PerfettoTests {
    @Test func `numbers take as many bytes as Protocol Buffers says`() {
        var message = ProtobufMessage()
        message.number(1, 150)
        message.string(2, "testing")
        message.fixed(3, 1)
        message.signed(4, -1)
        #expect(
            message.bytes == [0x08, 0x96, 0x01, 0x12, 7] + Array("testing".utf8) + [
                0x19, 1, 0, 0, 0, 0, 0, 0, 0,
            ]
                + [0x20] + Array(repeating: 0xff, count: 9) + [1])
    }

    @Test func `every slice that ends began, and flows end after they began`() throws {
        for trace in [exampleTrace()] + (1...20).map({ randomTrace(seed: $0, eventCount: 300) }) {
            let events = try read(trace)
            var open: [UInt64: Int] = [:]
            var flows: Set<UInt64> = []
            var time: UInt64 = 0
            for event in events {
                #expect(event.time >= time)
                time = event.time
                switch event.type {
                case 1: open[event.track, default: 0] += 1
                case 2:
                    open[event.track, default: 0] -= 1
                    #expect(open[event.track, default: 0] >= 0)
                default: break
                }
                #expect(open[event.track, default: 0] <= 1, "slices of one track do not overlap")
                flows.formUnion(event.starting)
                #expect(flows.isSuperset(of: event.ending), "at \(event.time)")
            }
        }
    }

    @Test func `merged signals both flow into the one delivery`() throws {
        let delivery = try #require(read(exampleTrace()).first { $0.ending.count > 1 })
        #expect(Set(delivery.ending) == [15, 16])
        #expect(delivery.name == "notified(3)")
    }

    @Test func `steps are a microsecond apart although virtual time stands still`() throws {
        var trace = exampleTrace()
        for place in trace.events.indices { trace.events[place].time = 0 }
        let times = Set(try read(trace).map(\.time))
        #expect(times.allSatisfy { $0 % 1000 == 0 })
        #expect(times.count > 20)
    }

    @Test func `an empty trace has its tracks`() throws {
        #expect(try read(Trace(header: exampleTrace().header)).isEmpty)
    }

    private struct Event {
        var time: UInt64 = 0
        var type: UInt64 = 0
        var track: UInt64 = 0
        var name = ""
        var starting: [UInt64] = []
        var ending: [UInt64] = []
    }

    private func read(_ trace: Trace) throws -> [Event] {
        let export = try TraceExport(trace, system: emptySystem, format: .perfetto).bytes
        return try WireReader.fields(export[...]).compactMap { packet in
            var event = Event()
            var isEvent = false
            for field in try WireReader.fields(packet.bytes) {
                if field.number == 8 { event.time = field.value }
                guard field.number == 11 else { continue }
                isEvent = true
                for inner in try WireReader.fields(field.bytes) {
                    switch inner.number {
                    case 9: event.type = inner.value
                    case 11: event.track = inner.value
                    case 23: event.name = String(decoding: inner.bytes, as: UTF8.self)
                    case 47: event.starting.append(inner.value)
                    case 48: event.ending.append(inner.value)
                    default: break
                    }
                }
            }
            return isEvent ? event : nil
        }
    }
}

/// The wire format of Protocol Buffers, read strictly.
private enum WireReader {
    struct Field {
        var number: UInt64
        var value: UInt64 = 0
        var bytes: ArraySlice<UInt8> = []
    }
    struct Flaw: Error {}

    static func fields(_ bytes: ArraySlice<UInt8>) throws -> [Field] {
        var rest = bytes
        var fields: [Field] = []
        while !rest.isEmpty {
            let tag = try varint(&rest)
            var field = Field(number: tag >> 3)
            switch tag & 7 {
            case 0: field.value = try varint(&rest)
            case 1:
                guard rest.count >= 8 else { throw Flaw() }
                for byte in rest.prefix(8).reversed() { field.value = field.value << 8 | UInt64(byte) }
                rest = rest.dropFirst(8)
            case 2:
                let count = Int(try varint(&rest))
                guard rest.count >= count else { throw Flaw() }
                field.bytes = rest.prefix(count)
                rest = rest.dropFirst(count)
            default: throw Flaw()
            }
            fields.append(field)
        }
        return fields
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw Flaw() }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw Flaw()
    }
}
