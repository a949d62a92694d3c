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
    private let stack: ExecutionStack
    private let body: () -> Void
    /// Where the strand goes on; while it runs, where its resumer goes on.
    private var context: kms_fcontext?
    private var hasEnded = false

    init(stackByteCount: Int, note: DomainNote, body: @escaping () -> Void) {
        stack = ExecutionStack(byteCount: stackByteCount)
        self.body = body
        super.init(note)
        note.setStackGuard(stack.guardRange)
        unsafe context = make_fcontext(stack.top, stack.byteCount) { transfer in
            // This frame is never left, so it must own nothing: what the strand holds is released in `runToEnd`.
            let resumer = unsafe CoroutineStrand.runToEnd(transfer)
            _ = unsafe jump_fcontext(resumer, nil)
        }
    }

    override func resume() {
        if hasEnded { fatalError("a strand that ended was resumed") }
        note.enter()
        switchOver()
        FaultReporter.leave()
    }
    override func suspend() { switchOver() }

    /// No access to `self` is in flight while the stacks are switched: each line below is complete in itself.
    private func switchOver() {
        let other = unsafe context
        let transfer = unsafe jump_fcontext(other, Unmanaged.passUnretained(self).toOpaque())
        unsafe context = transfer.from
    }

    /// Runs the whole strand.
    ///
    /// Returns the context of whoever resumed it last.
    private static func runToEnd(_ transfer: kms_transfer) -> kms_fcontext? {
        let strand = unsafe Unmanaged<CoroutineStrand>.fromOpaque(transfer.data).takeUnretainedValue()
        unsafe strand.context = transfer.from
        strand.body()
        strand.hasEnded = true
        return unsafe strand.context
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
