internal import Microkernel

/// Leaves its name, and prints how it is greeted.
actor Visitor: ProtectionDomain {
    nonisolated let thread: PDThread
    private let name: Region<UInt8, ReadWrite>
    private let greeting: Region<UInt8, ReadOnly>
    private let greeter: Channel
    private let console: Console

    init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        name = try grants.region("name_vaddr", minimum: 4 + ShortText.capacity)
        greeting = try grants.region("greeting_vaddr", minimum: 4 + ShortText.capacity)
        greeter = try grants.channel(1)
        console = grants.console
    }

    func start() throws(Fault) {
        try ShortText.store("world", in: name)
        try greeter.notify()
    }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == greeter.id else { throw .unexpectedNotification(channel) }
        try console.print(try ShortText.load(greeting) ?? "no greeting")
    }
}
