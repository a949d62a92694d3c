internal import Microkernel

/// Greets whoever left a name.
actor Greeter: ProtectionDomain {
    nonisolated let thread: PDThread
    private let name: Region<UInt8, ReadOnly>
    private let greeting: Region<UInt8, ReadWrite>
    private let visitor: Channel
    private let console: Console

    init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        name = try grants.region("name_vaddr", minimum: 4 + ShortText.capacity)
        greeting = try grants.region("greeting_vaddr", minimum: 4 + ShortText.capacity)
        visitor = try grants.channel(1)
        console = grants.console
    }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == visitor.id else { throw .unexpectedNotification(channel) }
        if let name = try ShortText.load(name), !name.isEmpty {
            try ShortText.store("Hello, \(name)!", in: greeting)
        } else {
            try console.print("that is no name")
            try ShortText.store("", in: greeting)
        }
        try visitor.notify()
    }
}
