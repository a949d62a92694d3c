import KernelTrace
import Simulator
import Testing
import TraceViews

struct LiveSessionTests {
    private let race =
        #"{"left.i": ["n3"], "right.i": ["n3"], "left.n3": ["m1"], "source.i": ["n1 n2"], "left.n1": ["m2"]}"#

    private func events(_ session: LiveSession) -> [TraceEvent] { session.trace.events }

    private func toTheEnd(_ session: LiveSession) { while !session.hasEnded { session.goOn() } }

    @Test func `stepped to its end, it is the run itself`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(threeDomains, behaviour: race, seed: 3)
        _ = try Simulation.run(plan)
        let whole = try scratch.bytes(of: "trace.jsonl")
        let session = try LiveSession(plan)
        toTheEnd(session)
        try session.save(to: "\(scratch.path)/live.jsonl")
        // The header of the live one tells its choices besides.
        let (one, other) = (
            String(decoding: whole, as: UTF8.self),
            String(decoding: try scratch.bytes(of: "live.jsonl"), as: UTF8.self)
        )
        #expect(one.split(separator: "\n").dropFirst() == other.split(separator: "\n").dropFirst())
    }

    @Test func `going back and on again gives the same events`() throws {
        let scratch = try Scratch()
        let session = try LiveSession(try scratch.plan(threeDomains, behaviour: race, seed: 3))
        var states: [[TraceEvent]] = [events(session)]
        while !session.hasEnded {
            session.goOn()
            states.append(events(session))
        }
        #expect(states.count > 6)
        for count in (0..<(states.count - 1)).reversed() {
            try session.goBack()
            #expect(session.deliveryCount == count && events(session) == states[count])
        }
        try session.goBack()
        #expect(session.deliveryCount == 0)
        toTheEnd(session)
        #expect(events(session) == states.last)
    }

    @Test func `another order can be chosen, and is undone by going back`() throws {
        let scratch = try Scratch()
        let session = try LiveSession(try scratch.plan(threeDomains, behaviour: race, seed: 3))
        while session.status.order.count < 2, !session.hasEnded { session.goOn() }
        let status = session.status
        #expect(Set(status.order) == ["left", "right"])
        #expect(status.next?.hasPrefix(status.order[status.chosen]) == true)
        let (before, count) = (events(session), session.deliveryCount)
        try session.choose(1 - status.chosen)
        #expect(session.deliveryCount == count)
        #expect(session.status.next?.hasPrefix(status.order[1 - status.chosen]) == true)
        #expect(events(session) != before)
        try session.choose(status.chosen)
        #expect(events(session) == before)
    }

    @Test func `what is injected happens, and going back undoes it`() throws {
        let scratch = try Scratch()
        let session = try LiveSession(try scratch.plan(threeDomains, behaviour: race, seed: 3))
        session.goOn()
        let before = events(session)
        for (name, sign) in [
            ("source: its next entry faults", "fault"), ("left crashes and begins anew", "child"),
            ("right vanishes", "child"),
        ] {
            let place = try #require(session.status.injections.firstIndex(of: name))
            session.inject(place)
            #expect(session.status.message == name)
            #expect(events(session).count > before.count)
            toTheEnd(session)
            if name != "source: its next entry faults" {
                #expect(session.trace.events.contains { $0.kind.name == sign })
            }
            while session.deliveryCount > 1 { try session.goBack() }
            #expect(events(session) == before)
        }
        session.inject(10_000)
        #expect(events(session) == before)
    }

    @Test func `a replay repeats choices and injections, also of a run that was left`() throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/live.jsonl"
        for stops in [3, 1000] {
            let session = try LiveSession(try scratch.plan(threeDomains, behaviour: race, seed: 3))
            var count = 0
            while !session.hasEnded, count < stops {
                let status = session.status
                if status.order.count > 1 && count % 2 == 0 { try session.choose(1 - status.chosen) }
                if count == 2, let place = status.injections.firstIndex(of: "left crashes and begins anew") {
                    session.inject(place)
                    session.inject(place)
                }
                if count == 3, let place = status.injections.firstIndex(of: "right: its next entry faults") {
                    session.inject(place)
                }
                session.goOn()
                count += 1
            }
            try session.save(to: file)
            let replay = try Replay.run(file)
            #expect(replay.difference == nil, "\(replay.text)")
            #expect(replay.stepCount == session.trace.lastStep)
        }
    }

    @Test func `decisions that cannot be read are refused`() throws {
        let scratch = try Scratch()
        let session = try LiveSession(try scratch.plan(threeDomains, behaviour: race, seed: 3))
        session.goOn()
        try session.save(to: "\(scratch.path)/live.jsonl")
        let text = String(decoding: try scratch.bytes(of: "live.jsonl"), as: UTF8.self)
        #expect(text.contains("1 stop"))
        for wrong in ["1 stopp", "x stop", "1 fault 99", "1 interrupt 0 999", "choices a", "1 fault"] {
            let file = try scratch.write(text.replacing("1 stop\"", with: "\(wrong)\""), to: "wrong.jsonl")
            #expect(throws: SimulationError.self, "\(wrong)") { try Replay.run(file) }
        }
    }

    @Test func `nothing outside is touched`() throws {
        let scratch = try Scratch()
        var plan = try scratch.plan(threeDomains, behaviour: race, seed: 3)
        let session = try LiveSession(plan)
        toTheEnd(session)
        #expect(!scratch.exists("trace.jsonl"))
        #expect(throws: SimulationError.self) { try session.save(to: plan.description) }
        plan.vault = .directory("\(scratch.path)/vault")
        #expect(throws: SimulationError.self) { try LiveSession(plan) }
        #expect(!scratch.exists("vault"))
    }
}
