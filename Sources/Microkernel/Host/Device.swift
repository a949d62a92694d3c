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
        try record(message, as: binding.number)
        return message
    }

    /// Takes `bytes` outside; returns when they are delivered.
    public borrowing func write(_ bytes: RawSpan) throws(Fault) {
        try alive()
        port.recordOutput(device: binding.number, bytes: bytes)
        do { try binding.host.write(bytes) } catch { throw failed(error) }
    }

    /// Takes `bytes` outside; returns when they are delivered.
    public borrowing func write(_ bytes: [UInt8]) throws(Fault) {
        try bytes.withRawSpan { bytes throws(Fault) in try write(bytes) }
    }

    /// Takes `request` outside and returns the answer to it.
    public borrowing func exchange(_ request: RawSpan) throws(Fault) -> [UInt8] {
        try alive()
        port.recordOutput(device: binding.number, bytes: request)
        let answer: [UInt8]
        do { answer = try binding.host.exchange(request) } catch { throw failed(error) }
        try record(answer, as: binding.number)
        return answer
    }

    /// Takes `request` outside and returns the answer to it.
    public borrowing func exchange(_ request: [UInt8]) throws(Fault) -> [UInt8] {
        try request.withRawSpan { request throws(Fault) in try exchange(request) }
    }

    private borrowing func alive() throws(Fault) {
        guard port.storesCount else { throw .discarded }
    }

    /// A failure comes from outside too, so a replay must see it again.
    private borrowing func failed(_ failure: HostDeviceFailure) -> Fault {
        try? record(Array(failure.description.utf8), as: binding.number + 1)
        return .deviceFailed(device: binding.device, reason: failure.description)
    }

    private borrowing func record(_ input: [UInt8], as number: UInt32) throws(Fault) {
        try input.withRawSpan { bytes throws(Fault) in port.recordInput(device: number, bytes: bytes) }
    }
}
