import Microkernel

/// A kernel that only keeps what capabilities tell it.
final class RecordingPort: KernelPort, @unchecked Sendable {
    struct Store: Equatable {
        var region: Int16
        var offset: Int
        var bytes: [UInt8]
    }
    var stores: [Store] = []
    var loads: [Range<Int>] = []
    var inputs: [RecordedInput] = []
    var outputs: [RecordedInput] = []
    var lines: [String] = []
    var storesCount = true

    func notify(_ channel: ChannelID) throws(Fault) {}
    func deferredNotify(_ channel: ChannelID) throws(Fault) {}
    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message { message }
    func acknowledge(_ channel: ChannelID) throws(Fault) {}
    func deferredAcknowledge(_ channel: ChannelID) throws(Fault) {}
    func control(_ child: ChildID, _ control: ChildControl) throws(Fault) {}
    func log(_ line: String) throws(Fault) { lines.append(line) }

    func recordStore(region: Int16, offset: Int, bytes: RawSpan) {
        // The bytes of a huge store are not looked at.
        stores.append(Store(region: region, offset: offset, bytes: bytes.byteCount > 4096 ? [] : copy(bytes)))
    }
    func recordLoad(region: Int16, offset: Int, byteCount: Int) { loads.append(offset..<offset + byteCount) }
    func recordInput(device: UInt32, bytes: RawSpan) {
        inputs.append(.init(device: device, bytes: copy(bytes)))
    }
    func recordOutput(device: UInt32, bytes: RawSpan) {
        outputs.append(.init(device: device, bytes: copy(bytes)))
    }

    private func copy(_ bytes: RawSpan) -> [UInt8] { unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
}
