import Glibc
import KernelTrace
import Microkernel
import SystemDescription
import Testing

/// Does what no domain may, when told so by the name of its program image.
private actor Rogue: ProtectionDomain {
    nonisolated let thread: PDThread
    let key: Region<UInt8, ReadOnly>
    let misdeed: @Sendable (UInt) -> Void

    init(_ grants: borrowing Grants) throws(WiringError) { try self.init(grants) { _ in } }
    init(_ grants: borrowing Grants, misdeed: @escaping @Sendable (UInt) -> Void) throws(WiringError) {
        thread = grants.thread
        key = try grants.region("key")
        self.misdeed = misdeed
    }
    func start() throws(Fault) {
        try key.withBytes(0..<1) { bytes throws(Fault) in
            unsafe bytes.withUnsafeBytes { misdeed(UInt(bitPattern: $0.baseAddress)) }
        }
    }
    func notified(_ channel: ChannelID) throws(Fault) {}
}

@Suite struct `A machine whose domain breaks out` {
    /// Boots a machine with an honest and a rogue domain.
    static func run(_ backend: MachineOptions.Backend, _ misdeed: @escaping @Sendable (UInt) -> Void) throws {
        var system = SampleSystem.make([.init(region: "key", permissions: .read)])
        system.protectionDomains.append(
            .init(name: "honest", programImage: "honest.elf", location: SampleSystem.place))
        var images = ImageRegistry()
        images.register("sample.elf") { (grants) throws(WiringError) in try Rogue(grants, misdeed: misdeed) }
        var options = MachineOptions()
        options.backend = backend
        let machine = try Machine(system, images: images, options: options, sink: TraceRecorder())
        machine.boot()
        machine.run()
    }
    static let store: @Sendable (UInt) -> Void = { address in
        unsafe UnsafeMutablePointer<UInt8>(bitPattern: address + 9)?.pointee = 1
    }
    private func report(_ result: ExitTest.Result?) throws -> String {
        String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    }

    @Test func `names it, on its coroutine`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `A machine whose domain breaks out`.run(
                .coroutines, `A machine whose domain breaks out`.store)
        }
        #expect(
            try report(result).contains(
                "protection domain 'sample' stored to offset 9 of region 'key', which is mapped with perms=\"r\""
            ))
    }
    @Test func `lets a terminal be given back before it says anything`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            FaultReporter.before { _ = unsafe write(2, "given back\n", 11) }
            try `A machine whose domain breaks out`.run(
                .coroutines, `A machine whose domain breaks out`.store)
        }
        #expect(try report(result).hasPrefix("given back\nkms: protection domain 'sample' stored"))
    }
    @Test func `names it, on its thread`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `A machine whose domain breaks out`.run(.threads, `A machine whose domain breaks out`.store)
        }
        #expect(try report(result).contains("protection domain 'sample' stored to offset 9 of region 'key'"))
    }
    @Test func `says that its stack overflowed, on its coroutine`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `A machine whose domain breaks out`.run(.coroutines) { _ in
                print(`The MMU's wall`.descend(1 << 20))
            }
        }
        #expect(try report(result).contains("protection domain 'sample' overflowed its stack"))
    }
    @Test func `says that its stack overflowed, on its thread`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `A machine whose domain breaks out`.run(.threads) { _ in
                print(`The MMU's wall`.descend(1 << 20))
            }
        }
        #expect(try report(result).contains("protection domain 'sample' overflowed its stack"))
    }
}
