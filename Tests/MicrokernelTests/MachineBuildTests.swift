import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct `Building a machine` {
    @Test func `names the domain that asks for more than it is given`() throws {
        var system = TestSystem()
        system.add("fine", 3)
        system.add("greedy", 3)
        var images = ImageRegistry()
        images.register("greedy.elf") { (grants) throws(WiringError) in
            let missing = TestSystem.Domain(channels: [9])
            return TestDomain(try TestHands(grants, missing), TestBehaviour())
        }
        #expect {
            _ = try Machine(system.description, images: images, sink: TraceRecorder())
        } throws: { error in
            "\(error)" == "protection domain 'greedy': it has no channel with id 9"
        }
    }

    @Test func `takes domains without an actor as stand-ins that do nothing`() throws {
        var system = TestSystem()
        for name in ["a", "b", "c"] { system.add(name, 5) }
        let recorder = TraceRecorder()
        let machine = try Machine(system.description, sink: recorder)
        machine.boot()
        #expect(machine.run().end == .idle)
        #expect(machine.standIns == [0, 1, 2])
        #expect(orderText(recorder.events, names: machine.domainNames) == "c.i, b.i, a.i")
    }

    @Test func `warns of what a domain never asks for`() throws {
        var system = TestSystem()
        system.add("a", 5)
        system.add("b", 5)
        system.connect("a", 1, "b", 2)
        var images = ImageRegistry()
        images.register("a.elf") { (grants) throws(WiringError) in
            TestDomain(try TestHands(grants, TestSystem.Domain()), TestBehaviour())
        }
        let machine = try Machine(system.description, images: images, sink: TraceRecorder())
        machine.boot()
        #expect(machine.run().warnings == ["a never asks for channel 1"])
    }

    @Test(arguments: MachineOptions.Backend.allCases)
    func `leaves nothing behind, however a run ended`(backend: MachineOptions.Backend) throws {
        weak var core: MachineCore?
        for seed in UInt64(1)...20 {
            let random = RandomSystem(seed: seed)
            var options = MachineOptions()
            options.backend = backend
            options.script = random.script
            options.stepLimit = seed * 7
            do {
                let machine = try Machine(random.description, options: options, sink: TraceRecorder())
                machine.boot()
                machine.run()
                core = machine.core
                #expect(core != nil)
            }
            #expect(core == nil, "RandomSystem(seed: \(seed)), \(options.stepLimit ?? 0) steps")
        }
    }

    @Test func `stops at the step limit, and says so`() throws {
        var system = TestSystem()
        for name in ["a", "b", "go"] { system.add(name, name == "go" ? 9 : 5) }
        system.connect("a", 0, "b", 0)
        system.connect("go", 0, "a", 1)
        var options = MachineOptions()
        options.stepLimit = 500
        // A ping-pong that never ends.
        var script = StandInScript()
        script["a", .notified(0)] = .init([[.notify(0)]], isEveryTime: true)
        script["a", .notified(1)] = .init([[.notify(0)]])
        script["b", .notified(0)] = .init([[.notify(0)]], isEveryTime: true)
        script["go", .start] = .init([[.notify(0)]])
        options.script = script
        let machine = try Machine(system.description, options: options, sink: TraceRecorder())
        machine.boot()
        let outcome = machine.run()
        #expect(outcome.end == .stepLimit)
        #expect(outcome.stepCount >= 500)
    }
}

@Suite struct `A message` {
    @Test func `keeps 52 bits of its label and up to 64 words`() {
        var message = Message(label: .max, 1, 2, 3)
        #expect(message.label == 1 << 52 - 1)
        #expect(message.count == 3 && message[2] == 3)
        message[1] = 9
        message.label = 1 << 52 | 5
        #expect(message == Message(label: 5, 1, 9, 3))
        #expect(message != Message(label: 5, 1, 9))
    }

    @Test func `shows no words when printed`() {
        #expect("\(Message(label: 3, 0xdead_beef))" == "label 3, 1 words")
    }
}
