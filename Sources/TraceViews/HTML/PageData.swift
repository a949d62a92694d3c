internal import KernelTrace
internal import WebPage

/// What the page knows of a trace: columns of small numbers, one value per event, and what changed in the machine.
///
/// The page decides nothing about kernels: words, states and queues are computed here and embedded, so that it cannot
/// disagree with `kms trace` and `kms view`. Keys and their meaning:
///
/// | key | value |
/// |---|---|
/// | `time`, `domain`, `kind`, `cause`, `other`, `text`, `core` | per event: microseconds since the event before; position, -1 the kernel; place in `kinds`; steps back to the cause, 0 none; whom it was done to, -1 nobody; place in `texts`; the core, left out when there is one only |
/// | `ends` | step, channel, bit, outcome (-1 where there is none), for each event on a channel |
/// | `labels` | step and label of each call and reply |
/// | `touches` | step, region, offset, bytes, contents (place in `payloads` from 1, 0 masked, -1 left out for their size), digest (a number that equal ones share, 0 when no other is equal), for maps, stores and loads |
/// | `changes` | per event how many domains changed, then for each: position, place in `activities`, word, steps back to the begin of its entry and to its call (plus one, 0 none), callers waiting |
/// | `queues` | step, core, length, domains, whenever a ready queue changed |
///
/// Numbers beyond 2⁵³ are strings of digits.
struct PageData {
    /// Contents beyond this are left out, since a page of such a size opens nowhere.
    private static let mostContents = 24 << 20
    private let trace: Trace
    private let words: EventWords

    init(_ trace: Trace) {
        self.trace = trace
        words = EventWords(trace, glyphs: .unicode)
    }

    /// One JSON object.
    var json: [UInt8] {
        var json = JSONText()
        json.object {
            header(&$0)
            events(&$0)
            ends(&$0)
            touches(&$0)
            states(&$0)
        }
        return json.bytes
    }

    private func header(_ json: inout JSONText) {
        let header = trace.header
        json.string(printable(header.description.name), key: "file")
        json.string(header.profile, key: "profile")
        json.string(header.seed.map { String($0) } ?? "", key: "seed")
        json.string(header.scheduling, key: "scheduling")
        json.flag(trace.isComplete, key: "complete")
        json.array(key: "notes") { for note in trace.notes { $0.string(printable(note)) } }
        json.array(key: "domains") {
            for (place, domain) in header.domains.enumerated() {
                $0.object {
                    $0.string(words.domain(Int16(place)), key: "name")
                    $0.number(domain.priority, key: "priority")
                    $0.number(domain.core, key: "core")
                    $0.flag(domain.passive, key: "passive")
                }
            }
        }
        json.array(key: "regions") {
            for (place, region) in header.regions.enumerated() {
                $0.object {
                    $0.string(words.region(Int16(place)), key: "name")
                    $0.wide(region.byteCount, key: "bytes")
                    $0.flag(region.isKept, key: "kept")
                }
            }
        }
        json.array(key: "kinds") { for name in TraceEvent.Kind.names { $0.string(name) } }
        json.array(key: "activities") {
            for activity in MachineState.Activity.all { $0.string(activity.words) }
        }
    }

    private func events(_ json: inout JSONText) {
        json.array(key: "time") {
            var before: UInt64 = 0
            for event in trace.events {
                $0.number(event.time >= before ? Int64(clamping: event.time - before) : 0)
                before = event.time
            }
        }
        json.array(key: "domain") { for event in trace.events { $0.number(event.domain) } }
        json.array(key: "kind") { for event in trace.events { $0.number(event.kind.code) } }
        json.array(key: "cause") {
            for (place, event) in trace.events.enumerated() {
                $0.number(back(to: event.cause, from: TraceEvent.Step(place + 1)))
            }
        }
        json.array(key: "other") { for event in trace.events { $0.number(event.otherDomain ?? -1) } }
        if trace.events.contains(where: { $0.core != 0 }) {
            json.array(key: "core") { for event in trace.events { $0.number(event.core) } }
        }
        var numbers: [String: Int] = [:]
        var texts: [String] = []
        json.array(key: "text") {
            for step in trace.events.indices.map({ TraceEvent.Step($0 + 1) }) {
                let text = words.words(for: step)
                if let number = numbers[text] {
                    $0.number(number)
                } else {
                    $0.number(texts.count)
                    numbers[text] = texts.count
                    texts.append(text)
                }
            }
        }
        json.array(key: "texts") { for text in texts { $0.string(text) } }
    }

    /// Steps back to an earlier one; 0 for none.
    private func back(to earlier: TraceEvent.Step, from step: TraceEvent.Step) -> TraceEvent.Step {
        earlier == 0 || earlier >= step ? 0 : step - earlier
    }

    private func ends(_ json: inout JSONText) {
        json.array(key: "ends") {
            for (place, event) in trace.events.enumerated() {
                guard let end = event.end else { continue }
                for value in [place + 1, end.channel, end.bit, end.outcome] { $0.number(value) }
            }
        }
        json.array(key: "labels") {
            for (place, event) in trace.events.enumerated() {
                switch event.kind {
                case .call(_, _, let label, _), .reply(_, let label, _):
                    $0.number(place + 1)
                    $0.wide(label)
                default: break
                }
            }
        }
    }

    private func touches(_ json: inout JSONText) {
        var contents: [String] = []
        var byteCount = 0
        let digests = sharedDigests
        json.array(key: "touches") {
            for (place, event) in trace.events.enumerated() {
                let (region, offset, count): (Int16, UInt64, UInt64)
                var (number, shared) = (0, 0)
                switch event.kind {
                case .map(let mapped, _, let bytes): (region, offset, count) = (mapped, 0, bytes)
                case .read(let read, let at, let bytes): (region, offset, count) = (read, at, bytes)
                case .write(let written, let at, let bytes, let digest, let payload):
                    (region, offset, count) = (written, at, bytes)
                    shared = digests[digest] ?? 0
                    guard payload != 0, isKept(written) else { break }
                    byteCount += trace.payloads[payload].count
                    number = byteCount > Self.mostContents ? -1 : contents.count + 1
                    if number > 0 { contents.append(WebPage.base64(Array(trace.payloads[payload]))) }
                default: continue
                }
                $0.number(place + 1)
                $0.number(region)
                $0.wide(offset)
                $0.wide(count)
                $0.number(number)
                $0.number(shared)
            }
        }
        json.array(key: "payloads") { for text in contents { $0.string(text) } }
    }

    /// Numbers from 1 for the digests that several stores have; copies are told by them.
    private var sharedDigests: [UInt64: Int] {
        var counts: [UInt64: Int] = [:]
        var numbers: [UInt64: Int] = [:]
        for event in trace.events {
            guard case .write(_, _, _, let digest, _) = event.kind else { continue }
            counts[digest, default: 0] += 1
            if counts[digest] == 2 { numbers[digest] = numbers.count + 1 }
        }
        return numbers
    }

    /// Whether the header says that the region's contents stand in the trace; what it masks is not embedded, whatever
    /// an event says.
    private func isKept(_ region: Int16) -> Bool {
        trace.header.regions.indices.contains(Int(region)) && trace.header.regions[Int(region)].isKept
    }

    private func states(_ json: inout JSONText) {
        json.array(key: "changes") {
            var state = MachineState(header: trace.header)
            for event in trace.events {
                let before = state
                state.apply(event)
                let changed = state.domains.indices.filter { before.domains[$0] != state.domains[$0] }
                $0.number(changed.count)
                for place in changed {
                    let domain = state.domains[place]
                    $0.number(place)
                    $0.number(domain.activity.rawValue)
                    $0.wide(domain.word)
                    for earlier in [domain.entryStep, domain.callStep] {
                        $0.number(earlier == 0 ? 0 : state.step - earlier + 1)
                    }
                    $0.number(domain.callerCount)
                }
            }
        }
        json.array(key: "queues") {
            var state = MachineState(header: trace.header)
            for event in trace.events {
                let before = state.ready
                state.apply(event)
                for (core, queue) in state.ready.enumerated() where before[core] != queue {
                    $0.number(state.step)
                    $0.number(core)
                    $0.number(queue.count)
                    for domain in queue { $0.number(domain) }
                }
            }
        }
    }
}

extension JSONText {
    /// A number that may be too large for a page's script.
    fileprivate mutating func wide(_ value: UInt64, key: String? = nil) {
        if value < 1 << 53 { number(value, key: key) } else { string(String(value), key: key) }
    }
}

extension MachineState.Activity {
    /// All, by raw value.
    fileprivate static var all: [Self] { (0...UInt8.max).prefix(32).compactMap(Self.init) }
}

extension TraceEvent {
    /// The channel that the event is about, and how a signal met the receiver's word; -1 where there is none.
    fileprivate var end: (channel: Int, bit: Int, outcome: Int)? {
        switch kind {
        case .begin(.notified(let id), _), .begin(.protected(let id), _), .deferred(let id, _),
            .irqAck(let id, _), .call(let id, _, _, _):
            (Int(id), -1, -1)
        case .signal(let id, _, let bit, let outcome, _): (Int(id), Int(bit), Int(outcome.rawValue))
        case .irq(let bit, let outcome): (Int(bit), Int(bit), Int(outcome.rawValue))
        case .denied(_, let id) where id < 256: (Int(id), -1, -1)
        default: nil
        }
    }
}
