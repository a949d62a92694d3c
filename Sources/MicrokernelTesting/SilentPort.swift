internal import Microkernel

/// The kernel behind the peers that a test plays: nothing they do is kept.
final class SilentPort: KernelPort {
    static let shared = SilentPort()

    func notify(_ channel: ChannelID) throws(Fault) {}
    func deferredNotify(_ channel: ChannelID) throws(Fault) {}
    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message { Message() }
    func acknowledge(_ channel: ChannelID) throws(Fault) {}
    func deferredAcknowledge(_ channel: ChannelID) throws(Fault) {}
    func control(_ child: ChildID, _ control: ChildControl) throws(Fault) {}
    func log(_ line: String) throws(Fault) {}
}
