import KernelTrace
import SystemDescription

@testable import Microkernel

/// A small random system of scripted domains: calls, signals, faults, restarts, interrupts, passive domains, budgets.
struct RandomSystem {
    private(set) var description = CheckedSystem(file: "random.system.xml")
    private(set) var script = StandInScript()
    private var random: SplitMix
    private static let here = SourceLocation(file: "random.system.xml", row: 1, column: 1)

    /// The system of `seed`.
    ///
    /// - Parameters:
    ///   - seed: the same system for the same seed.
    ///   - timed: with budgets below the period, and scripts that use time.
    ///   - cores: how many cores the domains are spread over.
    init(seed: UInt64, timed: Bool = false, cores: Int = 1) {
        random = SplitMix(seed: seed)
        if cores > 1 { description.profile = .aarch64SMP4 }
        addDomains(timed: timed, cores: cores)
        addChannels()
        addScripts(timed: timed)
    }

    private mutating func addDomains(timed: Bool, cores: Int) {
        let names = ["a", "B", "c1", "c10", "_d", "zz"].prefix(3 + random.below(4))
        for (index, name) in names.enumerated() {
            var domain = CheckedSystem.ProtectionDomain(
                name: name, priority: UInt8(3 + random.below(4)), programImage: "stand-in",
                location: Self.here)
            domain.passive = random.below(5) == 0
            domain.cpu = UInt8(random.below(cores))
            if index > 0 && random.below(3) == 0 {
                domain.parent = 0
                domain.childID = UInt64(index)
            }
            if timed && random.below(3) == 0 { domain.periodMicroseconds = 3000 }
            description.protectionDomains.append(domain)
        }
        let driver = random.below(names.count)
        description.protectionDomains[driver].irqs = [.init(id: 50, source: .number(1), location: Self.here)]
    }

    private mutating func addChannels() {
        let count = description.protectionDomains.count
        var used = [UInt8](repeating: 0, count: count)
        for _ in 0..<(count * 2) {
            let (a, b) = (random.below(count), random.below(count))
            guard a != b else { continue }
            let priorities = (
                description.protectionDomains[a].priority, description.protectionDomains[b].priority
            )
            let mayCall = priorities.0 < priorities.1 && random.below(2) == 0
            description.channels.append(
                .init(
                    a: .init(domain: a, id: used[a], mayCall: mayCall, location: Self.here),
                    b: .init(domain: b, id: used[b], mayNotify: random.below(8) != 0, location: Self.here),
                    location: Self.here))
            used[a] += 1
            used[b] += 1
        }
    }

    private mutating func addScripts(timed: Bool) {
        let wirings = Wiring.all(of: description)
        for (index, domain) in description.protectionDomains.enumerated() {
            addScript(domain.name, .start, timed: timed, wirings[index])
            for id in UInt8(0)..<62 where wirings[index].lines[Int(id)] != .nothing {
                addScript(domain.name, .notified(id), timed: timed, wirings[index])
                addScript(domain.name, .protected(id), timed: timed, wirings[index])
            }
            for id in UInt8(0)..<8 where wirings[index].children[Int(id)] != none {
                addScript(domain.name, .fault(id), timed: timed, wirings[index])
            }
        }
    }

    private mutating func addScript(_ name: String, _ entry: TraceEvent.Entry, timed: Bool, _ wiring: Wiring)
    {
        let scripts = (0..<(1 + random.below(3))).map { _ in
            (0..<random.below(4)).map { _ in operation(entry, timed: timed, wiring) }
        }
        script[name, entry] = .init(scripts)
    }

    private mutating func operation(
        _ entry: TraceEvent.Entry, timed: Bool, _ wiring: Wiring
    ) -> StandInOperation {
        let channel = UInt32(random.below(6))
        let child = UInt32(1 + random.below(6))
        switch random.below(timed ? 16 : 13) {
        case 0, 1, 2, 3: return .notify(channel)
        case 4: return .deferredNotify(channel)
        case 5, 6: return .call(channel, words: random.below(3))
        case 7: return .mark(channel)
        case 8: return .control([.stop, .resume, .restart][random.below(3)], child)
        case 9:
            guard case .fault = entry else { return .fault }
            return .answerTrue
        case 10: return .raise
        case 11: return random.below(2) == 0 ? .acknowledge(50) : .deferredAcknowledge(50)
        case 12: return .drop
        case 13: return .burn(UInt64(100 * (1 + random.below(12))))
        case 14: return .spin(UInt64(100 * (1 + random.below(12))))
        default: return .raiseLater(UInt64(100 * random.below(20)))
        }
    }

    /// Runs the system, for at most some thousand steps.
    func run(_ options: MachineOptions = MachineOptions()) throws -> TraceRecorder {
        var options = options
        options.script = script
        options.stepLimit = 3000
        let recorder = TraceRecorder()
        let machine = try Machine(description, options: options, sink: recorder)
        machine.boot()
        machine.run()
        return recorder
    }
}
