import KernelTrace
import SystemDescription

@testable import Microkernel

/// What a domain of a test does, entry by entry.
struct TestBehaviour: Sendable {
    typealias Start = @Sendable (TestHands) throws(Fault) -> Void
    typealias Notified = @Sendable (TestHands, ChannelID) throws(Fault) -> Void
    typealias Protected = @Sendable (TestHands, ChannelID, Message) throws(Fault) -> Message
    typealias Faulted = @Sendable (TestHands, ChildID, Message) throws(Fault) -> Message?

    var start: Start?
    var notified: Notified?
    var protected: Protected?
    var fault: Faulted?
}

/// The capabilities of a domain of a test, by number.
final class TestHands: Sendable {
    private final class Held<Value: ~Copyable & Sendable>: Sendable {
        let value: Value
        init(_ value: consuming Value) { self.value = value }
    }

    let thread: PDThread
    private let channels: [ChannelID: Held<Channel>]
    private let interrupts: [ChannelID: Held<Interrupt>]
    private let children: [ChildID: Held<Child>]
    private let regions: [String: Held<Region<UInt8, ReadWrite>>]
    private let console: Held<Console>

    init(_ grants: borrowing Grants, _ table: TestSystem.Domain) throws(WiringError) {
        thread = grants.thread
        var channels: [ChannelID: Held<Channel>] = [:]
        for id in table.channels { channels[id] = Held(try grants.channel(id)) }
        self.channels = channels
        var interrupts: [ChannelID: Held<Interrupt>] = [:]
        for id in table.interrupts { interrupts[id] = Held(try grants.interrupt(id)) }
        self.interrupts = interrupts
        var children: [ChildID: Held<Child>] = [:]
        for id in grants.children { children[id] = Held(try grants.child(id)) }
        self.children = children
        var regions: [String: Held<Region<UInt8, ReadWrite>>] = [:]
        for name in table.regions { regions[name] = Held(try grants.region(name)) }
        self.regions = regions
        console = Held(grants.console)
    }

    func notify(_ id: ChannelID) throws(Fault) { try held(channels[id]).value.notify() }
    func deferredNotify(_ id: ChannelID) throws(Fault) { try held(channels[id]).value.deferredNotify() }
    func call(_ id: ChannelID, _ message: Message = Message()) throws(Fault) -> Message {
        try held(channels[id]).value.call(message)
    }
    func acknowledge(_ id: ChannelID) throws(Fault) { try held(interrupts[id]).value.acknowledge() }
    func deferredAcknowledge(_ id: ChannelID) throws(Fault) {
        try held(interrupts[id]).value.deferredAcknowledge()
    }
    func stop(_ id: ChildID) throws(Fault) { try held(children[id]).value.stop() }
    func resume(_ id: ChildID) throws(Fault) { try held(children[id]).value.resume() }
    func restart(_ id: ChildID) throws(Fault) { try held(children[id]).value.restart() }
    func print(_ line: String) throws(Fault) { try console.value.print(line) }
    func store(_ bytes: [UInt8], in region: String) throws(Fault) {
        try held(regions[region]).value.store(bytes)
    }
    func load(_ range: Range<Int>, of region: String) throws(Fault) -> [UInt8] {
        try held(regions[region]).value.load(range)
    }

    private func held<T>(_ capability: T?) throws(Fault) -> T {
        guard let capability else { throw .broken("the test gave no such capability") }
        return capability
    }
}

/// A domain whose entries a test gives.
actor TestDomain: ProtectionDomain {
    nonisolated let thread: PDThread
    private let hands: TestHands
    private let behaviour: TestBehaviour

    init(_ grants: borrowing Grants) throws(WiringError) { throw .unusable("made by TestSystem") }

    init(_ hands: TestHands, _ behaviour: TestBehaviour) {
        thread = hands.thread
        self.hands = hands
        self.behaviour = behaviour
    }

    func start() throws(Fault) { try behaviour.start?(hands) }
    func notified(_ channel: ChannelID) throws(Fault) { try behaviour.notified?(hands, channel) }
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        guard let protected = behaviour.protected else { throw .noProtectedEntry(channel) }
        return try protected(hands, channel, message)
    }
    func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        guard let fault = behaviour.fault else { throw .noFaultEntry(child) }
        return try fault(hands, child, message)
    }
}

/// A small system of domains whose entries a test gives.
struct TestSystem {
    /// What a domain has, by number and name.
    struct Domain: Sendable {
        var channels: [ChannelID] = []
        var interrupts: [ChannelID] = []
        var regions: [String] = []
        var behaviour = TestBehaviour()
        var resets = false
    }

    var description = CheckedSystem(file: "test.system.xml")
    private(set) var domains: [Domain] = []
    private static let here = SourceLocation(file: "test.system.xml", row: 1, column: 1)

    /// Adds a domain, named in its order as an author would.
    mutating func add(
        _ name: String, _ priority: UInt8, parent: String? = nil, child: UInt64? = nil, passive: Bool = false,
        cpu: UInt8 = 0, irq: UInt8? = nil, resets: Bool = false, _ behaviour: TestBehaviour = TestBehaviour()
    ) {
        var domain = CheckedSystem.ProtectionDomain(
            name: name, priority: priority, programImage: "\(name).elf", location: Self.here)
        domain.passive = passive
        domain.cpu = cpu
        domain.parent = parent.map(index)
        domain.childID = child
        if let irq { domain.irqs = [.init(id: irq, source: .number(1), location: Self.here)] }
        description.protectionDomains.append(domain)
        domains.append(
            Domain(
                interrupts: irq.map { [ChannelID(UInt32($0))] } ?? [], behaviour: behaviour, resets: resets))
    }

    /// Connects `a`, which knows the channel as `aID`, and `b`; `caller` may call.
    mutating func connect(
        _ a: String, _ aID: UInt8, _ b: String, _ bID: UInt8, caller: String? = nil, silent: String? = nil
    ) {
        let ends = [(a, aID), (b, bID)].map { name, id in
            CheckedSystem.End(
                domain: index(name), id: id, mayCall: caller == name, mayNotify: silent != name,
                location: Self.here)
        }
        description.channels.append(.init(a: ends[0], b: ends[1], location: Self.here))
        domains[index(a)].channels.append(ChannelID(UInt32(aID)))
        domains[index(b)].channels.append(ChannelID(UInt32(bID)))
    }

    /// Maps a page, readable and writable, into `users`.
    mutating func share(_ region: String, _ users: [String]) {
        description.memoryRegions.append(.init(name: region, byteCount: 0x1000, location: Self.here))
        for user in users {
            description.protectionDomains[index(user)].maps.append(
                .init(region: description.memoryRegions.count - 1, vaddr: 0x400_0000, location: Self.here))
            domains[index(user)].regions.append(region)
        }
    }

    /// The position of domain `name`.
    func index(_ name: String) -> Int {
        guard let index = description.protectionDomains.firstIndex(where: { $0.name == name }) else {
            fatalError("no domain \(name)")
        }
        return index
    }

    /// The machine, not booted.
    func machine(_ options: MachineOptions = MachineOptions(), sink: any TraceSink) throws(MachineError)
        -> Machine
    {
        var images = ImageRegistry()
        for (position, domain) in domains.enumerated() {
            let path = description.protectionDomains[position].programImage
            images.register(path, resetOnRestart: domain.resets) { (grants) throws(WiringError) in
                TestDomain(try TestHands(grants, domain), domain.behaviour)
            }
        }
        var options = options
        options.stepLimit = options.stepLimit ?? 100_000
        return try Machine(description, images: images, options: options, sink: sink)
    }

    /// Boots, runs until idle, and returns what a test looks at.
    func run(_ options: MachineOptions = MachineOptions()) throws -> TestRun {
        let recorder = TraceRecorder()
        let machine = try machine(options, sink: recorder)
        let console = TestLog()
        machine.console = { console.append("\($0): \($1)") }
        machine.boot()
        let outcome = machine.run()
        return TestRun(machine: machine, recorder: recorder, outcome: outcome, console: console)
    }
}

/// A finished run.
struct TestRun {
    let machine: Machine
    let recorder: TraceRecorder
    let outcome: MachineOutcome
    let console: TestLog

    /// The order of entries.
    var order: String { orderText(recorder.events, names: machine.domainNames) }
    /// The kinds of all events.
    var kinds: [TraceEvent.Kind] { recorder.events.map(\.kind) }
}

/// What the domains of a test noted, in order.
final class TestLog: @unchecked Sendable {
    private(set) var lines: [String] = []
    func append(_ line: String) { lines.append(line) }
}
