import KernelTrace
import Testing

@testable import Microkernel

/// Counts what is alive.
private final class Token: Sendable {
    let log: TestLog
    init(_ log: TestLog) { self.log = log }
    deinit { log.append("token gone") }
}

@Suite struct `A discarded entry` {
    /// `kid` is restarted once by `par`, which `kid` wakes in the middle of its first entry.
    private func system(resets: Bool = false, _ first: @escaping TestBehaviour.Start) -> TestSystem {
        var system = TestSystem()
        let count = TestLog()
        system.add("par", 30, TestBehaviour(notified: { par, _ throws(Fault) in try par.restart(1) }))
        system.add(
            "kid", 10, parent: "par", child: 1, resets: resets,
            TestBehaviour(start: { kid throws(Fault) in
                count.append("start")
                if count.lines.count == 1 { try first(kid) }
            }))
        system.connect("kid", 0, "par", 0)
        return system
    }

    @Test(arguments: MachineOptions.Backend.allCases)
    func `unwinds: its call of the kernel throws, and what it holds is released`(
        backend: MachineOptions.Backend
    ) throws {
        let log = TestLog()
        var options = MachineOptions()
        options.backend = backend
        let run = try system { kid throws(Fault) in
            let token = Token(log)
            defer { log.append("unwound") }
            do throws(Fault) {
                try kid.notify(0)
                log.append("went on")
            } catch {
                log.append("\(error)")
                throw error
            }
            _ = token
        }.run(options)
        #expect(
            log.lines == ["the entry was discarded", "token gone", "unwound"]
                || log.lines == ["the entry was discarded", "unwound", "token gone"])
        #expect(run.order == "par.i, kid.i!, par.n0, kid.i")
        #expect(run.outcome.faults.isEmpty)
    }

    @Test func `throws at every later call too, and nothing of it is stored or recorded`() throws {
        let log = TestLog()
        var system = system { kid throws(Fault) in
            try kid.store([1], in: "shared")
            do throws(Fault) { try kid.notify(0) } catch { log.append("first") }
            do throws(Fault) { try kid.notify(0) } catch { log.append("\(error)") }
            do throws(Fault) { try kid.deferredNotify(0) } catch { log.append("\(error)") }
            do throws(Fault) { try kid.print("I live") } catch { log.append("\(error)") }
            do throws(Fault) { try kid.store([2], in: "shared") } catch { log.append("\(error)") }
            do throws(Fault) { _ = try kid.call(0) } catch { log.append("\(error)") }
        }
        system.share("shared", ["kid"])
        let run = try system.run()
        #expect(log.lines == ["first"] + Array(repeating: "the entry was discarded", count: 5))
        #expect(run.order == "par.i, kid.i!, par.n0, kid.i")
        #expect(run.kinds.count { if case .write = $0 { true } else { false } } == 1)
        #expect(run.kinds.count { if case .discarded = $0 { true } else { false } } == 1)
        #expect(run.console.lines.isEmpty)
    }

    @Test func `that swallows the error is discarded all the same`() throws {
        let run = try system { kid throws(Fault) in
            do throws(Fault) { try kid.notify(0) } catch {}
        }.run()
        #expect(run.order == "par.i, kid.i!, par.n0, kid.i")
    }

    @Test func `leaves the image's state, unless the registry asks for a reset`() throws {
        for resets in [false, true] {
            let log = TestLog()
            var system = TestSystem()
            system.add("par", 30, TestBehaviour(notified: { par, _ throws(Fault) in try par.restart(1) }))
            system.add(
                "kid", 10, parent: "par", child: 1, resets: resets,
                TestBehaviour(start: { kid throws(Fault) in
                    log.append("\(ObjectIdentifier(kid))")
                    if log.lines.count == 1 { try kid.notify(0) }
                }))
            system.connect("kid", 0, "par", 0)
            _ = try system.run()
            #expect(log.lines.count == 2)
            // Fresh hands are made for a fresh actor only.
            #expect((log.lines[0] == log.lines[1]) == !resets)
        }
    }

    @Test(arguments: MachineOptions.Backend.allCases)
    func `is unwound when the machine ends, and the actors are released`(backend: MachineOptions.Backend)
        throws
    {
        let log = TestLog()
        do {
            var system = TestSystem()
            system.add(
                "srv", 20, TestBehaviour(protected: { _, _, _ throws(Fault) in throw .broken("crash") }))
            let token = Token(log)
            system.add(
                "cli", 10,
                TestBehaviour(start: { cli throws(Fault) in
                    defer { log.append("unwound") }
                    _ = try cli.call(0)
                    _ = token
                }))
            system.connect("cli", 0, "srv", 0, caller: "cli")
            var options = MachineOptions()
            options.backend = backend
            let recorder = TraceRecorder()
            let machine = try system.machine(options, sink: recorder)
            machine.boot()
            #expect(machine.run().hungCallers == [1])
            #expect(log.lines.isEmpty)
            let count = recorder.recordedCount
            machine.shutDown()
            #expect(recorder.recordedCount == count)
            #expect(log.lines == ["unwound"])
        }
        #expect(log.lines == ["unwound", "token gone"])
    }
}
