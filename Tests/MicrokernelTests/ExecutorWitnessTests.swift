import Glibc
import KernelTrace
import Testing

@testable import Microkernel

/// An actor of a test that can be reached from outside, as no domain can.
private actor Reachable: ProtectionDomain {
    nonisolated let thread: PDThread
    private let peer: Channel
    private let other: Box
    private var count = 0

    init(_ grants: borrowing Grants) throws(WiringError) { try self.init(grants, other: Box()) }

    init(_ grants: borrowing Grants, other: Box) throws(WiringError) {
        thread = grants.thread
        peer = try grants.channel(0)
        self.other = other
        if grants.name == "caller" { other.caller = self }
    }

    func start() throws(Fault) { if other.caller === self { _ = try peer.call(Message()) } }
    func notified(_ channel: ChannelID) throws(Fault) {}
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        other.caller?.assumeIsolated { $0.add() }
        return Message()
    }
    func add() { count += 1 }
}

/// Lets one domain of a test reach another.
private final class Box: @unchecked Sendable {
    var caller: Reachable?
    var port: TestHands?
}

/// A server that is called, and its caller, one of them up to no good.
private func reenter(_ backend: MachineOptions.Backend) throws {
    var system = TestSystem()
    system.add("server", 20)
    system.add("caller", 10)
    system.connect("caller", 0, "server", 0, caller: "caller")
    let box = Box()
    var images = ImageRegistry()
    for name in ["server", "caller"] {
        images.register("\(name).elf") { (grants) throws(WiringError) in try Reachable(grants, other: box) }
    }
    var options = MachineOptions()
    options.backend = backend
    let machine = try Machine(system.description, images: images, options: options, sink: TraceRecorder())
    machine.boot()
    machine.run()
}

/// `high`, which pre-empts `low`, signals with a capability of low's.
private func misuse(_ backend: MachineOptions.Backend) throws {
    let box = Box()
    var system = TestSystem()
    system.add(
        "high", 20, TestBehaviour(notified: { _, _ throws(Fault) in try box.port?.notify(0) }))
    system.add(
        "low", 10,
        TestBehaviour(start: { low throws(Fault) in
            box.port = low
            try low.notify(0)
        }))
    system.connect("low", 0, "high", 0)
    var options = MachineOptions()
    options.backend = backend
    _ = try system.run(options)
}

/// What a thread of its own answers to whether it is inside `thread`.
private func asked(elsewhere thread: PDThread) -> Bool? {
    final class Question: @unchecked Sendable {
        let thread: PDThread
        var answer: Bool?
        init(_ thread: PDThread) { self.thread = thread }
    }
    let question = Question(thread)
    var other = pthread_t()
    let code = unsafe pthread_create(
        &other, nil,
        { argument in
            guard let argument = unsafe argument else { return nil }
            let question = unsafe Unmanaged<Question>.fromOpaque(argument).takeUnretainedValue()
            question.answer = question.thread.isIsolatingCurrentContext()
            return nil
        }, Unmanaged.passUnretained(question).toOpaque())
    #expect(code == 0)
    pthread_join(other, nil)
    return question.answer
}

@Suite struct `The witness of a domain's isolation` {
    @Test(arguments: MachineOptions.Backend.allCases)
    func `says yes inside an entry only: not to a callee about its waiting caller, nor to another thread`(
        backend: MachineOptions.Backend
    ) throws {
        let box = Box()
        let log = TestLog()
        @Sendable func note(_ what: String, _ answer: Bool?) {
            log.append("\(what) \(answer.map { "\($0)" } ?? "?")")
        }
        var system = TestSystem()
        system.add(
            "server", 20,
            TestBehaviour(protected: { server, _, message throws(Fault) in
                note("callee in itself", server.thread.isIsolatingCurrentContext())
                note("callee in caller", box.port?.thread.isIsolatingCurrentContext())
                return message
            }))
        system.add(
            "caller", 10,
            TestBehaviour(start: { caller throws(Fault) in
                box.port = caller
                note("before", caller.thread.isIsolatingCurrentContext())
                note("other thread", asked(elsewhere: caller.thread))
                _ = try caller.call(0)
                note("after", caller.thread.isIsolatingCurrentContext())
                caller.thread.checkIsolated()
            }))
        system.connect("caller", 0, "server", 0, caller: "caller")
        var options = MachineOptions()
        options.backend = backend
        let run = try system.run(options)
        #expect(
            log.lines == [
                "before true", "other thread false", "callee in itself true", "callee in caller false",
                "after true",
            ])
        #expect(run.outcome.faults.isEmpty)
        #expect(box.port?.thread.isIsolatingCurrentContext() == false)
    }

    @Test(arguments: MachineOptions.Backend.allCases)
    func `says no about a domain that was pre-empted`(backend: MachineOptions.Backend) throws {
        let box = Box()
        let log = TestLog()
        var system = TestSystem()
        system.add(
            "high", 20,
            TestBehaviour(notified: { high, _ throws(Fault) in
                log.append("\(high.thread.isIsolatingCurrentContext() == true)")
                log.append("\(box.port?.thread.isIsolatingCurrentContext() == true)")
            }))
        system.add(
            "low", 10,
            TestBehaviour(start: { low throws(Fault) in
                box.port = low
                try low.notify(0)
                log.append("\(low.thread.isIsolatingCurrentContext() == true)")
            }))
        system.connect("low", 0, "high", 0)
        var options = MachineOptions()
        options.backend = backend
        _ = try system.run(options)
        #expect(log.lines == ["true", "false", "true"])
    }

    @Test func `stops a callee that enters its waiting caller: coroutines`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try reenter(.coroutines)
        }
        #expect(exit?.standardErrorContent.isEmpty == false)
    }

    @Test func `stops a callee that enters its waiting caller: threads`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try reenter(.threads)
        }
        #expect(exit?.standardErrorContent.isEmpty == false)
    }

    @Test func `stops code that uses a capability of a domain it does not run: coroutines`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try misuse(.coroutines)
        }
        #expect(said(exit).contains("protection domain entered by code that is not running it"))
    }

    @Test func `stops code that uses a capability of a domain it does not run: threads`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try misuse(.threads)
        }
        #expect(said(exit).contains("protection domain entered by code that is not running it"))
    }

    @Test func `stops a task that awaits a domain, with the machine's own words`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let box = Box()
            var system = TestSystem()
            system.add("caller", 10)
            system.add("server", 20)
            system.connect("caller", 0, "server", 0)
            var images = ImageRegistry()
            images.register("caller.elf") { (grants) throws(WiringError) in try Reachable(grants, other: box)
            }
            let machine = try Machine(system.description, images: images, sink: TraceRecorder())
            await box.caller?.add()
            machine.shutDown()
        }
        #expect(said(exit).contains("a protection domain never suspends"))
    }

    @Test func `stops a second thread that enters while the first is inside`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let thread = PDThread()
            thread.arrive()
            thread.arrive()
        }
        #expect(said(exit).contains("entries of a protection domain never nest"))
    }

    private func said(_ exit: ExitTest.Result?) -> String {
        String(decoding: exit?.standardErrorContent ?? [], as: UTF8.self)
    }
}
