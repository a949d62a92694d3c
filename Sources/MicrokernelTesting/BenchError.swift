public import Microkernel

/// What a test asked of a bench that cannot be, or what the bench found wrong.
public enum BenchError: Error, Equatable, Sendable {
    /// The description has no domain of this name.
    case noSuchDomain(String)
    /// The domain has no region of this symbol or name.
    case noSuchRegion(String)
    /// The domain has no such channel or interrupt.
    case noSuchChannel(ChannelID)
    /// The domain has no such child.
    case noSuchChild(ChildID)
    /// By the description the peer may not notify the domain on this channel.
    case peerMayNotNotify(ChannelID)
    /// By the description the peer may not call the domain on this channel.
    case peerMayNotCall(ChannelID)
    /// The range asked for lies outside the region.
    case outOfBounds(String)
    /// The domain called on `channel`, and the test gave no reply: on a real system it would wait for ever.
    case unansweredCall(ChannelID, Message)
    /// The domain is inside an entry: entries never nest.
    case insideEntry
    /// The description was refused; the text is the checker's first message.
    case badDescription(String)
    /// The domain uses all 62 ids, so the bench has none left to wake it.
    case cannotPlay(String)
    /// A call on this channel got no reply: its caller waits for ever.
    case noReply(ChannelID)
    /// The machine did not become idle within a million kernel steps.
    case runsForEver
    /// `finish()` was called: the domain is gone.
    case finished
    /// What `finish()` found, one sentence each.
    case leftOver([String])
}

extension BenchError: CustomStringConvertible {
    /// The problem as a sentence.
    public var description: String {
        switch self {
        case .noSuchDomain(let name): "the description has no protection domain '\(name)'"
        case .noSuchRegion(let symbol): "the domain has no region '\(symbol)'"
        case .noSuchChannel(let channel): "the domain has no channel or irq \(channel.number)"
        case .noSuchChild(let child): "the domain has no child \(child.number)"
        case .peerMayNotNotify(let channel):
            "by the description the peer may not notify channel \(channel.number)"
        case .peerMayNotCall(let channel):
            "by the description the peer may not call on channel \(channel.number)"
        case .outOfBounds(let symbol): "the range lies outside region '\(symbol)'"
        case .unansweredCall(let channel, let message):
            "the domain called on channel \(channel.number) (\(message)), and the test gave no reply"
        case .insideEntry: "the domain is inside an entry, and entries never nest"
        case .badDescription(let message): message
        case .cannotPlay(let name): "'\(name)' uses all 62 ids: the test has none left to wake it"
        case .noReply(let channel): "the call on channel \(channel.number) got no reply"
        case .runsForEver: "the machine did not become idle"
        case .finished: "the bench is finished"
        case .leftOver(let findings): findings.joined(separator: "\n")
        }
    }
}
