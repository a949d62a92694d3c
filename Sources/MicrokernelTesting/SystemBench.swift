public import KernelTrace
public import Microkernel
internal import SecretMemory
public import SystemDescription

/// Several real protection domains on the real machine; the test plays some of the others.
///
/// ```swift
/// let bench = try SystemBench(system, images: images, playing: ["client"], seed: 1)
/// try bench.fill("request", [UInt32](1...4))
/// try bench.notify(1, from: "client")                     // runs until the machine is idle
/// #expect(bench.takeNotifications(of: "client") == [1])
/// #expect(try bench.read("answer", of: UInt32.self, 0..<4) == [2, 4, 6, 8])
/// try bench.finish()
/// ```
///
/// Scheduling, priorities and pre-emption are the machine's: a played domain acts at its own priority, woken by an
/// interrupt that the bench adds to the description. Domains that are neither played nor in `images` are stand-ins.
/// One bench belongs to one test, on one thread.
public final class SystemBench {
    let system: CheckedSystem
    let machine: Machine
    let scripts: [String: PlayedScript]
    let devices: [HostDeviceDouble]
    let secretRegions: [String]
    /// Everything that happened.
    public let trace: TraceRecorder
    private var console: [(domain: String, line: String)] = []
    var faultsTaken = 0
    var looks: [Look] = []
    /// Secrets that domains made.
    let account = SecretAccount()
    private var isFinished = false

    /// Boots `system` and runs it until it is idle.
    ///
    /// - Parameters:
    ///   - system: The description.
    ///   - images: The real domains.
    ///   - played: Names of the domains that the test plays.
    ///   - devices: Host devices as (domain, name, device).
    ///   - secretRegions: Names of regions that must be wiped when the test finishes.
    ///   - seed: The seed of all randomness; nil for the operating system's.
    ///   - options: Policy, back end and limits of the machine.
    /// - Throws: `BenchError`; `MachineError` when a domain needs more than the description gives.
    public init(
        _ system: CheckedSystem, images: ImageRegistry, playing played: [String],
        devices: [(domain: String, name: String, device: any HostDevice)] = [], secretRegions: [String] = [],
        seed: UInt64? = 0, options: MachineOptions = MachineOptions()
    ) throws {
        var system = system
        var images = images
        var scripts: [String: PlayedScript] = [:]
        for name in played { scripts[name] = try Self.play(name, in: &system, &images) }
        for region in secretRegions where !system.memoryRegions.contains(where: { $0.name == region }) {
            throw BenchError.noSuchRegion(region)
        }
        var options = options
        options.seed = seed
        for device in devices { options.host.bind(device.device, to: device.domain, as: device.name) }
        if options.stepLimit == nil { options.stepLimit = 1_000_000 }
        self.system = system
        self.scripts = scripts
        self.devices = devices.compactMap { $0.device as? HostDeviceDouble }
        self.secretRegions = secretRegions
        let trace = TraceRecorder(regionCount: system.memoryRegions.count)
        self.trace = trace
        machine = try account.charge {
            try Machine(system, images: images, options: options, sink: trace)
        }
        let names = machine.domainNames
        machine.console = { [unowned self] domain, line in
            self.console.append((names.indices.contains(domain) ? names[domain] : "kernel", line))
        }
        machine.boot()
        try run()
    }

    /// Gives domain `name` an image of its own, behind which the test stands, and an interrupt to wake it.
    private static func play(
        _ name: String, in system: inout CheckedSystem, _ images: inout ImageRegistry
    ) throws -> PlayedScript {
        guard let index = system.protectionDomains.firstIndex(where: { $0.name == name }) else {
            throw BenchError.noSuchDomain(name)
        }
        let ends = system.channels.flatMap { [$0.a, $0.b] }.filter { $0.domain == index }.map(\.id)
        let used = Set(ends + system.protectionDomains[index].irqs.map(\.id))
        guard let free = (0..<UInt8(ChannelID.limit)).reversed().first(where: { !used.contains($0) }) else {
            throw BenchError.cannotPlay(name)
        }
        system.protectionDomains[index].irqs.append(
            .init(id: free, source: .number(UInt64(1000 + index)), location: BenchSystem.place))
        system.protectionDomains[index].programImage = "played by the test: \(name)"
        let script = PlayedScript(bell: ChannelID(UInt32(free)))
        images.register(system.protectionDomains[index].programImage) { (grants) throws(WiringError) in
            PlayedDomain(grants, script)
        }
        return script
    }

    /// Runs the machine until it is idle.
    ///
    /// - Throws: `BenchError`, such as a call to a played domain that the test gave no reply to.
    public func run() throws {
        guard !isFinished else { throw BenchError.finished }
        let end = account.charge { machine.run().end }
        for name in scripts.keys.sorted() {
            guard let problem = scripts[name]?.problem else { continue }
            scripts[name]?.problem = nil
            throw problem
        }
        if end == .stepLimit { throw BenchError.runsForEver }
    }

    /// Lines printed by domains, and by the kernel about them, since this was last called.
    public func takeConsole() -> [(domain: String, line: String)] {
        defer { console = [] }
        return console
    }

    /// The order of entries so far, as `orderText` writes it.
    public var order: String { orderText(trace.events, names: machine.domainNames) }

    func script(of domain: String) throws -> PlayedScript {
        guard !isFinished else { throw BenchError.finished }
        guard let script = scripts[domain] else { throw BenchError.noSuchDomain(domain) }
        return script
    }

    /// Ends the machine: every suspended entry unwinds and all actors go.
    func end() throws {
        guard !isFinished else { throw BenchError.finished }
        isFinished = true
        machine.shutDown()
    }
}
