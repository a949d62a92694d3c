internal import KernelTrace

/// Numbers for what happened, the same for the same in every trace, whatever positions and numbers the trace uses.
///
/// Time, cause, digests and contents do not count.
struct ComparableEvents {
    private struct Happening: Hashable {
        var domain: Int16
        var core: UInt8
        var kind: TraceEvent.Kind
    }

    private let domains: [String]
    private let regions: [String]
    private var texts: [String: UInt32] = [:]
    private var numbers: [Happening: UInt32] = [:]

    /// Positions are those of `header`; names that it does not have get positions of their own.
    init(_ header: TraceHeader) {
        domains = header.domainNames
        regions = header.regions.map(\.name)
    }

    /// A number per event of `trace`.
    mutating func keys(of trace: Trace) -> [UInt32] {
        let positions = Positions(
            domains: Self.positions(trace.header.domainNames, among: domains),
            regions: Self.positions(trace.header.regions.map(\.name), among: regions))
        return trace.events.map { event in
            let happening = Happening(
                domain: positions.domain(event.domain), core: event.core,
                kind: plain(event.kind, positions, trace))
            if let number = numbers[happening] { return number }
            let number = UInt32(numbers.count)
            numbers[happening] = number
            return number
        }
    }

    private struct Positions {
        var domains: [Int16]
        var regions: [Int16]

        func domain(_ place: Int16) -> Int16 {
            domains.indices.contains(Int(place)) ? domains[Int(place)] : place
        }
        func region(_ place: Int16) -> Int16 {
            regions.indices.contains(Int(place)) ? regions[Int(place)] : place
        }
    }

    private static func positions(_ names: [String], among known: [String]) -> [Int16] {
        let places = Dictionary(zip(known, known.indices)) { first, _ in first }
        return names.enumerated().map { place, name in
            Int16(clamping: places[name] ?? known.count + place)
        }
    }

    private mutating func number(_ text: String) -> UInt32 {
        if let number = texts[text] { return number }
        let number = UInt32(texts.count)
        texts[text] = number
        return number
    }

    private mutating func plain(
        _ kind: TraceEvent.Kind, _ at: Positions, _ trace: Trace
    ) -> TraceEvent.Kind {
        switch kind {
        case .log(let text): .log(text: number(trace.text(text)))
        case .note(let text): .note(text: number(trace.text(text)))
        case .fault(let text): .fault(reason: number(trace.text(text)))
        case .signal(let channel, let target, let bit, let outcome, let deferred):
            .signal(
                channel: channel, target: at.domain(target), bit: bit, outcome: outcome, deferred: deferred)
        case .call(let channel, let target, let label, let words):
            .call(channel: channel, target: at.domain(target), label: label, words: words)
        case .reply(let target, let label, let words):
            .reply(target: at.domain(target), label: label, words: words)
        case .faultReply(let child, let resumed): .faultReply(child: at.domain(child), resumed: resumed)
        case .child(let control, let child): .child(control, child: at.domain(child))
        case .run(let previous, let reason): .run(previous: at.domain(previous), reason: reason)
        case .map(let region, let permissions, let count):
            .map(region: at.region(region), permissions: permissions, byteCount: count)
        case .read(let region, let offset, let count):
            .read(region: at.region(region), offset: offset, byteCount: count)
        case .write(let region, let offset, let count, _, _):
            .write(region: at.region(region), offset: offset, byteCount: count, digest: 0, payload: 0)
        case .input(let device, let count, _, _):
            .input(device: number(trace.deviceName(device)), byteCount: count, digest: 0, payload: 0)
        case .output(let device, let count, _, _):
            .output(device: number(trace.deviceName(device)), byteCount: count, digest: 0, payload: 0)
        default: kind
        }
    }
}
