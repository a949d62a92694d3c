/// Entries served on the strand of a lower domain: most pre-emptions, at the price of a call instead of two switches.
///
/// A domain that pre-empts `host` in the middle of its entry may run on host's stack if it is certain to be done before
/// host goes on. It is, when it is strictly higher than host; never blocks in an entry (it has no end that may call);
/// is not stopped, restarted or abandoned (it has no parent); does not lose its core to a lower one (its slice is renewed
/// at once, its context its own, there is one core and no schedule of domains); and waits between entries. Host must
/// have no parent either, since its strand could not unwind under another domain.
///
/// While it is served there, whoever it pre-empts or notifies runs as usual, and it is suspended on host's strand.
extension DomainRuntime {
    /// How many domains may stand on one stack, which was sized for one.
    private static let nestingLimit = 4

    /// Whether `next`, which is to run, may serve its entry on the strand that this domain is suspended on.
    func mayCarry(_ next: Int) -> Bool {
        guard isRoot, nesting < Self.nestingLimit, machine.states[next].runsToCompletion,
            machine.states[next].isWaiting
        else { return false }
        return machine.scheduler.threads[next].priority > machine.scheduler.threads[index].priority
    }

    /// Serves what this domain was handed, on `strand`, until it waits again.
    func serve(on strand: Unmanaged<Strand>, nesting: Int) {
        let own = unsafe machine.strands[index]
        unsafe machine.strands[index] = strand
        state.isWaiting = false
        // The wait that it was in is over, on its own strand too, where it cannot say so now.
        deferred = .nothing
        self.nesting = nesting
        note.enter()
        do throws(Fault) {
            repeat { try serveOne() } while machine.scheduler.threads[index].state != .receiving
            state.isWaiting = true
        } catch {
            // It faulted, and is dead; or the machine ends.
        }
        self.nesting = 0
        unsafe machine.strands[index] = own
    }
}
