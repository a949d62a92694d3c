public import Microkernel
public import Vault

/// The platform's monotonic counter as a device of the lockbox, which also reports here why it refuses a vault.
public final class PlatformCounterDevice: HostDevice {
    private let hardware: PlatformHardware

    /// The counter of `hardware`.
    public init(_ hardware: PlatformHardware) { self.hardware = hardware }

    /// Answers with the counter after it was moved, when it was asked to: 8 bytes.
    public func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8] {
        let bytes = unsafe request.withUnsafeBytes { unsafe Array($0) }
        var reader = WireReader(bytes)
        do {
            if bytes.first == Self.refusal, bytes.count != 8 {
                hardware.noteRefusal(String(decoding: bytes.dropFirst(), as: UTF8.self))
            } else if !bytes.isEmpty, bytes != Self.read {
                try hardware.advance(to: try reader.number())
            }
        } catch {
            throw HostDeviceFailure("\(error)")
        }
        var writer = WireWriter()
        writer.put(hardware.counter)
        return writer.bytes
    }

    static let read: [UInt8] = [0]
    private static let refusal: UInt8 = 1

    /// The lockbox does not vouch for the vault, because of `reason`: more than 7 bytes.
    static func refused(_ reason: StaticString) -> [UInt8] { [refusal] + Array("\(reason)".utf8) }

    static func advance(to version: UInt64) -> [UInt8] {
        var writer = WireWriter()
        writer.put(version)
        return writer.bytes
    }
}
