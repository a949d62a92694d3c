/// A domain's way to one host device: a capability, which cannot be copied or handed on.
///
/// What crosses is recorded. A device that fails throws `Fault.deviceFailed`, which the domain may answer in its
/// own way; an abandoned entry throws `Fault.discarded`.
public struct Device: ~Copyable, Sendable {
    private let binding: HostBindings.Binding
    private let port: any KernelPort

    package init(binding: HostBindings.Binding, port: any KernelPort) {
        self.binding = binding
        self.port = port
    }

    /// The name by which the domain asked for it.
    public var name: String { binding.device }

    /// The next message from outside, for which the machine waits; nil when there will be no more.
    public borrowing func read() throws(Fault) -> [UInt8]? {
        try alive()
        port.willWaitForOutside()
        let message: [UInt8]?
        do { message = try binding.host.read() } catch { throw failed(error) }
        guard let message, !message.isEmpty else {
            port.recordInput(device: binding.number + 1, bytes: RawSpan())
            return nil
        }
        port.recordInput(device: binding.number, bytes: unsafe message.span.bytes)
        return message
    }

    /// Takes `bytes` outside; returns when they are delivered.
    public borrowing func write(_ bytes: RawSpan) throws(Fault) {
        try alive()
        port.recordOutput(device: binding.number, bytes: bytes)
        do { try binding.host.write(bytes) } catch { throw failed(error) }
    }

    /// Takes `bytes` outside; returns when they are delivered.
    public borrowing func write(_ bytes: [UInt8]) throws(Fault) { try write(unsafe bytes.span.bytes) }

    /// Takes `request` outside and returns the answer to it.
    public borrowing func exchange(_ request: RawSpan) throws(Fault) -> [UInt8] {
        try alive()
        port.recordOutput(device: binding.number, bytes: request)
        let answer: [UInt8]
        do { answer = try binding.host.exchange(request) } catch { throw failed(error) }
        port.recordInput(device: binding.number, bytes: unsafe answer.span.bytes)
        return answer
    }

    /// Takes `request` outside and returns the answer to it.
    public borrowing func exchange(_ request: [UInt8]) throws(Fault) -> [UInt8] {
        try exchange(unsafe request.span.bytes)
    }

    private borrowing func alive() throws(Fault) {
        guard port.storesCount else { throw .discarded }
    }

    /// A failure comes from outside too, so a replay must see it again.
    private borrowing func failed(_ failure: HostDeviceFailure) -> Fault {
        let reason = Array(failure.description.utf8)
        port.recordInput(device: binding.number + 1, bytes: unsafe reason.span.bytes)
        return .deviceFailed(device: binding.device, reason: failure.description)
    }
}
