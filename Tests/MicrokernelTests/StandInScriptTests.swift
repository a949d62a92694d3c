import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct `The script beside a description` {
    /// `drv` with irq 5, its peer `app`, and `kid`, a child of `app`.
    private var system: TestSystem {
        var system = TestSystem()
        system.add("drv", 9, irq: 5)
        system.add("app", 5)
        system.add("kid", 3, parent: "app", child: 1)
        system.connect("app", 0, "drv", 1, caller: "app")
        system.share("ring", ["drv"])
        return system
    }

    private func script(_ text: String) throws(JSONError) -> StandInScript {
        try StandInScript(text: Array(text.utf8), file: "test.script.json", system: system.description)
    }

    private func run(_ text: String) throws -> TestRun {
        var options = MachineOptions()
        options.script = try script(text)
        let recorder = TraceRecorder()
        let log = TestLog()
        let machine = try Machine(system.description, options: options, sink: recorder)
        machine.console = { log.append("\($0): \($1)") }
        machine.boot()
        return TestRun(machine: machine, recorder: recorder, outcome: machine.run(), console: log)
    }

    @Test(arguments: [
        ("", "1:1", "the text ends where a value is expected"),
        ("[]", "1:1", "expected an object"),
        (
            "{\n \"behavior\": {}}", "2:2",
            "unknown key 'behavior', expected one of behaviour, every, costs, irqs"
        ),
        (
            #"{"behaviour": {"drv": [""]}}"#, "1:16",
            "'drv' names no entry: expected DOMAIN.i, .n3, .p3 or .f1"
        ),
        (#"{"behaviour": {"who.i": [""]}}"#, "1:16", "no protection domain 'who'"),
        (
            #"{"behaviour": {"drv.n7": [""]}}"#, "1:16",
            "'drv.n7' is never entered: 'drv' has no channel or irq 7"
        ),
        (
            #"{"behaviour": {"app.p0": [""]}}"#, "1:16",
            "'app.p0' is never entered: 'app' has no channel 0 on which a peer may call"
        ),
        (#"{"behaviour": {"app.f2": [""]}}"#, "1:16", "'app.f2' is never entered: 'app' has no child 2"),
        (#"{"behaviour": {"app.i": ["n0 q7"]}}"#, "1:26", "'q7' is no operation of a script"),
        (
            #"{"behaviour": {"app.i": ["n99999999999999999999"]}}"#, "1:26",
            "'n99999999999999999999' is no operation of a script"
        ),
        (#"{"behaviour": {"app.i": "n0"}}"#, "1:25", "expected an array"),
        (
            #"{"behaviour": {"app.i": [["n0", {"shout": 1}]]}}"#, "1:33",
            "expected an operation: store, load or print"
        ),
        (
            #"{"behaviour": {"app.i": [[{"store": "ring", "text": "x"}]]}}"#, "1:25",
            "'app' maps no region 'ring'"
        ),
        (
            #"{"behaviour": {"drv.i": [[{"store": "ring", "at": 4096, "text": "x"}]]}}"#, "1:25",
            "'ring' has only 4096 bytes"
        ),
        (
            #"{"behaviour": {"drv.i": [[{"load": "ring", "size": 3}]]}}"#, "1:44",
            "unknown key 'size' in an operation"
        ),
        (#"{"behaviour": {"drv.i": ["r1"]}}"#, "1:25", "'drv' has no child 1"),
        (#"{"costs": {"drv.n5": -3}}"#, "1:22", "expected a whole number, not negative"),
        (#"{"irqs": [{"at": 5, "pd": "app", "id": 5}]}"#, "1:40", "'app' has no irq with that id"),
        (#"{"irqs": [{"pd": "drv", "id": 5}]}"#, "1:11", "key 'at' is missing"),
    ])
    func `is refused with the place of what is wrong`(text: String, place: String, message: String) {
        #expect {
            _ = try script(text)
        } throws: { error in
            "\(error)" == "Error: \(message): test.script.json:\(place)"
        }
    }

    @Test func `makes stand-ins act: signals, calls, marks, lines`() throws {
        let run = try run(
            #"""
            {"behaviour": {
               "app.i": [["m1 n0", {"print": "calling"}, "c0 m2"]],
               "drv.p1": ["m3"], "drv.n1": ["m4"]}}
            """#)
        #expect(
            run.order
                == "drv.i, app.i[, app.i~1, drv.n1[, drv.n1~4, ]drv.n1, drv.p1[, drv.p1~3, ]drv.p1, app.i~2, ]app.i, kid.i"
        )
        #expect(run.console.lines == ["1: calling"])
        #expect(run.machine.standIns == [0, 1, 2])
    }

    @Test func `lets entries cost time, and interrupts come at theirs`() throws {
        let run = try run(
            #"""
            {"behaviour": {"drv.n5": ["a5"]}, "every": ["drv.n5"],
             "costs": {"app.i": 1000, "drv.n5": 50},
             "irqs": [{"at": 2000, "pd": "drv", "id": 5}, {"at": 400, "pd": "drv", "id": 5}]}
            """#)
        #expect(run.order == "drv.i, app.i[, drv.n5, ]app.i, kid.i, drv.n5")
        let times = run.recorder.events.compactMap { event -> UInt64? in
            if case .irq = event.kind { event.time } else { nil }
        }
        #expect(times == [400, 2000])
        #expect(run.outcome.virtualMicroseconds == 2050)
    }

    @Test func `stores to and loads from regions, within its maps`() throws {
        let run = try run(
            #"{"behaviour": {"drv.i": [[{"store": "ring", "at": 8, "text": "héllo"}, {"load": "ring", "at": 8, "count": 6}]]}}"#
        )
        #expect(run.recorder.payloads == [Array("héllo".utf8)])
        #expect(run.kinds.contains(.read(region: 0, offset: 8, byteCount: 6)))
    }

    @Test func `refuses a behaviour for a domain that has an actor`() throws {
        var options = MachineOptions()
        options.script = try script(#"{"behaviour": {"app.i": ["n0"]}}"#)
        #expect(throws: MachineError.scriptForActor(domain: "app")) {
            _ = try system.machine(options, sink: TraceRecorder())
        }
    }
}
