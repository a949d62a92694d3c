internal import KernelTrace

/// What the domains of one run did, in few words: equal in two runs whose order made no difference.
struct Fingerprint: Hashable {
    /// Per domain, in its own order: what it stored, printed, sent outside, and how it faulted.
    var results: [UInt64]
    /// The order in which entries began, over all domains.
    var order: UInt64 = Self.start
    fileprivate static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    init(domainCount: Int) { results = Array(repeating: Self.start, count: domainCount + 1) }

    /// Mixes `values` into `hash` (FNV-1a over words; nothing here is secret, digests are keyed).
    fileprivate static func mix(_ values: UInt64..., into hash: inout UInt64) {
        for value in values {
            hash = (hash ^ value) &* 0x0000_0100_0000_01b3
            hash ^= hash >> 29
        }
    }
}

/// Takes a run's fingerprint instead of writing a trace.
final class FingerprintSink: TraceSink {
    private(set) var fingerprint: Fingerprint
    private let key: TraceKey
    private var step: TraceEvent.Step = 0
    private var text: UInt64 = 0

    /// - Parameters:
    ///   - domainCount: how many domains the system has.
    ///   - key: the same for all runs that are compared.
    init(domainCount: Int, key: TraceKey) {
        fingerprint = Fingerprint(domainCount: domainCount)
        self.key = key
    }

    func record(_ event: TraceEvent) -> TraceEvent.Step {
        step += 1
        switch event.kind {
        case .begin(let entry, let word):
            let kind: UInt64 =
                switch entry {
                case .start: 0
                case .notified(let id): 0x100 | UInt64(id)
                case .protected(let id): 0x200 | UInt64(id)
                case .fault(let id): 0x300 | UInt64(id)
                }
            Fingerprint.mix(UInt64(bitPattern: Int64(event.domain)), kind, word, into: &fingerprint.order)
        case .write(let region, let offset, let count, let digest, _):
            add(1, UInt64(bitPattern: Int64(region)), offset, count, digest, by: event.domain)
        case .log: add(2, text, by: event.domain)
        case .fault: add(3, text, by: event.domain)
        case .output(let device, let count, let digest, _):
            add(4, UInt64(device), count, digest, by: event.domain)
        case .mark(let number): add(5, UInt64(number), by: event.domain)
        default: break
        }
        return step
    }

    private func add(_ values: UInt64..., by domain: Int16) {
        let index =
            fingerprint.results.indices.contains(Int(domain)) ? Int(domain) : fingerprint.results.count - 1
        for value in values { Fingerprint.mix(value, into: &fingerprint.results[index]) }
    }

    func intern(_ text: String) -> UInt32 {
        self.text = unsafe digest(text.utf8Span.span.bytes)
        return 0
    }
    func keepsContents(ofRegion region: Int16) -> Bool { false }
    func digest(_ bytes: RawSpan) -> UInt64 { key.digest(bytes) }
    func keep(_ bytes: RawSpan) -> UInt32 { 0 }
}
