import KernelTrace
import SystemDescription

/// A trace as lines that a reader can follow, for golden files: step, time when not 0, domain, event, cause.
struct TraceText {
    let lines: [String]

    init(_ recorder: TraceRecorder, _ system: CheckedSystem) {
        let names = system.protectionDomains.map(\.name)
        lines = recorder.events.enumerated().map { offset, event in
            let name = event.domain < 0 ? "kernel" : names[Int(event.domain)]
            let time = event.time == 0 ? "" : " @\(event.time)"
            let cause = event.cause == 0 ? "" : " <- \(event.cause)"
            return "\(offset + 1)\(time) \(name) \(Self.text(event.kind, names, recorder.strings))\(cause)"
        }
    }

    private static func text(_ kind: TraceEvent.Kind, _ names: [String], _ strings: [String]) -> String {
        func name(_ index: Int16) -> String { index < 0 ? "nobody" : names[Int(index)] }
        func text(_ number: UInt32) -> String { strings[Int(number)] }
        return switch kind {
        case .begin(let entry, let word): "begins \(entry)" + (word == 0 ? "" : " of word \(bits(word))")
        case .end: "ends"
        case .signal(let channel, let target, let bit, let outcome, let deferred):
            "\(deferred ? "signals, deferred," : "signals") \(channel): \(name(target)) bit \(bit) \(outcome)"
        case .deferred(let channel, let lost): "defers \(channel)\(lost ? ", losing one" : "")"
        case .call(let channel, let target, let label, let words):
            "calls \(channel): \(name(target)), label \(label), \(words) words"
        case .reply(let target, let label, let words):
            "replies to \(name(target)), label \(label), \(words) words"
        case .irq(let bit, let outcome): "interrupt \(bit) \(outcome)"
        case .irqAck(let bit, let deferred): "acknowledges \(bit)\(deferred ? ", deferred" : "")"
        case .fault(let reason): "faults: \(text(reason))"
        case .faultReply(let child, let resumed): "\(resumed ? "resumes" : "buries") \(name(child))"
        case .child(let control, let child): "\(control)s \(name(child))"
        case .run(let previous, let reason): "runs instead of \(name(previous)): \(reason)"
        case .ready(let front): "is ready at the \(front ? "front" : "back")"
        case .exhausted(let refill): "is exhausted until \(refill)"
        case .denied(let operation, let channel): "is denied \(operation) \(channel)"
        case .mark(let number): "mark \(number)"
        case .note(let number): "note: \(text(number))"
        case .log(let number): "prints: \(text(number))"
        default: "\(kind)"
        }
    }

    private static func bits(_ word: UInt64) -> String {
        (0..<64).filter { word >> UInt64($0) & 1 != 0 }.map(String.init).joined(separator: "+")
    }
}
