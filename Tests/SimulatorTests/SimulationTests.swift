import Foundation
import KernelTrace
import Simulator
import SystemDescription
import Testing

struct SimulationTests {
    private static let behaviour =
        #"{"source.i": ["n1 n2"], "left.n1": ["n3"], "right.n1": [""]}"#

    @Test func `leaves no trace when the description is refused`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan("<system><nonsense /></system>")
        #expect(throws: SimulationError.self) { try Simulation.run(plan) }
        #expect(!scratch.exists("trace.jsonl"))
    }

    @Test func `refuses to write the trace over its input`() throws {
        let scratch = try Scratch()
        var plan = try scratch.plan(threeDomains, behaviour: Self.behaviour)
        for name in ["s.system", "s.script.json", "./s.system"] {
            plan.traceFile = "\(scratch.path)/\(name)"
            #expect(throws: SimulationError.self) { try Simulation.run(plan) }
        }
        #expect(String(decoding: try scratch.bytes(of: "s.system"), as: UTF8.self) == threeDomains)
    }

    @Test(arguments: [
        (#"{"source.i": ["n1 q9"]}"#, "'q9' is no operation"),
        (#"{"sink.i": [""]}"#, "no protection domain 'sink'"),
        (#"{"source.i": [7]}"#, "expected a string"), ("[", "s.script.json:1:"),
    ])
    func `points at what is wrong in a script`(behaviour: String, message: String) throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(threeDomains, behaviour: behaviour)
        let error = #expect(throws: SimulationError.self) { try Simulation.run(plan) }
        #expect(error?.description.contains(message) == true)
        #expect(error?.description.contains("s.script.json:1:") == true)
        #expect(!scratch.exists("trace.jsonl"))
    }

    @Test func `refuses a script that was named and is not there`() throws {
        let scratch = try Scratch()
        var plan = try scratch.plan(threeDomains)
        plan.scriptFile = "\(scratch.path)/missing.json"
        #expect(throws: SimulationError.self) { try Simulation.run(plan) }
        plan.scriptFile = nil
        plan.requests = .file("\(scratch.path)/missing.jsonl")
        #expect(throws: SimulationError.self) { try Simulation.run(plan) }
    }

    @Test func `runs domains without an implementation as stand-ins, and names them`() throws {
        let scratch = try Scratch()
        let report = try Simulation.run(try scratch.plan(threeDomains, behaviour: Self.behaviour))
        #expect(report.setting.standIns == [0, 1, 2])
        #expect(report.isGood)
        #expect(report.tally.signalCount == 3)
        #expect(report.setting.text(styled: false).contains("source, left, right"))
        let trace = try TraceReader.read(path: "\(scratch.path)/trace.jsonl")
        #expect(trace.isComplete)
        #expect(trace.lastStep == report.tally.stepCount)
        // The last woken of two equals runs first (kernel issue 902).
        #expect(
            orderText(trace.events, names: trace.header.domainNames)
                == "source.i, right.i, right.n1, left.i, left.n1, right.n3")
    }

    @Test func `gives the same trace for the same seed, whatever holds the stacks`() throws {
        let scratch = try Scratch()
        var plan = try scratch.plan(threeDomains, behaviour: Self.behaviour, seed: 7)
        var traces: [Data] = []
        for stacks in [RunPlan.Stacks.coroutines, .threads, .coroutines] {
            plan.stacks = stacks
            _ = try Simulation.run(plan)
            traces.append(try scratch.bytes(of: "trace.jsonl"))
        }
        #expect(traces[0] == traces[1])
        #expect(traces[0] == traces[2])
        plan.seed = 8
        _ = try Simulation.run(plan)
        #expect(try scratch.bytes(of: "trace.jsonl") != traces[0])
    }

    @Test func `keeps all that a second run needs in the trace`() throws {
        let scratch = try Scratch()
        var plan = try scratch.plan(threeDomains, behaviour: Self.behaviour, seed: 3)
        plan.scheduling = .seeded
        plan.orderSeed = 5
        plan.check.profile = .riscv64
        _ = try Simulation.run(plan)
        let header = try TraceReader.read(path: plan.traceFile).header
        #expect(header.description.text == threeDomains)
        #expect((header.seed, header.scheduling, header.profile) == (3, "seeded", "riscv64"))
        #expect(header.options.contains(TraceHeader.Setting("order", "5")))
        #expect(header.options.contains { $0.name == "script-text" && $0.value.contains("source.i") })
        #expect(header.started == nil)
    }

    @Test func `says who still waits for a reply`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(
            """
            <system>
                <protection_domain name="server" priority="9"><program_image path="x" /></protection_domain>
                <protection_domain name="client" priority="3"><program_image path="x" /></protection_domain>
                <channel><end pd="server" id="1" /><end pd="client" id="1" pp="true" /></channel>
            </system>
            """, behaviour: #"{"client.i": ["c1"], "server.p1": ["x"]}"#)
        let report = try Simulation.run(plan)
        #expect(report.deadDomains == [0])
        #expect(!report.isGood)
        let text = report.text(styled: false)
        #expect(text.contains("server faulted, nobody can restart it"))
        #expect(text.contains("client still waits for a reply"))
    }

    @Test func `reports within 80 columns`() throws {
        let scratch = try Scratch()
        let report = try Simulation.run(try scratch.plan(threeDomains, behaviour: Self.behaviour, seed: 1))
        let text = report.setting.text(styled: false) + report.text(styled: false)
        for line in text.split(separator: "\n") where !line.contains(scratch.path) {
            #expect(line.count <= 80, "\(line)")
        }
        #expect(!text.contains("\u{1B}"))
    }
}
