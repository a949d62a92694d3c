import KernelTrace

/// A short run with a pre-emption, a merged signal, a call, contents shown and masked, a fault and a refusal.
func exampleTrace() -> Trace {
    var header = TraceHeader(description: .init(name: "example.system", text: "<system/>"))
    header.seed = 7
    header.domains = [
        .init(name: "keygen", priority: 254), .init(name: "client", priority: 253),
        .init(name: "decryption", priority: 252, passive: true),
    ]
    header.regions = [
        .init(name: "pk_shared_mem", byteCount: 4096, isKept: true),
        .init(name: "sk_shared_mem", byteCount: 4096),
    ]
    header.channels = [.init(a: 1, aID: 1, b: 0, bID: 9), .init(a: 0, aID: 2, b: 2, bID: 3)]
    header.devices = ["disk"]
    let recorder = TraceRecorder(contents: .publicRegions([0]), regionCount: 2)
    var time: UInt64 = 0
    @discardableResult
    func at(_ domain: Int16, _ kind: TraceEvent.Kind, from cause: UInt64 = 0) -> UInt64 {
        time += 10
        return recorder.record(TraceEvent(time: time, cause: cause, domain: domain, kind: kind))
    }
    at(-1, .note(text: recorder.intern("seeded:\tkeys are not secret")))
    for domain in [1, 2, 0] { at(Int16(domain), .boot) }
    at(0, .map(region: 1, permissions: 3, byteCount: 4096))
    at(0, .ready(front: true), from: 4)
    at(2, .ready(front: true), from: 3)
    let first = at(1, .run(previous: -1, reason: .next), from: 2)
    let start = at(1, .begin(.start, word: 0), from: 2)
    let one = at(1, .signal(channel: 1, target: 0, bit: 9, outcome: .woke, deferred: false), from: start)
    at(0, .run(previous: 1, reason: .preempt), from: one)
    let keys = at(0, .begin(.notified(9), word: 1 << 9), from: one)
    let key: [UInt8] = [0, 1, 2, 3, 250, 251, 252, 253, 254, 255]
    let payload = unsafe recorder.keep(key.span.bytes)
    let digest = unsafe recorder.digest(key.span.bytes)
    at(0, .write(region: 0, offset: 32, byteCount: 10, digest: digest, payload: payload), from: keys)
    at(0, .write(region: 1, offset: 0, byteCount: 2560, digest: 0xabcd, payload: 0), from: keys)
    let two = at(0, .signal(channel: 2, target: 2, bit: 3, outcome: .pending, deferred: false), from: keys)
    let again = at(0, .signal(channel: 2, target: 2, bit: 3, outcome: .merged, deferred: true), from: two)
    at(0, .denied(.call, channel: 63), from: keys)
    at(0, .end, from: keys)
    at(1, .run(previous: 0, reason: .next), from: 18)
    let call = at(1, .call(channel: 1, target: 0, label: 5, words: 1), from: start)
    at(0, .begin(.protected(9), word: 0), from: call)
    at(0, .log(text: recorder.intern("hello \u{1b}[31mworld")), from: 21)
    at(0, .end, from: 21)
    let answer = at(0, .reply(target: 1, label: 0, words: 2), from: call)
    at(1, .run(previous: 0, reason: .handOver), from: answer)
    at(1, .end, from: start)
    at(2, .run(previous: 1, reason: .next), from: first)
    let both = at(2, .begin(.notified(3), word: 0b1001), from: again)
    at(2, .read(region: 0, offset: 32, byteCount: 10), from: both)
    at(2, .output(device: 0, byteCount: 2, digest: 1, payload: 0), from: both)
    let fault = at(2, .fault(reason: recorder.intern("bad input: all zero")), from: both)
    at(-1, .faultReply(child: 2, resumed: false), from: fault)
    at(-1, .idle)
    return Trace(header: header, recorder: recorder)
}
