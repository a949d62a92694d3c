public import KernelTrace
internal import SystemDescription

/// Which events of a trace are asked for.
public struct TraceQuery: Hashable, Sendable {
    /// A question about something that the trace does not have.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The whole message.
        public let description: String
    }

    /// Only events that this domain did or that were done to it.
    public var domain: Int16?
    /// Only events on these channels, each given by domain and id of one end.
    public var ends: Set<End>?

    /// One end of a channel or an interrupt.
    public struct End: Hashable, Sendable {
        /// The domain.
        public var domain: Int16
        /// The id by which it knows the channel.
        public var id: UInt8
    }

    /// All events.
    public init() {}

    /// Looks names up in `trace`.
    ///
    /// - Parameters:
    ///   - trace: whose header has the names.
    ///   - domain: a domain's name.
    ///   - channel: a channel's id at either end, such as `3`, or at one domain's, such as `keygen:3`.
    /// - Throws: when the trace has no such domain or channel.
    public init(_ trace: Trace, domain: String? = nil, channel: String? = nil) throws(Failure) {
        if let domain { self.domain = try Self.position(of: domain, in: trace) }
        if let channel { ends = try Self.ends(of: channel, in: trace) }
    }

    private static func position(of name: String, in trace: Trace) throws(Failure) -> Int16 {
        let names = trace.header.domainNames
        if let place = names.firstIndex(of: name) { return Int16(place) }
        let hint = Suggestion.nearest(to: name, in: names).map { "did you mean '\(printable($0))'?" }
        let known =
            names.isEmpty ? "it has none" : "it has \(names.map { printable($0) }.joined(separator: ", "))"
        throw Failure(
            description: "the trace has no protection domain '\(printable(name))'; \(hint ?? known)")
    }

    static func ends(of text: String, in trace: Trace) throws(Failure) -> Set<End> {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let id = UInt8(parts[parts.count - 1]) else {
            throw Failure(
                description:
                    "'\(printable(text))' is no channel: give its id, such as 3, or domain and id, such as keygen:3"
            )
        }
        let domain = parts.count == 2 ? try position(of: String(parts[0]), in: trace) : nil
        var ends: Set<End> = []
        for channel in trace.header.channels {
            let both = zip(channel.domains, channel.ids).map { End(domain: Int16($0), id: $1) }
            if both.contains(where: { $0.id == id && (domain ?? $0.domain) == $0.domain }) {
                ends.formUnion(both)
            }
        }
        // Interrupts are channels of one end, and the header does not list them.
        for event in trace.events {
            if case .irq(id, _) = event.kind, (domain ?? event.domain) == event.domain {
                ends.insert(End(domain: event.domain, id: id))
            }
        }
        guard ends.isEmpty else { return ends }
        let known = Set(trace.header.channels.flatMap(\.ids)).sorted().map(String.init).joined(
            separator: ", ")
        throw Failure(
            description: "the trace has no channel '\(printable(text))'; "
                + (known.isEmpty ? "it has none" : "its channels' ids are \(known)"))
    }

    /// Whether `event` is asked for.
    public func accepts(_ event: TraceEvent) -> Bool {
        if let domain, event.domain != domain, event.otherDomain != domain { return false }
        guard let ends else { return true }
        return event.touches(ends)
    }
}

extension TraceEvent {
    /// The domain to which something was done.
    var otherDomain: Int16? {
        switch kind {
        case .signal(_, let target, _, _, _), .call(_, let target, _, _), .reply(let target, _, _): target
        case .faultReply(let child, _), .child(_, let child): child
        default: nil
        }
    }

    /// Whether the event is about a channel with one of these ends.
    func touches(_ ends: Set<TraceQuery.End>) -> Bool {
        func holds(_ domain: Int16, _ id: UInt8) -> Bool { ends.contains(.init(domain: domain, id: id)) }
        return switch kind {
        case .begin(.notified(let id), _), .begin(.protected(let id), _), .deferred(let id, _),
            .irq(let id, _), .irqAck(let id, _), .call(let id, _, _, _):
            holds(domain, id)
        case .signal(let id, let target, let bit, _, _): holds(domain, id) || holds(target, bit)
        case .denied(_, let id): id < 256 && holds(domain, UInt8(id))
        default: false
        }
    }
}
