import Microkernel

@testable import ProtectionDomains

/// Greets loudly.
actor Shouter: ProtectionDomain {
    nonisolated let thread: PDThread
    private let name: Region<UInt8, ReadOnly>
    private let greeting: Region<UInt8, ReadWrite>
    private let visitor: Channel

    init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        name = try grants.region("name_vaddr", minimum: 4 + ShortText.capacity)
        greeting = try grants.region("greeting_vaddr", minimum: 4 + ShortText.capacity)
        visitor = try grants.channel(1)
    }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == visitor.id else { throw .unexpectedNotification(channel) }
        guard let name = try ShortText.load(name) else { throw .badInput("that is no name") }
        try ShortText.store("HELLO, \(name.uppercased())!", in: greeting)
        try visitor.notify()
    }
}
