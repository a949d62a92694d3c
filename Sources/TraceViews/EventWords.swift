internal import KernelTrace

/// Puts events into Microkit's words, with names for numbers.
struct EventWords {
    let trace: Trace
    let glyphs: Glyphs
    private let channels: Peers

    init(_ trace: Trace, glyphs: Glyphs) {
        self.trace = trace
        self.glyphs = glyphs
        channels = Peers(trace.header)
    }

    /// The event of `step`, without its time, domain and cause.
    func words(for step: TraceEvent.Step) -> String {
        guard let event = trace[step] else { return "" }
        switch event.kind {
        case .boot: return "booted"
        case .begin(let entry, let word): return glyphs.begin + begin(entry, word, step, event.domain)
        case .end: return glyphs.end + entryName(endedBy: event)
        case .discarded: return glyphs.end + entryName(endedBy: event) + " abandoned"
        case .signal(let channel, let target, let bit, let outcome, let deferred):
            let verb = deferred ? "deferred_notify" : "notify"
            let result = signalResult(outcome)
            return "\(verb)(\(channel)) \(glyphs.to) \(domain(target)):\(bit), \(result)"
        case .deferred(let channel, let lost):
            return "defers an action on \(channel)" + (lost ? "; the one deferred before is lost" : "")
        case .call(let channel, let target, let label, let words):
            return
                "ppcall(\(channel)) \(glyphs.to) \(domain(target)), label \(label), \(counted(words, "word"))"
        case .reply(let target, let label, let words):
            return "replies \(glyphs.to) \(domain(target)), label \(label), \(counted(words, "word"))"
        case .denied(let operation, let channel):
            return "DENIED \(verb(operation))(\(channel)): no such right"
        case .irq(let bit, let outcome): return "irq \(bit), \(signalResult(outcome))"
        case .irqAck(let bit, let deferred): return "\(deferred ? "deferred_irq_ack" : "irq_ack")(\(bit))"
        case .fault(let reason): return "FAULT \(text(reason))"
        case .faultReply(let child, let resumed):
            return "answers the fault of \(domain(child)): \(resumed ? "it goes on" : "it stays dead")"
        case .child(let control, let child): return "pd_\(control)(\(domain(child)))"
        case .run(let previous, let reason): return run(insteadOf: previous, reason)
        case .idle: return "idle"
        case .ready(let front): return "ready, \(front ? "front" : "back") of its queue"
        case .exhausted(let refill): return "budget spent, waits until \(refill)"
        case .slot(let domain): return "slot of scheduling domain \(domain)"
        case .map(let region, let permissions, let byteCount):
            return "maps \(self.region(region)) \(rights(permissions)), \(byteText(byteCount))"
        case .write(let region, let offset, let byteCount, let digest, let payload):
            return "writes \(range(region, offset, byteCount)) \(contents(digest, payload))"
        case .read(let region, let offset, let byteCount): return "reads \(range(region, offset, byteCount))"
        case .log(let text): return "prints \"\(self.text(text))\""
        case .mark(let number): return "mark \(number)"
        case .input(let device, let byteCount, let digest, let payload):
            return
                "input from \(self.device(device)), \(byteText(byteCount)) \(contents(digest, payload))"
        case .output(let device, let byteCount, let digest, let payload):
            return
                "output to \(self.device(device)), \(byteText(byteCount)) \(contents(digest, payload))"
        case .note(let text): return "note: \(self.text(text))"
        }
    }

    /// The domain at `position` as it may be printed.
    func domain(_ position: Int16) -> String { printable(trace.domainName(position)) }

    /// The region at `position` as it may be printed.
    func region(_ position: Int16) -> String { printable(trace.regionName(position)) }

    private func device(_ number: UInt32) -> String { printable(trace.deviceName(number)) }

    private func text(_ number: UInt32) -> String { printable(trace.text(number)) }

    /// An entry in Microkit's words.
    func name(of entry: TraceEvent.Entry) -> String {
        switch entry {
        case .start: "init"
        case .notified(let channel): "notified(\(channel))"
        case .protected(let channel): "protected(\(channel))"
        case .fault(let child): "fault(\(child))"
        }
    }

    private func begin(
        _ entry: TraceEvent.Entry, _ word: UInt64, _ step: TraceEvent.Step, _ domain: Int16
    ) -> String {
        var words = name(of: entry)
        switch entry {
        case .notified(let channel), .protected(let channel):
            if let peer = channels.peer(of: domain, channel) { words += " from \(self.domain(peer))" }
        default: break
        }
        let signals = trace.signals(deliveredAt: step).count
        if signals > 1 { words += ", \(signals) merged" }
        if word.nonzeroBitCount > 1 {
            let bits = (0..<64).filter { word >> UInt64($0) & 1 != 0 }.map(String.init)
            words += ", word {\(bits.joined(separator: ","))}"
        }
        return words
    }

    private func entryName(endedBy event: TraceEvent) -> String {
        guard case .begin(let entry, _) = trace[event.cause]?.kind else { return "entry" }
        return name(of: entry)
    }

    private func signalResult(_ outcome: TraceEvent.SignalOutcome) -> String {
        switch outcome {
        case .woke: "wakes it"
        case .pending: "pending"
        case .merged: "MERGED"
        case .lost: "LOST, it is dead"
        }
    }

    private func run(insteadOf previous: Int16, _ reason: TraceEvent.SwitchReason) -> String {
        let before = previous < 0 ? nil : domain(previous)
        return switch reason {
        case .preempt: "runs, pre-empts \(before ?? "nobody")"
        case .next: before.map { "runs, next after \($0)" } ?? "runs, the core was idle"
        case .handOver: "runs, woken as \(before ?? "the core") began to wait"
        case .slice: "runs, the slice of \(before ?? "nobody") ended"
        case .refill: "runs, its budget was refilled" + (before.map { "; pre-empts \($0)" } ?? "")
        case .slot: "runs, its slot began"
        }
    }

    private func verb(_ operation: TraceEvent.Operation) -> String {
        switch operation {
        case .notify: "notify"
        case .deferredNotify: "deferred_notify"
        case .call: "ppcall"
        case .irqAck: "irq_ack"
        case .deferredIRQAck: "deferred_irq_ack"
        case .child: "pd_control"
        }
    }

    private func range(_ region: Int16, _ offset: UInt64, _ byteCount: UInt64) -> String {
        "\(self.region(region))+\(offset), \(byteText(byteCount))"
    }

    private func contents(_ digest: UInt64, _ payload: UInt32) -> String {
        guard payload != 0 else { return "#" + digits(digest >> 32, count: 8) }
        let bytes = trace.payloads[payload]
        let shown = bytes.prefix(4).map { digits(UInt64($0), count: 2) }.joined()
        return "= " + shown + (bytes.count > 4 ? glyphs.ellipsis : "")
    }
}

/// `1 byte`, `2 bytes`.
func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Hexadecimal digits with leading zeros.
func digits(_ value: UInt64, count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
}

/// `rw-` style rights without the dashes.
func rights(_ permissions: UInt8) -> String {
    (permissions & 1 != 0 ? "r" : "") + (permissions & 2 != 0 ? "w" : "") + (permissions & 4 != 0 ? "x" : "")
}

/// Who is at the other end of a channel.
struct Peers {
    private var peers: [Int32: Int16] = [:]

    init(_ header: TraceHeader) {
        for channel in header.channels {
            for (here, there) in [(0, 1), (1, 0)] {
                peers[Self.key(Int16(channel.domains[here]), channel.ids[here])] = Int16(
                    channel.domains[there])
            }
        }
    }

    func peer(of domain: Int16, _ id: UInt8) -> Int16? { peers[Self.key(domain, id)] }

    private static func key(_ domain: Int16, _ id: UInt8) -> Int32 { Int32(domain) << 8 | Int32(id) }
}
