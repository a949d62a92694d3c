import KernelTrace
import Testing

@testable import Microkernel

@Suite struct `A fault` {
    /// A child that faults in its init, and a parent that does `answer`.
    private func family(_ answer: @escaping TestBehaviour.Faulted) throws -> TestRun {
        var system = TestSystem()
        system.add("par", 20, TestBehaviour(fault: answer))
        system.add(
            "kid", 10, parent: "par", child: 3,
            TestBehaviour(start: { _ throws(Fault) in throw .badInput("no key") }))
        system.add("low", 1)
        return try system.run()
    }

    @Test func `reaches the parent with the child's id and the kind of fault`() throws {
        let log = TestLog()
        let run = try family { _, child, message in
            log.append("\(child) \(message)")
            return nil
        }
        #expect(log.lines == ["child3 label 3, 1 words"])
        #expect(run.order == "par.i, kid.i!, par.f3, low.i")
        #expect(run.outcome.faults == [.init(domain: 1, reason: "bad input: no key", isFinal: false)])
        #expect(run.console.lines.isEmpty)
    }

    @Test func `comes again when the parent resumes the child`() throws {
        let log = TestLog()
        let run = try family { _, _, _ in
            log.append("told")
            return log.lines.count < 3 ? Message() : nil
        }
        #expect(run.order == "par.i, kid.i!, par.f3, par.f3, par.f3, low.i")
        #expect(run.outcome.faults.count == 3)
    }

    @Test func `of a parent without such an entry is the parent's own`() throws {
        var system = TestSystem()
        system.add("par", 20)
        system.add(
            "kid", 10, parent: "par", child: 3,
            TestBehaviour(start: { _ throws(Fault) in throw .broken("x") }))
        let run = try system.run()
        #expect(
            run.outcome.faults.map(\.reason) == ["x", "child 3 faulted, but it has no entry point 'fault'"])
        #expect(run.outcome.faults.map(\.isFinal) == [false, true])
        #expect(run.order == "par.i, kid.i!, par.f3!")
        #expect(run.console.lines.first == "0: par is missing the 'fault' entry point")
    }

    @Test func `in a notified entry leaves the rest of its batch unserved`() throws {
        var system = TestSystem()
        system.add(
            "p", 9,
            TestBehaviour(start: { p throws(Fault) in
                try p.notify(0)
                try p.notify(1)
            }))
        system.add(
            "c", 3,
            TestBehaviour(notified: { _, channel throws(Fault) in
                throw .unexpectedNotification(channel)
            }))
        system.connect("p", 0, "c", 0)
        system.connect("p", 1, "c", 1)
        let run = try system.run()
        #expect(run.order == "p.i, c.i, c.n0!")
        #expect(run.outcome.faults.map(\.reason) == ["unexpected notification on channel 0"])
    }

    @Test func `in a server leaves its caller hanging, and later callers are served after a restart`() throws
    {
        var system = TestSystem()
        system.add(
            "par", 30,
            TestBehaviour(fault: { par, child, _ throws(Fault) in
                try par.restart(child)
                return nil
            }))
        let log = TestLog()
        system.add(
            "srv", 20, parent: "par", child: 1,
            TestBehaviour(protected: { _, channel, message throws(Fault) in
                log.append("\(channel)")
                if channel == 0 { throw .broken("crash") }
                return message
            }))
        for (name, priority, id) in [("one", 10, 0), ("two", 5, 1)] as [(String, UInt8, UInt8)] {
            system.add(name, priority, TestBehaviour(start: { me throws(Fault) in _ = try me.call(0) }))
            system.connect(name, 0, "srv", id, caller: name)
        }
        let run = try system.run()
        #expect(run.order == "par.i, srv.i, one.i!, srv.p0!, par.f1, srv.i, two.i[, srv.p1, ]two.i")
        #expect(run.outcome.hungCallers.isEmpty)
        #expect(run.outcome.stopped == [2])
    }
}
