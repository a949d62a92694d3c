public import KernelTrace

/// What moved where in a run: counted as events pass, so that a run of any length takes the same memory.
public struct RunTally: Hashable, Sendable {
    /// What one domain did to one region.
    public struct Use: Hashable, Sendable {
        /// Rights of its mapping, r 1, w 2, x 4; 0 when it has none.
        public var permissions: UInt8 = 0
        /// Bytes loaded.
        public var loadedByteCount: UInt64 = 0
        /// Bytes stored.
        public var storedByteCount: UInt64 = 0
    }
    /// A fault.
    public struct Fault: Hashable, Sendable {
        /// The domain, by position.
        public var domain: Int
        /// The step.
        public var step: TraceEvent.Step
        /// The reason.
        public var reason: String
    }
    /// Faults listed; more are only counted.
    public static let listedFaultCount = 20

    /// Events recorded.
    public private(set) var stepCount: UInt64 = 0
    /// Entries begun.
    public private(set) var entryCount: UInt64 = 0
    /// Notifications sent.
    public private(set) var signalCount: UInt64 = 0
    /// Notifications that merged with an earlier one.
    public private(set) var mergedCount: UInt64 = 0
    /// Protected calls.
    public private(set) var callCount: UInt64 = 0
    /// Refused system calls.
    public private(set) var deniedCount: UInt64 = 0
    /// Deferred actions that were overwritten.
    public private(set) var lostDeferredCount: UInt64 = 0
    /// All faults.
    public private(set) var faultCount: UInt64 = 0
    /// The first faults.
    public private(set) var faults: [Fault] = []
    /// Virtual time of the last event, in microseconds.
    public private(set) var microseconds: UInt64 = 0
    /// By region, then domain.
    public private(set) var uses: [[Use]]

    /// An empty tally of that many regions and domains.
    public init(regionCount: Int, domainCount: Int) {
        uses = Array(repeating: Array(repeating: Use(), count: domainCount), count: regionCount)
    }

    /// Counts `event`; `text` is what a string number in it stands for.
    mutating func count(_ event: TraceEvent, text: String) {
        stepCount += 1
        microseconds = event.time
        switch event.kind {
        case .begin: entryCount += 1
        case .signal(_, _, _, let outcome, _):
            signalCount += 1
            if outcome == .merged { mergedCount += 1 }
        case .call: callCount += 1
        case .denied: deniedCount += 1
        case .deferred(_, lost: true): lostDeferredCount += 1
        case .fault:
            faultCount += 1
            guard faults.count < Self.listedFaultCount else { return }
            faults.append(Fault(domain: Int(event.domain), step: stepCount, reason: text))
        case .map(let region, let permissions, _): use(region, event.domain) { $0.permissions |= permissions }
        case .read(let region, _, let byteCount):
            use(region, event.domain) { $0.loadedByteCount += byteCount }
        case .write(let region, _, let byteCount, _, _):
            use(region, event.domain) { $0.storedByteCount += byteCount }
        default: break
        }
    }

    private mutating func use(_ region: Int16, _ domain: Int16, _ change: (inout Use) -> Void) {
        guard uses.indices.contains(Int(region)), uses[Int(region)].indices.contains(Int(domain)) else {
            return
        }
        change(&uses[Int(region)][Int(domain)])
    }
}
