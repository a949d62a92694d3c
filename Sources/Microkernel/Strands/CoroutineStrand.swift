internal import CBoostContext
internal import Glibc

/// A strand that is a stack of its own on the machine's thread, switched by Boost.Context.
///
/// **Exclusivity.** Swift's runtime keeps the accesses in flight (`inout`, `borrowing` of stored properties) in one
/// list per operating-system thread, and finds them there by address, in any order. Strands share a thread, so their
/// accesses share a list: a domain that holds an access across `notify` keeps it registered while others run, and a
/// real overlap is still caught, whoever causes it. Two things must hold, and do: the list's nodes lie on the strands'
/// stacks, so a stack is freed only after its last access has ended, for which a discarded entry is *unwound* by an
/// error, never dropped; and all strands of a machine run on one thread, which `Machine` checks.
@safe final class CoroutineStrand: Strand {
    /// The home has none of its own: it is whatever stack the machine's driver runs on.
    private let stack: ExecutionStack?
    private let home: CoroutineStrand?
    private let body: () -> Void
    /// Where the strand goes on; without meaning while it runs.
    private var context: kms_fcontext?
    /// To whom it last handed over.
    private var successor: Unmanaged<CoroutineStrand>?
    private var hasEnded = false

    /// The home: the stack of the caller.
    override init() {
        stack = nil
        home = nil
        body = {}
    }

    init(home: CoroutineStrand, stackByteCount: Int, body: @escaping () -> Void) {
        let stack = ExecutionStack(byteCount: stackByteCount)
        self.stack = stack
        self.home = home
        self.body = body
        super.init()
        unsafe context = make_fcontext(stack.top, stack.byteCount) { transfer in
            // This frame is never left, so it must own nothing: what the strand holds is released in `runToEnd`.
            let (context, ended) = unsafe CoroutineStrand.runToEnd(transfer)
            _ = unsafe jump_fcontext(context, ended)
        }
    }

    /// No access to a strand is in flight while the stacks are switched: each line below is complete in itself.
    override func handOver(to next: Unmanaged<Strand>) {
        let next = unsafe Unmanaged<CoroutineStrand>.fromOpaque(next.toOpaque())
        let context = unsafe next._withUnsafeGuaranteedRef { unsafe $0.contextToRun() }
        unsafe successor = next
        let transfer = unsafe jump_fcontext(context, Unmanaged.passUnretained(self).toOpaque())
        _ = unsafe Self.suspended(transfer)
    }

    /// Tells `note` where this stack ends.
    func setGuard(of note: DomainNote) {
        if let stack { note.setStackGuard(stack.guardRange) }
    }

    /// Where to go on.
    private func contextToRun() -> kms_fcontext? {
        if hasEnded { fatalError("a strand that ended was handed over to") }
        return unsafe context
    }

    /// Remembers where the strand goes on from which this one was handed over to.
    ///
    /// Returns that strand.
    private static func suspended(_ transfer: kms_transfer) -> Unmanaged<CoroutineStrand> {
        let predecessor = unsafe Unmanaged<CoroutineStrand>.fromOpaque(transfer.data)
        unsafe predecessor._withUnsafeGuaranteedRef { unsafe $0.context = transfer.from }
        return unsafe predecessor
    }

    /// Runs a whole strand: the one that its predecessor named.
    ///
    /// Returns where the home goes on, and the strand that ended.
    private static func runToEnd(_ transfer: kms_transfer) -> (kms_fcontext?, UnsafeMutableRawPointer) {
        let predecessor = unsafe suspended(transfer).takeUnretainedValue()
        guard let this = unsafe predecessor.successor else {
            fatalError("a strand that nobody handed over to")
        }
        let strand = unsafe this.takeUnretainedValue()
        strand.body()
        strand.hasEnded = true
        guard let home = strand.home else { fatalError("the home is no coroutine") }
        return unsafe (home.contextToRun(), this.toOpaque())
    }
}

/// Memory for a stack that grows down to a guard page; a touch of that is SIGSEGV.
@safe private final class ExecutionStack {
    private let base: UnsafeMutableRawPointer
    private let mappedByteCount: Int
    private static let guardByteCount = 1 << 14

    init(byteCount: Int) {
        let page = 1 << 14
        mappedByteCount = (max(byteCount, page) + page - 1) / page * page + Self.guardByteCount
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK
        let memory = unsafe mmap(nil, mappedByteCount, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            fatalError("no memory for a stack of \(mappedByteCount) bytes: errno \(errno)")
        }
        unsafe base = memory
        unsafe mprotect(base, Self.guardByteCount, PROT_NONE)
    }
    deinit { unsafe munmap(base, mappedByteCount) }

    var top: UnsafeMutableRawPointer { unsafe base + mappedByteCount }
    var byteCount: Int { mappedByteCount - Self.guardByteCount }
    var guardRange: Range<UInt> {
        let start = unsafe UInt(bitPattern: base)
        return start..<start + UInt(Self.guardByteCount)
    }
}
