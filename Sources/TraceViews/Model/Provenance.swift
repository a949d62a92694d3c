public import KernelTrace

/// A stage on the way of a byte through copies, told backwards from where it is found.
public struct ProvenanceStage: Hashable, Sendable {
    /// How the trace shows that the bytes written are those that were read.
    public enum Evidence: Hashable, Sendable {
        /// Nothing shows where this store had them from: the way begins here.
        case origin
        /// The whole store has the digest of an earlier store that its domain had read before.
        case digest
        /// So many bytes of the store, this one among them, stand in a row in what its domain had read before.
        case contents(byteCount: Int)
    }

    /// The region, by position.
    public var region: Int16
    /// The byte.
    public var offset: UInt64
    /// The store that put it there.
    public var writer: TraceEvent.Step
    /// The read by which the writer got it from the next stage; 0 at the origin.
    public var read: TraceEvent.Step = 0
    /// What shows that.
    public var evidence = Evidence.origin
}

extension TraceModel {
    /// How many reads of the writer are looked at per stage, and how many events before the store.
    private static let (mostReads, mostEvents) = (256, 100_000)
    /// Fewer equal bytes could be chance.
    private static let fewestBytes = 4

    /// Who last wrote the byte at `offset` of `region` at or before `step`, and from where that had it, as far as the
    /// trace shows copies; empty when nobody wrote it.
    ///
    /// A copy is shown when a domain read a range and then stored the same: the store's digest is that of the store
    /// that filled the range, or, where contents are kept, four or more of its bytes stand in what was read.
    public func provenance(
        of offset: UInt64, in region: Int16, atOrBefore step: TraceEvent.Step
    ) -> [ProvenanceStage] {
        var stages: [ProvenanceStage] = []
        var (offset, region, step) = (offset, region, step)
        while stages.count < 64, let writer = writes.writer(of: offset, in: region, atOrBefore: step) {
            var stage = ProvenanceStage(region: region, offset: offset, writer: writer)
            let source = source(ofStore: writer, byte: offset)
            if let source { (stage.read, stage.evidence) = (source.read, source.evidence) }
            stages.append(stage)
            guard let source else { break }
            (region, offset, step) = (source.region, source.offset, source.read - 1)
        }
        return stages
    }

    private struct Source {
        var region: Int16
        var offset: UInt64
        var read: TraceEvent.Step
        var evidence: ProvenanceStage.Evidence
    }

    private func source(ofStore writer: TraceEvent.Step, byte: UInt64) -> Source? {
        guard let store = trace[writer], store.domain >= 0,
            case .write(let region, let offset, let count, let digest, let payload) = store.kind
        else { return nil }
        var reads = 0
        var place = Int(writer) - 1
        let last = max(0, place - Self.mostEvents)
        while place > last, reads < Self.mostReads {
            place -= 1
            let event = trace.events[place]
            guard event.domain == store.domain, case .read(let from, let at, let length) = event.kind else {
                continue
            }
            reads += 1
            let step = TraceEvent.Step(place + 1)
            if from == region && at == offset { continue }
            if length == count, storeDigest(filling: at, length, of: from, before: step) == digest {
                return Source(region: from, offset: at &+ (byte - offset), read: step, evidence: .digest)
            }
            guard payload != 0,
                let found = find(trace.payloads[payload], byte - offset, at, length, of: from, before: step)
            else { continue }
            return Source(
                region: from, offset: found.offset, read: step,
                evidence: .contents(byteCount: found.byteCount))
        }
        return nil
    }

    /// The digest of the one store that filled this range, if one did.
    private func storeDigest(
        filling offset: UInt64, _ count: UInt64, of region: Int16, before step: TraceEvent.Step
    ) -> UInt64? {
        guard count > 0, count <= .max - offset,
            let writer = writes.writer(of: offset, in: region, atOrBefore: step),
            case .write(_, offset, count, let digest, _) = trace[writer]?.kind,
            count <= 1 << 20
                ? writes.bytes(offset..<(offset + count), of: region, after: step).allSatisfy({
                    $0.writer == writer
                })
                : writes.last(in: region, atOrBefore: step) == writer
        else { return nil }
        return digest
    }

    /// Where the byte at `place` of `stored` stands in the range that was read: the longest run of equal bytes around
    /// it wins.
    private func find(
        _ stored: ArraySlice<UInt8>, _ place: UInt64, _ offset: UInt64, _ count: UInt64, of region: Int16,
        before step: TraceEvent.Step
    ) -> (offset: UInt64, byteCount: Int)? {
        guard count >= Self.fewestBytes, count <= 1 << 16, count <= .max - offset, stored.count <= 1 << 16,
            place < stored.count
        else {
            return nil
        }
        let source = writes.bytes(offset..<(offset + count), of: region, after: step)
        let stored = Array(stored)
        let place = Int(place)
        var best: (length: Int, index: Int)?
        for index in source.indices where source[index].value == stored[place] {
            var (low, high) = (0, 1)
            while place - low > 0, index - low > 0, source[index - low - 1].value == stored[place - low - 1] {
                low += 1
            }
            while place + high < stored.count, index + high < source.count,
                source[index + high].value == stored[place + high]
            { high += 1 }
            let run = stored[(place - low)..<(place + high)]
            // Runs of one value, zeros above all, are equal by chance.
            guard low + high >= Self.fewestBytes, run.contains(where: { $0 != run.first }) else { continue }
            if low + high > best?.length ?? 0 { best = (low + high, index) }
        }
        return best.map { (offset + UInt64($0.index), $0.length) }
    }
}
