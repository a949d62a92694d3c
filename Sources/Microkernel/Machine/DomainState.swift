internal import KernelTrace

/// What the machine's steps read and write of a domain, besides the scheduler's own: plain numbers in a table.
struct DomainState: BitwiseCopyable {
    /// Inside an entry, whose begin is this step; 0 between entries.
    var entryStep: TraceEvent.Step = 0
    /// The step of its call or fault under way.
    var callStep: TraceEvent.Step = 0
    /// The step of the call or fault that it was handed.
    var handedStep: TraceEvent.Step = 0
    /// Processor time that it must still use before it goes on, in microseconds.
    var burnMicroseconds: UInt64 = 0
    /// Virtual time that must have come before it goes on.
    var waitUntil: UInt64 = 0
    /// The entry under way was abandoned: calls of the kernel throw until it has unwound.
    var isDiscarding = false
    /// Once it runs, lower domains do not until its entry has ended (see `DomainRuntime.serve`).
    var runsToCompletion = false
    /// Its strand waits between entries: it may serve the next one on another.
    var isWaiting = false
    /// A root domain that faulted.
    var isDead = false
}

/// Per domain and bit of its notification word, which signal set it.
struct SignalSteps: ~Copyable {
    /// By the last signal that the word has not yet delivered.
    private let pending: Table<TraceEvent.Step>
    /// By the last signal that was delivered with the word being served.
    private let delivered: Table<TraceEvent.Step>

    init(domains: Int) {
        pending = Table(repeating: 0, count: 64 * domains)
        delivered = Table(repeating: 0, count: 64 * domains)
    }

    /// The step of the signal that set `bit` of `domain` and was not yet delivered.
    @inline(__always)
    func pending(_ domain: Int, _ bit: UInt8) -> TraceEvent.Step { pending[domain << 6 | Int(bit & 63)] }

    /// The step of the signal that set `bit` of the word that `domain` serves.
    @inline(__always)
    func delivered(_ domain: Int, _ bit: UInt8) -> TraceEvent.Step { delivered[domain << 6 | Int(bit & 63)] }

    /// Remembers which signal last set `bit` of `domain`.
    @inline(__always)
    func note(_ domain: Int, _ bit: UInt8, _ step: TraceEvent.Step, isDelivered: Bool) {
        let place = domain << 6 | Int(bit & 63)
        if isDelivered { delivered[place] = step } else { pending[place] = step }
    }

    /// The signals of `word` are delivered to `domain` now.
    @inline(__always)
    func deliver(_ word: UInt64, to domain: Int) {
        var rest = word
        while rest != 0 {
            let place = domain << 6 | rest.trailingZeroBitCount
            delivered[place] = pending[place]
            rest &= rest &- 1
        }
    }
}
