import Microkernel
import MicrokernelTesting
import SystemDescription
import Testing

/// Doubles what a client left when notified on 1, after asking the oracle on 2 whether it may; serves calls on 1.
private actor Doubler: ProtectionDomain {
    nonisolated let thread: PDThread
    private let input: Region<UInt32, ReadOnly>
    private let output: Region<UInt32, ReadWrite>
    private let client, oracle: Channel

    init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        input = try grants.region("input")
        output = try grants.region("output")
        client = try grants.channel(1)
        oracle = try grants.channel(2)
    }
    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == client.id else { return }
        guard try oracle.call(Message(label: 1)).label == 1 else { throw .broken("the oracle said no") }
        try output.store(try input.load(0..<4).map { $0 &* 2 })
        try client.notify()
    }
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        Message(label: message.label + 1)
    }
}

@Suite struct `A bench of several domains` {
    private static func text(clientMap: String) -> String {
        """
        <system>
            <memory_region name="input" size="0x1000" />
            <memory_region name="output" size="0x1000" />
            <protection_domain name="doubler" priority="200">
                <program_image path="doubler.elf" />
                <map mr="input" vaddr="0x4000000" perms="r" />
                <map mr="output" vaddr="0x4001000" perms="rw" />
            </protection_domain>
            <protection_domain name="client" priority="100">
                <program_image path="client.elf" />
                \(clientMap)
            </protection_domain>
            <protection_domain name="oracle" priority="250"><program_image path="oracle.elf" /></protection_domain>
            <channel><end pd="client" id="1" pp="true" /><end pd="doubler" id="1" /></channel>
            <channel><end pd="doubler" id="2" pp="true" /><end pd="oracle" id="2" /></channel>
        </system>
        """
    }
    private func bench(secret: [String] = [], clientMap: String = "") throws -> SystemBench {
        let text = Self.text(clientMap: clientMap)
        let system = try #require(DescriptionChecker().check(text, file: "bench.system").system)
        var images = ImageRegistry()
        images.register("doubler.elf", Doubler.self)
        return try SystemBench(system, images: images, playing: ["client", "oracle"], secretRegions: secret)
    }

    @Test func `runs real domains between played ones, in the kernel's order`() throws {
        let bench = try bench()
        try bench.reply("oracle", on: 2, with: Message(label: 1))
        try bench.fill("input", [UInt32](1...4))
        try bench.notify(1, from: "client")
        #expect(try bench.takeNotifications(of: "client") == [1])
        #expect(try bench.read("output", of: UInt32.self, 0..<4) == [2, 4, 6, 8])
        #expect(bench.order.contains("doubler.n1[, oracle.p2, ]doubler.n1, ]client"))
        try bench.finish()
    }
    @Test func `lets a played domain call a real one`() throws {
        let bench = try bench()
        #expect(try bench.call(1, Message(label: 4), from: "client") == Message(label: 5))
        try bench.finish()
    }
    @Test func `lets a played domain react when notified`() throws {
        let bench = try bench()
        try bench.onCall("oracle", 2) { message in message }
        try bench.onNotified("client", 1) { peer throws(Fault) in
            try peer.print("answer \(try peer.call(1, Message(label: 1)).label)")
        }
        try bench.notify(1, from: "client")
        #expect(bench.takeConsole().map(\.line) == ["answer 2"])
        #expect(try bench.takeNotifications(of: "client") == [1])
        try bench.finish()
    }
    @Test func `shows faults as values, and reports those nobody took`() throws {
        let bench = try bench()
        try bench.reply("oracle", on: 2, with: Message(label: 0), Message(label: 0))
        try bench.notify(1, from: "client")
        #expect(bench.takeFaults().map(\.reason) == ["the oracle said no"])
        #expect(throws: BenchError.noReply(1)) { _ = try bench.call(1, Message(), from: "client") }
        #expect(
            throws: BenchError.leftOver([
                "unused: 1 replies of 'oracle' on channel 2",
                "'client' waits for a reply that cannot come",
            ])
        ) { try bench.finish() }
    }
    @Test func `reports a call to a played domain that the test forgot`() throws {
        let bench = try bench()
        #expect(throws: BenchError.unansweredCall(2, Message(label: 1))) {
            try bench.notify(1, from: "client")
        }
    }
    @Test func `reports what nobody read and what was not wiped`() throws {
        let bench = try bench(secret: ["output"])
        try bench.onCall("oracle", 2) { message in message }
        try bench.fill("input", [UInt32](1...4))
        try bench.notify(1, from: "client")
        #expect(
            throws: BenchError.leftOver([
                "unread: notification of 'client' on channel 1",
                "not wiped: region 'output' from byte 0 on",
            ])
        ) { try bench.finish() }
        #expect(throws: BenchError.finished) { try bench.finish() }
        #expect(throws: BenchError.finished) { try bench.notify(1, from: "client") }
    }
    @Test
    func `reports a store that another domain might have read, unless the test did or it was overwritten`()
        throws
    {
        let map = #"<map mr="output" vaddr="0x4000000" perms="r" />"#
        for reads in [false, true] {
            let bench = try bench(clientMap: map)
            try bench.reply("oracle", on: 2, with: Message(label: 1), Message(label: 1))
            try bench.fill("input", [UInt32](1...4))
            try bench.notify(1, from: "client")
            #expect(try bench.read("output", of: UInt32.self, 0..<4) == [2, 4, 6, 8])
            try bench.notify(1, from: "client")
            #expect(try bench.takeNotifications(of: "client") == [1, 1])
            guard !reads else {
                _ = try bench.read("output", of: UInt32.self, 0..<2)
                try bench.fill("output", [UInt32](repeating: 7, count: 2), at: 2)
                try bench.finish()
                continue
            }
            #expect(
                throws: BenchError.leftOver(["unread: store to region 'output', bytes 0..<16"])
            ) { try bench.finish() }
        }
    }
    @Test func `refuses what the description has not`() throws {
        let bench = try bench()
        #expect(throws: BenchError.noSuchDomain("clint")) { try bench.notify(1, from: "clint") }
        #expect(throws: BenchError.noSuchDomain("doubler")) { try bench.notify(1, from: "doubler") }
        #expect(throws: BenchError.noSuchChannel(9)) { try bench.raise(9, of: "doubler") }
        #expect(throws: BenchError.noSuchRegion("in")) { try bench.fill("in", [UInt8(1)]) }
        #expect(throws: BenchError.self) { _ = try CheckedSystem(contentsOf: "/nowhere.system") }
    }
}
