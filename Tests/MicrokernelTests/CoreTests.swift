import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct `Several cores` {
    private func run(_ system: TestSystem, costs: [(String, TraceEvent.Entry, UInt64)]) throws -> TestRun {
        var options = MachineOptions()
        for (name, entry, cost) in costs { options.script.setCost(cost, of: name, entry) }
        return try system.run(options)
    }

    @Test func `step in the order of their clocks, ties by number`() throws {
        var system = TestSystem()
        for (name, cpu) in [("p", 0), ("q", 1), ("r", 2)] as [(String, UInt8)] {
            system.add(name, 5, cpu: cpu, TestBehaviour(start: { me throws(Fault) in try me.print("begun") }))
        }
        let slow = try run(system, costs: [("p", .start, 300), ("q", .start, 100), ("r", .start, 100)])
        #expect(slow.console.lines == ["1: begun", "2: begun", "0: begun"])
        #expect(slow.outcome.virtualMicroseconds == 300)
    }

    @Test func `compare priorities per core: a higher domain elsewhere pre-empts nobody here`() throws {
        var system = TestSystem()
        system.add("high", 200, cpu: 1)
        system.add(
            "low", 1, cpu: 0,
            TestBehaviour(start: { low throws(Fault) in
                try low.notify(0)
                try low.print("went on")
            }))
        system.connect("low", 0, "high", 0)
        let run = try run(system, costs: [("high", .notified(0), 50)])
        #expect(run.order == "low.i[, high.i, ]low.i, high.n0" || run.order == "low.i, high.i, high.n0")
        let switches = run.recorder.events.filter { if case .run = $0.kind { $0.core == 0 } else { false } }
        #expect(switches.count == 1)
    }

    @Test func `wake each other: the woken one is not before its waker in time`() throws {
        var system = TestSystem()
        system.add("maker", 5, cpu: 0, TestBehaviour(start: { maker throws(Fault) in try maker.notify(0) }))
        system.add(
            "taker", 5, cpu: 3,
            TestBehaviour(notified: { taker, _ throws(Fault) in
                try taker.print("taken")
            }))
        system.connect("maker", 0, "taker", 0)
        let run = try run(system, costs: [("maker", .start, 400), ("taker", .notified(0), 30)])
        let taken = run.recorder.events.first { if case .log = $0.kind { true } else { false } }
        #expect(taken?.time == 430)
        #expect(taken?.core == 3)
    }

    @Test func `call a server on another core and get its reply`() throws {
        var system = TestSystem()
        system.add(
            "srv", 9, cpu: 2, TestBehaviour(protected: { _, _, message in Message(label: message.label + 1) })
        )
        let log = TestLog()
        system.add(
            "cli", 5, cpu: 0,
            TestBehaviour(start: { cli throws(Fault) in
                for label in [1, 2, 3] as [UInt64] { log.append("\(try cli.call(0, Message(label: label)))") }
            }))
        system.connect("cli", 0, "srv", 0, caller: "cli")
        let run = try run(system, costs: [("srv", .protected(0), 10)])
        #expect(log.lines == ["label 2, 0 words", "label 3, 0 words", "label 4, 0 words"])
        #expect(run.outcome.virtualMicroseconds == 30)
        #expect(run.outcome.hungCallers.isEmpty)
    }
}
