import KernelTrace
import Testing

@testable import Microkernel

@Suite struct `An interrupt` {
    private func machine(
        _ recorder: TraceRecorder, _ notified: @escaping TestBehaviour.Notified
    ) throws -> Machine {
        var system = TestSystem()
        system.add("drv", 9, irq: 4, TestBehaviour(notified: notified))
        system.add("app", 5)
        let machine = try system.machine(sink: recorder)
        machine.boot()
        machine.run()
        return machine
    }

    private func count(_ recorder: TraceRecorder) -> Int {
        recorder.events.count { if case .begin(.notified(4), _) = $0.kind { true } else { false } }
    }

    @Test func `raised from outside is delivered, and again after its acknowledgement`() throws {
        let recorder = TraceRecorder()
        let machine = try machine(recorder) { drv, channel throws(Fault) in try drv.acknowledge(channel) }
        for _ in 0..<3 {
            machine.raise(4, of: 0)
            machine.run()
        }
        #expect(count(recorder) == 3)
    }

    @Test func `is masked until acknowledged: at most one is kept meanwhile`() throws {
        let recorder = TraceRecorder()
        let log = TestLog()
        let machine = try machine(recorder) { drv, channel throws(Fault) in
            log.append("served")
            if log.lines.count == 1 { return }
            try drv.deferredAcknowledge(channel)
        }
        for _ in 0..<5 {
            machine.raise(4, of: 0)
            machine.run()
        }
        #expect(count(recorder) == 1)
    }

    @Test func `that a domain does not have is ignored`() throws {
        let recorder = TraceRecorder()
        let machine = try machine(recorder) { _, _ in }
        let before = recorder.recordedCount
        machine.raise(5, of: 0)
        machine.raise(4, of: 1)
        machine.raise(70, of: 0)
        #expect(recorder.recordedCount == before)
    }
}
