internal import KernelTrace

/// One domain while the machine runs: its actor, its strand, its handler loop and its state outside the kernel.
///
/// It is also the domain's `KernelPort`. Touched only by the machine's thread, or by the strand that holds the baton.
@safe final class DomainRuntime: @unchecked Sendable {
    let index: Int
    let name: String
    let core: Int
    let isPassive: Bool
    let wiring: Wiring
    let thread = PDThread()
    let machine: MachineCore

    /// The actor, or the stand-in.
    var body: DomainBody? { didSet { unsafe bodyInUse = body.map { unsafe Unmanaged.passUnretained($0) } } }
    /// The same, for entering it: an entry ends or unwinds before the actor is replaced or let go.
    private(set) var bodyInUse: Unmanaged<DomainBody>?
    /// Makes the actor anew at a restart, where the registry asks for that.
    var remake: (() -> DomainBody)?
    var strand: Strand?
    /// Names it in a report of a memory fault.
    let note: DomainNote
    /// Nobody can stop or restart it, so others may serve entries on the strand it is suspended on.
    var isRoot = false
    /// On how many lower domains it stands while it serves an entry on their strand; 0 on its own.
    var nesting = 0

    /// The strand is on its way through `init`, or waits to begin it: nothing is to be unwound.
    var isAtBeginning = true
    /// The strand has begun.
    var hasBegun = false
    /// The strand has ended.
    var hasEnded = false
    /// Why it last faulted.
    var faultReason = ""
    /// What led to the next `start`.
    var bootStep: TraceEvent.Step = 0

    /// The one deferred slot: a global of the image, so it survives restarts.
    var deferred = Deferred.nothing
    /// What it sends: the arguments of its call, or its reply.
    var outgoing = Message()
    /// What it was handed: a caller's arguments, a reply, or a fault.
    var incoming = Message()
    /// Whom it hands over to when it has unwound a discarded entry.
    var discarder: Unmanaged<Strand>?
    /// Declared cost of its entries, in microseconds.
    var costs = EntryCosts()

    init(index: Int, name: String, core: Int, isPassive: Bool, wiring: Wiring, machine: MachineCore) {
        self.index = index
        self.name = name
        self.core = core
        self.isPassive = isPassive
        self.wiring = wiring
        note = DomainNote(name)
        self.machine = machine
    }

    /// What the machine's steps keep of the domain.
    var state: DomainState {
        @inline(__always) _read { yield machine.states[index] }
        @inline(__always) _modify { yield &machine.states[index] }
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
