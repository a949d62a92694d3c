import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct `A system call without the right` {
    /// `a` tries one operation of a script; `b` is at the other end of channel 1, `kid` is a child of `b`.
    private func run(_ operation: StandInOperation) throws -> TestRun {
        var system = TestSystem()
        system.add("b", 9)
        system.add("a", 5)
        system.add("kid", 2, parent: "b", child: 1)
        system.connect("a", 1, "b", 0, silent: "a")
        var script = StandInScript()
        script["a", .start] = .init([[operation, .mark(7)]])
        let recorder = TraceRecorder()
        let log = TestLog()
        var options = MachineOptions()
        options.script = script
        let machine = try Machine(system.description, options: options, sink: recorder)
        machine.console = { log.append("\($0): \($1)") }
        machine.boot()
        return TestRun(machine: machine, recorder: recorder, outcome: machine.run(), console: log)
    }

    @Test(arguments: [
        (StandInOperation.notify(1), TraceEvent.Operation.notify, "notify", "channel"),
        (.notify(2), .notify, "notify", "channel"),
        (.notify(61), .notify, "notify", "channel"),
        (.notify(62), .notify, "notify", "channel"),
        (.notify(4_000_000_000), .notify, "notify", "channel"),
        (.deferredNotify(1), .deferredNotify, "deferred_notify", "channel"),
        (.call(1, words: 3), .call, "ppcall", "channel"),
        (.call(99, words: 0), .call, "ppcall", "channel"),
        (.acknowledge(1), .irqAck, "irq_ack", "channel"),
        (.deferredAcknowledge(3), .deferredIRQAck, "deferred_irq_ack", "channel"),
        (.control(.stop, 1), .child, "pd_stop", "child"),
        (.control(.resume, 200), .child, "pd_resume", "child"),
        (.control(.restart, 300), .child, "pd_restart", "child"),
    ])
    func `is printed and recorded as denied, and the entry goes on`(
        operation: StandInOperation, recorded: TraceEvent.Operation, function: String, what: String
    ) throws {
        let run = try run(operation)
        let number = try #require(
            run.kinds.compactMap { kind -> UInt64? in
                if case .denied(recorded, let number) = kind { number } else { nil }
            }.first)
        #expect(run.console.lines == ["1: a microkit_\(function): invalid \(what) given '\(number)'"])
        #expect(run.order == "b.i, a.i[, a.i~7, ]a.i, kid.i")
        #expect(run.outcome.faults.isEmpty)
    }

    @Test func `does not touch the deferred slot`() throws {
        var system = TestSystem()
        system.add("b", 1)
        system.add(
            "a", 5,
            TestBehaviour(start: { hands throws(Fault) in
                try hands.deferredNotify(1)
                try hands.deferredNotify(2)
            }))
        system.connect("a", 1, "b", 0)
        system.connect("a", 2, "b", 5, silent: "a")
        let run = try system.run()
        #expect(run.order == "a.i, b.i, b.n0")
        #expect(run.outcome.warnings.isEmpty)
    }

    @Test func `answers a refused call with an empty message`() throws {
        var system = TestSystem()
        system.add("srv", 9)
        let log = TestLog()
        system.add(
            "cli", 5,
            TestBehaviour(start: { hands throws(Fault) in
                log.append("\(try hands.call(1, Message(label: 5, 1, 2)))")
            }))
        system.connect("cli", 1, "srv", 0)
        _ = try system.run()
        #expect(log.lines == ["label 0, 0 words"])
    }
}
