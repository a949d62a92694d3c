public import Microkernel
import Synchronization

/// A host device that the test plays: it gives what the test put in and keeps what the domain sent.
public final class HostDeviceDouble: HostDevice {
    private struct State {
        var messages: ArraySlice<[UInt8]>
        var sent: [[UInt8]] = []
        var failure: HostDeviceFailure?
    }
    private let state: Mutex<State>
    private let answer: @Sendable ([UInt8]) throws(HostDeviceFailure) -> [UInt8]

    /// A device.
    ///
    /// - Parameters:
    ///   - messages: What `read` gives, one after the other; then nil.
    ///   - answer: What `exchange` answers; refuses by default.
    public init(
        messages: [[UInt8]] = [],
        answer: @escaping @Sendable ([UInt8]) throws(HostDeviceFailure) -> [UInt8] = {
            (_) throws(HostDeviceFailure) in throw HostDeviceFailure("the test gave it no answer")
        }
    ) {
        state = Mutex(State(messages: messages[...]))
        self.answer = answer
    }

    /// A device whose `read` gives `lines` as UTF-8.
    public convenience init(lines: [String]) { self.init(messages: lines.map { Array($0.utf8) }) }

    /// Adds a message for `read`.
    public func add(_ message: [UInt8]) { state.withLock { $0.messages.append(message) } }

    /// Makes the next use of the device fail.
    public func failNext(_ reason: String) { state.withLock { $0.failure = HostDeviceFailure(reason) } }

    /// Everything the domain wrote or asked since this was last called.
    public func takeSent() -> [[UInt8]] {
        state.withLock { state in
            defer { state.sent = [] }
            return state.sent
        }
    }

    /// The same as text.
    public func takeSentText() -> [String] { takeSent().map { String(decoding: $0, as: UTF8.self) } }

    var unreadCount: Int { state.withLock { $0.sent.count } }

    /// The next message.
    public func read() throws(HostDeviceFailure) -> [UInt8]? {
        try failIfAsked()
        return state.withLock { $0.messages.popFirst() }
    }

    /// Keeps `bytes`.
    public func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        try failIfAsked()
        keep(bytes)
    }

    /// Keeps `request` and asks the test's closure.
    public func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8] {
        try failIfAsked()
        return try answer(keep(request))
    }

    @discardableResult
    private func keep(_ bytes: RawSpan) -> [UInt8] {
        let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        state.withLock { $0.sent.append(copy) }
        return copy
    }

    private func failIfAsked() throws(HostDeviceFailure) {
        let failure = state.withLock { state in
            defer { state.failure = nil }
            return state.failure
        }
        if let failure { throw failure }
    }
}
