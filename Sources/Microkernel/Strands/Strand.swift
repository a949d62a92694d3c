/// What holds a domain's suspended entries: a thread of execution, of which one of a machine runs at a time.
///
/// The one that runs hands over to another, in any order, and goes on when somebody hands over to it. The *home* is
/// the machine's own thread of execution, to which a strand hands over when its body ends. Two kinds, with one
/// protocol and the same traces: `CoroutineStrand` and `ThreadStrand`; all strands of a machine are of one kind.
class Strand {
    init() {}

    /// Called on this strand: runs `next`, from where it handed over or from its beginning.
    ///
    /// Returns when somebody hands over to this one. `next` is of the same kind, has not ended, and is kept alive by
    /// the machine.
    func handOver(to next: Unmanaged<Strand>) { fatalError("abstract") }

    /// The strand that the calling thread is, before there are others.
    static func home(_ backend: MachineOptions.Backend) -> Strand {
        switch backend {
        case .coroutines: CoroutineStrand()
        case .threads: ThreadStrand()
        }
    }

    /// A strand of the domain of `note` that will run `body` when it is first handed over to, and hand over to `home`
    /// after it.
    static func make(
        from home: Strand, stackByteCount: Int, note: DomainNote, body: @escaping () -> Void
    ) -> Strand {
        if let home = home as? CoroutineStrand {
            let strand = CoroutineStrand(home: home, stackByteCount: stackByteCount, body: body)
            strand.setGuard(of: note)
            return strand
        }
        guard let home = home as? ThreadStrand else { fatalError("a strand of no kind") }
        return ThreadStrand(home: home, stackByteCount: stackByteCount, body: body)
    }
}
