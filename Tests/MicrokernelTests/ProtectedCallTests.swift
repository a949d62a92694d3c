import KernelTrace
import Testing

@testable import Microkernel

@Suite struct `A protected call` {
    @Test(arguments: MachineOptions.Backend.allCases)
    func `carries label and words both ways`(backend: MachineOptions.Backend) throws {
        var system = TestSystem()
        let log = TestLog()
        system.add(
            "srv", 20,
            TestBehaviour(protected: { _, channel, message in
                log.append("\(channel) got \(message.label): \((0..<message.count).map { message[$0] })")
                var reply = Message(label: message.label + 1)
                for index in 0..<message.count { reply.append(message[index] * 2) }
                return reply
            }))
        system.add(
            "cli", 10,
            TestBehaviour(start: { cli throws(Fault) in
                var message = Message(label: 1 << 60 | 6)
                for word in 0..<64 { message.append(UInt64(word)) }
                let reply = try cli.call(3, message)
                log.append("reply \(reply.label), \(reply.count) words, last \(reply[63])")
                log.append("\(try cli.call(3, Message(label: 1, 5)))")
            }))
        system.connect("cli", 3, "srv", 7, caller: "cli")
        var options = MachineOptions()
        options.backend = backend
        _ = try system.run(options)
        #expect(log.lines[0] == "ch7 got 6: \(Array(0..<64))")
        #expect(log.lines[1...] == ["reply 7, 64 words, last 126", "ch7 got 1: [5]", "label 2, 1 words"])
    }

    @Test func `queues callers by priority while the server is busy`() throws {
        var system = TestSystem()
        // The server calls a slow one and so waits itself, while three callers queue.
        system.add(
            "slow", 40,
            TestBehaviour(protected: { slow, _, message throws(Fault) in
                try slow.notify(1)
                return message
            }))
        system.add(
            "srv", 30,
            TestBehaviour(protected: { srv, channel, message throws(Fault) in
                channel == 0 ? try srv.call(9) : message
            }))
        system.add(
            "go", 35,
            TestBehaviour(notified: { go, _ throws(Fault) in
                for channel: ChannelID in [2, 3, 4] { try go.notify(channel) }
            }))
        for (name, priority) in [("a", 5), ("b", 7), ("c", 5)] as [(String, UInt8)] {
            system.add(name, priority, TestBehaviour(notified: { me, _ throws(Fault) in _ = try me.call(1) }))
        }
        system.add("first", 1, TestBehaviour(start: { me throws(Fault) in _ = try me.call(0) }))
        system.connect("srv", 9, "slow", 0, caller: "srv")
        system.connect("slow", 1, "go", 1)
        for (index, name) in ["a", "b", "c"].enumerated() {
            system.connect("go", UInt8(index + 2), name, 0)
            system.connect(name, 1, "srv", UInt8(index + 1), caller: name)
        }
        system.connect("first", 0, "srv", 0, caller: "first")
        let run = try system.run()
        let served = run.order.split(separator: ", ").filter { $0.hasPrefix("srv.p") }
        #expect(served == ["srv.p0[", "srv.p2", "srv.p3", "srv.p1"])
        #expect(run.outcome.hungCallers.isEmpty)
    }

    @Test func `hangs for ever when the server has died, and the outcome says so`() throws {
        var system = TestSystem()
        system.add("srv", 20, TestBehaviour(start: { _ throws(Fault) in throw .broken("out of luck") }))
        system.add("cli", 10, TestBehaviour(start: { cli throws(Fault) in _ = try cli.call(0) }))
        system.add("low", 1, TestBehaviour(start: { low throws(Fault) in try low.notify(0) }))
        system.connect("cli", 0, "srv", 0, caller: "cli")
        system.connect("low", 0, "srv", 1)
        let run = try system.run()
        #expect(run.order == "srv.i!, cli.i!, low.i")
        #expect(run.outcome.hungCallers == [1])
        #expect(run.outcome.faults == [.init(domain: 0, reason: "out of luck", isFinal: true)])
        #expect(run.console.lines == ["-1: monitor: protection domain 'srv' faulted: out of luck"])
        #expect(run.kinds.contains(.signal(channel: 0, target: 0, bit: 1, outcome: .lost, deferred: false)))
    }

    @Test func `faults a server that has no such entry`() throws {
        var system = TestSystem()
        system.add("srv", 20)
        system.add("cli", 10, TestBehaviour(start: { cli throws(Fault) in _ = try cli.call(0) }))
        system.connect("cli", 0, "srv", 4, caller: "cli")
        let run = try system.run()
        #expect(
            run.outcome.faults.map(\.reason) == ["called on channel 4, but has no entry point 'protected'"]
        )
    }
}
