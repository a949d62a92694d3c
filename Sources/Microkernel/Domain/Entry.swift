/// One entry into a domain, as a value: what the machine picks, what a bench feeds.
public enum Entry: Sendable {
    /// Microkit's `init`.
    case start
    /// A peer or an interrupt notified.
    case notified(ChannelID)
    /// A peer called.
    case protected(ChannelID, Message)
    /// A child faulted; the message's label is the kind of fault.
    case fault(ChildID, Message)
}

extension ProtectionDomain {
    /// Runs `entry`; the reply of `protected` and of a `fault` that resumes the child, `nil` otherwise.
    package func perform(_ entry: Entry) throws(Fault) -> Message? {
        switch entry {
        case .start:
            try start()
            return nil
        case .notified(let channel):
            try notified(channel)
            return nil
        case .protected(let channel, let message):
            return try protected(channel, message)
        case .fault(let child, let message):
            return try fault(child, message)
        }
    }
}
