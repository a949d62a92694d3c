import KernelTrace
import Testing

@testable import Microkernel

@Suite struct `A run` {
    @Test func `gives the same trace for the same system, hundreds of times`() throws {
        for seed in UInt64(1)...300 {
            let system = RandomSystem(seed: seed, timed: seed % 2 == 0)
            let (one, two) = (try system.run(), try system.run())
            #expect(one.events == two.events && one.strings == two.strings, "RandomSystem(seed: \(seed))")
            #expect(one.recordedCount > 10)
        }
    }

    @Test func `gives the same trace on coroutines and on threads: golden systems`() throws {
        var threads = MachineOptions()
        threads.backend = .threads
        for golden in GoldenCase.all {
            let (one, two) = (TraceRecorder(), TraceRecorder())
            _ = golden.vector.run(sink: one)
            _ = golden.vector.run(threads, sink: two)
            #expect(one.events == two.events && one.strings == two.strings, "\(golden.vector.name)")
        }
    }

    @Test func `gives the same trace on coroutines and on threads: random systems`() throws {
        var threads = MachineOptions()
        threads.backend = .threads
        for seed in UInt64(1)...60 {
            for cores in [1, 3] {
                let system = RandomSystem(seed: seed, timed: true, cores: cores)
                let (one, two) = (try system.run(), try system.run(threads))
                #expect(one.events == two.events, "RandomSystem(seed: \(seed), timed: true, cores: \(cores))")
            }
        }
    }

    @Test func `gives the same trace when it is stepped`() throws {
        for seed in UInt64(1)...50 {
            let system = RandomSystem(seed: seed, timed: true)
            let whole = try system.run()
            let recorder = TraceRecorder()
            var options = MachineOptions()
            options.script = system.script
            let machine = try Machine(system.description, options: options, sink: recorder)
            machine.boot()
            var steps = 0
            while steps < 20_000, recorder.recordedCount < whole.recordedCount, machine.step() { steps += 1 }
            let count = min(whole.events.count, recorder.events.count)
            #expect(Array(recorder.events.prefix(count)) == Array(whole.events.prefix(count)), "seed \(seed)")
            #expect(steps > 3)
        }
    }

    @Test(arguments: [1, 3])
    func `records causes that came before, and of the right kind`(cores: Int) throws {
        for seed in UInt64(1)...200 {
            let events = try RandomSystem(seed: seed, timed: seed % 2 == 0, cores: cores).run().events
            for (index, event) in events.enumerated() {
                #expect(event.cause <= UInt64(index), "seed \(seed), step \(index + 1)")
                guard case .begin(let entry, _) = event.kind, event.cause > 0 else { continue }
                let cause = events[Int(event.cause) - 1]
                switch (entry, cause.kind) {
                case (.notified(let bit), .signal(_, let target, let sent, _, _)):
                    #expect(target == event.domain && sent == bit)
                case (.notified(let bit), .irq(let raised, _)):
                    #expect(cause.domain == event.domain && raised == bit)
                case (.protected, .call(_, let target, _, _)): #expect(target == event.domain)
                case (.fault, .fault), (.start, .boot), (.start, .child): break
                default: Issue.record("seed \(seed): \(entry) caused by \(cause.kind)")
                }
            }
        }
    }

    @Test(arguments: [1, 4])
    func `never nests entries, never goes back in time, and ends what it begins`(cores: Int) throws {
        for seed in UInt64(301)...500 {
            let recorder = try RandomSystem(seed: seed, timed: true, cores: cores).run()
            var inside = Set<Int16>()
            var now = [UInt64](repeating: 0, count: 8)
            for event in recorder.events {
                #expect(event.time >= now[Int(event.core)], "seed \(seed)")
                now[Int(event.core)] = event.time
                switch event.kind {
                case .begin: #expect(inside.insert(event.domain).inserted, "seed \(seed)")
                case .end, .discarded: #expect(inside.remove(event.domain) != nil, "seed \(seed)")
                default: break
                }
            }
        }
    }
}
