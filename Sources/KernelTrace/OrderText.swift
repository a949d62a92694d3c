/// The order of entries in the short notation of golden tests: `keygen.i, client.i[, keygen.n1, ]client.i`.
///
/// `X.i` is the start of X, `X.n3` notified(3), `X.p3` protected(3), `X.f1` fault of child 1. An entry between
/// whose begin and end nothing was printed stands alone; otherwise `X.n3[` and `]X.n3` mark its begin and end.
/// An entry that never ended is `X.i!`. `X.i~2` is mark 2 of a scripted stand-in. Marks count as printed.
///
/// - Parameters:
///   - events: a whole trace, or as much as is held of it.
///   - names: the domains' names, by position.
/// - Returns: the words, separated by `, `.
/// - Complexity: linear.
public func orderText(_ events: some Sequence<TraceEvent>, names: [String]) -> String {
    var order = OrderTokens()
    for event in events { order.append(event) }
    return order.text(names: names)
}

/// The printed words of an order, in the making.
private struct OrderTokens {
    private enum Token {
        case begin(domain: Int16, TraceEvent.Entry, form: Form)
        case end(domain: Int16, TraceEvent.Entry)
        case mark(domain: Int16, TraceEvent.Entry, UInt32)
    }
    /// How a begin is shown: as never ended until an end is seen.
    private enum Form { case unended, alone, bracketed }

    private var tokens: [Token] = []
    /// Per domain: the place of its entry's begin among the tokens.
    private var open: [Int16: Int] = [:]

    mutating func append(_ event: TraceEvent) {
        switch event.kind {
        case .begin(let entry, _):
            open[event.domain] = tokens.count
            tokens.append(.begin(domain: event.domain, entry, form: .unended))
        case .end:
            guard let place = open.removeValue(forKey: event.domain), let entry = entry(at: place) else {
                return
            }
            let alone = place == tokens.count - 1
            tokens[place] = .begin(domain: event.domain, entry, form: alone ? .alone : .bracketed)
            if !alone { tokens.append(.end(domain: event.domain, entry)) }
        case .discarded:
            open[event.domain] = nil
        case .mark(let number):
            guard let place = open[event.domain], let entry = entry(at: place) else { return }
            tokens.append(.mark(domain: event.domain, entry, number))
        default:
            break
        }
    }

    private func entry(at place: Int) -> TraceEvent.Entry? {
        guard case .begin(_, let entry, _) = tokens[place] else { return nil }
        return entry
    }

    func text(names: [String]) -> String {
        func name(_ domain: Int16, _ entry: TraceEvent.Entry) -> String {
            let known = names.indices.contains(Int(domain))
            return "\(known ? names[Int(domain)] : "?\(domain)").\(entry)"
        }
        return tokens.map { token in
            switch token {
            case .begin(let domain, let entry, .alone): name(domain, entry)
            case .begin(let domain, let entry, .bracketed): name(domain, entry) + "["
            case .begin(let domain, let entry, .unended): name(domain, entry) + "!"
            case .end(let domain, let entry): "]" + name(domain, entry)
            case .mark(let domain, let entry, let number): "\(name(domain, entry))~\(number)"
            }
        }.joined(separator: ", ")
    }
}

extension TraceEvent.Entry: CustomStringConvertible {
    /// `i`, `n3`, `p3` or `f1`.
    public var description: String {
        switch self {
        case .start: "i"
        case .notified(let channel): "n\(channel)"
        case .protected(let channel): "p\(channel)"
        case .fault(let child): "f\(child)"
        }
    }
}
