/// Something outside the machine, behind a domain at the edge: a request stream, a database, a terminal.
///
/// The runner binds one to a domain by name, beside the description. The domain's entry waits while a method runs, so
/// a device may block (the whole machine waits with it); the trace is flushed before. What comes in and goes out
/// is recorded, and on a replay it comes from the trace instead of the device. Bytes that come in are the outside's:
/// the domain checks them. An answer that reports trouble (a full disk) is the device's own format's business; a
/// device throws when it cannot answer at all.
public protocol HostDevice: AnyObject, Sendable {
    /// The next message from outside; waits for it. Nil when there will be no more. An empty message counts as nil.
    func read() throws(HostDeviceFailure) -> [UInt8]?
    /// Takes a message outside; returns when it is delivered.
    func write(_ bytes: RawSpan) throws(HostDeviceFailure)
    /// Takes a request outside and returns the answer to it.
    func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8]
}

extension HostDevice {
    /// Refuses: this device gives no messages.
    public func read() throws(HostDeviceFailure) -> [UInt8]? { throw HostDeviceFailure("it cannot be read") }
    /// Refuses: this device takes no messages.
    public func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        throw HostDeviceFailure("it cannot be written")
    }
    /// Refuses: this device answers no requests.
    public func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8] {
        throw HostDeviceFailure("it answers no requests")
    }
}

/// Why a host device could not do what it was asked for.
///
/// The reason holds no secret: it stands in the trace.
public struct HostDeviceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, as the rest of a sentence that begins with the device.
    public let description: String

    /// A failure for `reason`.
    public init(_ reason: String) { description = reason }
}
