import KernelTrace
import Testing

@testable import Microkernel

/// State that two domains of a test share on purpose, as no domain may: to see that Swift still watches it.
private final class Shared: @unchecked Sendable {
    var left = [1]
    var right = [2]
}

/// Holds an access to `value` while `body` runs.
private func hold(_ value: inout [Int], _ body: () throws(Fault) -> Void) throws(Fault) {
    value.append(value.count)
    try body()
    value.append(value.count)
}

@Suite struct `An access held across a notification` {
    /// Three domains, each inside an access of its own, resumed in another order than last in, first out:
    /// `a` begins, `b` pre-empts it, and both spend their slices in the middle of their accesses.
    @Test(arguments: MachineOptions.Backend.allCases)
    func `is kept while others run, in any order of resuming`(backend: MachineOptions.Backend) throws {
        let log = TestLog()
        var system = TestSystem()
        let shared = Shared()
        system.add("top", 30)
        system.add(
            "a", 10,
            TestBehaviour(start: { a throws(Fault) in
                try hold(&shared.left) { () throws(Fault) in
                    log.append("a in")
                    for _ in 0..<3 { try a.notify(0) }
                    log.append("a out")
                }
            }))
        system.add(
            "b", 10,
            TestBehaviour(start: { b throws(Fault) in
                try hold(&shared.right) { () throws(Fault) in
                    log.append("b in")
                    for _ in 0..<3 { try b.notify(0) }
                    log.append("b out")
                }
            }))
        system.connect("a", 0, "top", 0)
        system.connect("b", 0, "top", 1)
        var script = StandInScript()
        script.setCost(700, of: "top", .notified(0))
        script.setCost(700, of: "top", .notified(1))
        script.setCost(990, of: "a", .start)
        script.setCost(990, of: "b", .start)
        var options = MachineOptions()
        options.script = script
        options.backend = backend
        let run = try system.run(options)
        // Each has 10 µs of its slice left when it makes its first call, so the call waits for the next slice and the
        // other domain goes in between: in a, in b, out a, out b.
        #expect(log.lines == ["b in", "a in", "b out", "a out"])
        #expect(shared.left == [1, 1, 2] && shared.right == [2, 1, 2])
        #expect(run.outcome.faults.isEmpty)
    }

    @Test func `still conflicts with a real overlap in another domain`() async throws {
        let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var system = TestSystem()
            let shared = Shared()
            system.add(
                "top", 30,
                TestBehaviour(notified: { _, _ throws(Fault) in
                    try hold(&shared.left) { () throws(Fault) in }
                }))
            system.add(
                "a", 10,
                TestBehaviour(start: { a throws(Fault) in
                    try hold(&shared.left) { () throws(Fault) in try a.notify(0) }
                }))
            system.connect("a", 0, "top", 0)
            _ = try system.run()
        }
        let message = String(decoding: try #require(exit).standardErrorContent, as: UTF8.self)
        #expect(message.contains("Simultaneous accesses"))
    }
}
