/// What a domain's thread asks of the kernel, with channels resolved to what they lead to.
enum SystemCall: Sendable {
    /// Signal `target`, the domain at the other end, which knows the channel as `bit`.
    case notify(channel: UInt8, target: Int16, bit: UInt8)
    /// Call the domain at the other end and wait for the reply.
    case call(channel: UInt8)
    /// Unmask an interrupt.
    case acknowledge(channel: UInt8)
    /// Stop, resume or restart a child.
    case control(ChildControl, child: UInt8)
    /// Wait.
    case receive
    /// Perform the deferred action, then wait, in one call.
    case sendReceive
    /// Reply to the caller or faulted child, then wait, in one call.
    case replyReceive
    /// Not a call but its sibling: report a fault to the parent or the monitor, and wait.
    case fault(reason: UInt32)

    /// Whether the domain is between entries in it.
    var isWait: Bool {
        switch self {
        case .receive, .sendReceive, .replyReceive: true
        case .notify, .call, .acknowledge, .control, .fault: false
        }
    }
}

/// What is in the one deferred slot.
enum Deferred: Hashable, Sendable {
    /// Nothing.
    case nothing
    /// A signal on a channel, to a domain that knows it as `bit`.
    case notify(UInt8, target: Int16, bit: UInt8)
    /// An acknowledgement.
    case acknowledge(UInt8)
    /// A passive domain tells the monitor that its `init` is done.
    case monitor
}
