/// What holds a domain's suspended entries: a thread of execution that runs only while it was resumed.
///
/// `resume` and `suspend` hand over in strict pairs: whoever resumes a strand goes on when that strand suspends or
/// ends. Two kinds, with one protocol and the same traces: `CoroutineStrand` and `ThreadStrand`.
class Strand {
    /// Whom a report of a memory fault names while the strand runs.
    let note: DomainNote

    init(_ note: DomainNote) { self.note = note }

    /// Runs the strand from where it suspended, or from its beginning.
    ///
    /// Returns when it suspends or ends.
    func resume() { fatalError("abstract") }
    /// Called on the strand: hands back to whoever resumed it.
    ///
    /// Returns when it is resumed.
    func suspend() { fatalError("abstract") }

    /// A strand that will run `body` when first resumed.
    static func make(
        _ backend: MachineOptions.Backend, stackByteCount: Int, note: DomainNote, body: @escaping () -> Void
    ) -> Strand {
        switch backend {
        case .coroutines: CoroutineStrand(stackByteCount: stackByteCount, note: note, body: body)
        case .threads: ThreadStrand(stackByteCount: stackByteCount, note: note, body: body)
        }
    }
}
