import KernelTrace
import Testing

@testable import Microkernel

@Suite struct `The deferred slot` {
    /// `w` is notified on 0 and 1 in one batch, and defers a signal in each.
    private func batch() throws -> TestRun {
        var system = TestSystem()
        system.add(
            "p", 9,
            TestBehaviour(start: { p throws(Fault) in
                try p.notify(0)
                try p.notify(1)
            }))
        system.add(
            "w", 3,
            TestBehaviour(notified: { w, channel throws(Fault) in
                try w.deferredNotify(ChannelID(channel.number + 10))
            }))
        system.add("t0", 1)
        system.add("t1", 1)
        system.connect("p", 0, "w", 0)
        system.connect("p", 1, "w", 1)
        system.connect("w", 10, "t0", 0)
        system.connect("w", 11, "t1", 0)
        return try system.run()
    }

    @Test func `loses the first of two signals of one batch, as the real system does`() throws {
        #expect(try batch().order == "p.i, w.i, w.n0, w.n1, t1.i, t1.n0, t0.i")
    }

    @Test func `says that it lost one: in the trace and in the outcome`() throws {
        let run = try batch()
        #expect(run.kinds.contains(.deferred(channel: 11, lost: true)))
        #expect(run.kinds.contains(.deferred(channel: 10, lost: false)))
        #expect(run.outcome.warnings == ["w: a deferred action was lost: there is one slot, and it was full"])
    }

    @Test func `is sent before the reply`() throws {
        var system = TestSystem()
        system.add("top", 30)
        system.add(
            "srv", 20,
            TestBehaviour(protected: { srv, _, message throws(Fault) in
                try srv.deferredNotify(1)
                return message
            }))
        system.add("cli", 10, TestBehaviour(start: { cli throws(Fault) in _ = try cli.call(0) }))
        system.connect("cli", 0, "srv", 0, caller: "cli")
        system.connect("srv", 1, "top", 1)
        #expect(try system.run().order == "top.i, srv.i, cli.i[, srv.p0, top.n1, ]cli.i")
    }
}
