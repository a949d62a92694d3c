internal import Microkernel

/// The kernel of a bench: keeps what the domain does for the test to look at.
///
/// Used by one test on one thread.
final class BenchPort: KernelPort, @unchecked Sendable {
    /// A system call that was refused: the description gives no right to it.
    struct Rights {
        var notifies: Set<ChannelID> = []
        var calls: Set<ChannelID> = []
    }
    private enum DeferredAction {
        case notify(ChannelID)
        case acknowledge(ChannelID)
    }

    let thread = PDThread()
    var rights = Rights()
    private(set) var sent: [ChannelID] = []
    private(set) var denied: [String] = []
    private(set) var printed: [String] = []
    private(set) var controls: [(ChildID, ChildControl)] = []
    private(set) var lostDeferred: [String] = []
    /// Bytes that the domain stored and no test has read, by region.
    var unreadStores: [ByteRanges] = []
    /// Interrupts delivered and not acknowledged.
    var masked: Set<ChannelID> = []
    /// Interrupts raised while masked.
    var pendingInterrupts: Set<ChannelID> = []
    var replies: [ChannelID: ArraySlice<Message>] = [:]
    var answers: [ChannelID: (Message) throws -> Message] = [:]
    /// What ends the current entry for a reason of the test's.
    private(set) var problem: (any Error)?
    /// How many system calls the entry may make before it is abandoned.
    var callsLeft: Int?
    private var deferredAction: DeferredAction?
    private var isDiscarding = false
    private(set) var isInside = false

    var storesCount: Bool { !isDiscarding }

    func takeSent() -> [ChannelID] { take(&sent) }
    /// Those sent after the first `count`.
    func takeSent(from count: Int) -> [ChannelID] {
        defer { sent.removeSubrange(count...) }
        return Array(sent[count...])
    }
    func takeDenied() -> [String] { take(&denied) }
    func takePrinted() -> [String] { take(&printed) }
    func takeControls() -> [(ChildID, ChildControl)] { take(&controls) }
    func takeLostDeferred() -> [String] { take(&lostDeferred) }
    private func take<T>(_ list: inout [T]) -> [T] {
        defer { list = [] }
        return list
    }

    /// Begins an entry.
    func begin() {
        problem = nil
        isDiscarding = false
        isInside = true
    }

    /// Ends an entry: what was deferred happens, as at Microkit's next wait.
    func end(discarding: Bool) throws {
        callsLeft = nil
        isInside = false
        if let problem { throw problem }
        guard !discarding, let action = deferredAction else { return }
        deferredAction = nil
        switch action {
        case .notify(let channel): sent.append(channel)
        case .acknowledge(let irq): masked.remove(irq)
        }
    }

    /// Every system call of an abandoned entry throws.
    private func enterKernel() throws(Fault) {
        if let left = callsLeft {
            if left == 0 { isDiscarding = true }
            callsLeft = max(0, left - 1)
        }
        if isDiscarding { throw .discarded }
    }

    private func abandon(_ reason: any Error) -> Fault {
        problem = reason
        isDiscarding = true
        return .discarded
    }

    private func deny(_ call: String, _ channel: ChannelID) {
        denied.append("microkit_\(call): invalid channel given '\(channel.number)'")
    }

    private func put(_ action: DeferredAction) {
        switch deferredAction {
        case .notify(let channel): lostDeferred.append("deferred notify on channel \(channel.number)")
        case .acknowledge(let irq): lostDeferred.append("deferred acknowledgement of irq \(irq.number)")
        case nil: break
        }
        deferredAction = action
    }

    func notify(_ channel: ChannelID) throws(Fault) {
        try enterKernel()
        guard rights.notifies.contains(channel) else { return deny("notify", channel) }
        sent.append(channel)
    }

    func deferredNotify(_ channel: ChannelID) throws(Fault) {
        try enterKernel()
        guard rights.notifies.contains(channel) else { return deny("deferred_notify", channel) }
        put(.notify(channel))
    }

    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        try enterKernel()
        guard rights.calls.contains(channel) else {
            deny("ppcall", channel)
            return Message()
        }
        if let reply = replies[channel]?.popFirst() { return reply }
        guard let answer = answers[channel] else {
            throw abandon(BenchError.unansweredCall(channel, message))
        }
        let outcome = try thread.lend { () throws(Fault) in Result { try answer(message) } }
        switch outcome {
        case .success(let reply): return reply
        case .failure(let error): throw abandon(error)
        }
    }

    func acknowledge(_ channel: ChannelID) throws(Fault) {
        try enterKernel()
        masked.remove(channel)
    }

    func deferredAcknowledge(_ channel: ChannelID) throws(Fault) {
        try enterKernel()
        put(.acknowledge(channel))
    }

    func control(_ child: ChildID, _ control: ChildControl) throws(Fault) {
        try enterKernel()
        controls.append((child, control))
    }

    func log(_ line: String) throws(Fault) {
        try enterKernel()
        printed.append(line)
    }

    func recordStore(region: Int16, offset: Int, bytes: RawSpan) {
        unreadStores[Int(region)].insert(offset..<offset + bytes.byteCount)
    }
}
