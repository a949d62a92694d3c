internal import KernelTrace

/// One domain while the machine runs: its actor, its strand, its handler loop and its state outside the kernel.
///
/// It is also the domain's `KernelPort`. Touched only by the machine's thread, or by the strand that holds the baton.
final class DomainRuntime: @unchecked Sendable {
    let index: Int
    let name: String
    let core: Int
    let isPassive: Bool
    let wiring: Wiring
    let thread = PDThread()
    let machine: MachineCore

    /// The actor, or the stand-in.
    var body: DomainBody?
    /// Makes the actor anew at a restart, where the registry asks for that.
    var remake: (() -> DomainBody)?
    var strand: Strand?

    /// The entry under way was abandoned: calls of the kernel throw until it has unwound.
    var isDiscarding = false
    /// The strand is on its way through `init`, or waits to begin it: nothing is to be unwound.
    var isAtBeginning = true
    /// The strand has begun.
    var hasBegun = false
    /// Why it last faulted.
    var faultReason = ""
    /// Inside an entry, whose begin is this step; 0 between entries.
    var entryStep: TraceEvent.Step = 0
    /// What led to the next `start`.
    var bootStep: TraceEvent.Step = 0
    /// A root domain that faulted.
    var isDead = false

    /// The one deferred slot: a global of the image, so it survives restarts.
    var deferred = Deferred.nothing
    /// What it sends: the arguments of its call, or its reply.
    var outgoing = Message()
    /// What it was handed: a caller's arguments, a reply, or a fault.
    var incoming = Message()
    /// The step of its call or fault under way.
    var callStep: TraceEvent.Step = 0
    /// The step of the call or fault that it was handed.
    var handedStep: TraceEvent.Step = 0

    /// Processor time that it must still use before it goes on, in microseconds.
    var burnMicroseconds: UInt64 = 0
    /// Virtual time that must have come before it goes on.
    var waitUntil: UInt64 = 0
    /// Declared cost of its entries, in microseconds.
    var costs = EntryCosts()

    /// Step of the last signal per bit that its word has not yet delivered.
    private let signalSteps = Table<TraceEvent.Step>(repeating: 0, count: 64)
    /// Step of the last signal per bit that was delivered with the word it holds.
    private let deliveredSteps = Table<TraceEvent.Step>(repeating: 0, count: 64)

    init(index: Int, name: String, core: Int, isPassive: Bool, wiring: Wiring, machine: MachineCore) {
        self.index = index
        self.name = name
        self.core = core
        self.isPassive = isPassive
        self.wiring = wiring
        self.machine = machine
    }

    /// The step of the signal that set `bit` and was not yet delivered.
    func pendingSignal(_ bit: UInt8) -> TraceEvent.Step { signalSteps[Int(bit)] }

    /// The step of the signal that set `bit` of the word being served.
    func deliveredSignal(_ bit: UInt8) -> TraceEvent.Step { deliveredSteps[Int(bit)] }

    /// Remembers which signal last set `bit`.
    func note(signal step: TraceEvent.Step, bit: UInt8, delivered: Bool) {
        if delivered { deliveredSteps[Int(bit)] = step } else { signalSteps[Int(bit)] = step }
    }

    /// The signals of `word` are delivered now.
    func deliverSignals(_ word: UInt64) {
        var rest = word
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            deliveredSteps[bit] = signalSteps[bit]
            rest &= rest - 1
        }
    }
}

/// Virtual processor time declared per entry of a domain, in microseconds; 0 by default.
struct EntryCosts: Hashable, Sendable {
    private var start: UInt64 = 0
    private var others: [UInt64] = []

    /// Whether any is declared.
    private(set) var isEmpty = true

    subscript(_ entry: TraceEvent.Entry) -> UInt64 {
        get {
            guard !isEmpty else { return 0 }
            let place = Self.place(entry)
            return place == 0 ? start : place < others.count ? others[place] : 0
        }
        set {
            isEmpty = false
            let place = Self.place(entry)
            if place == 0 { start = newValue }
            while others.count <= place { others.append(0) }
            others[place] = newValue
        }
    }

    private static func place(_ entry: TraceEvent.Entry) -> Int {
        switch entry {
        case .start: 0
        case .notified(let channel): 1 + Int(channel)
        case .protected(let channel): 65 + Int(channel)
        case .fault(let child): 129 + Int(child)
        }
    }
}
