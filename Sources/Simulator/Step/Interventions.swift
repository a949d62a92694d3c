internal import Microkernel

/// What a person decided in a run that was stepped live: enough to repeat it.
struct Interventions: Sendable {
    /// Who went first among equals, choice by choice; -1 left it to the policy.
    var choices: [Int] = []
    /// What was done to the machine, each before the delivery that follows so many others.
    var injections: [(delivery: Int, injection: Machine.Injection)] = []

    /// Before the delivery that follows so many others, the run was left; nil when it ran to its end.
    var stop: Int?

    /// Whether nothing was decided.
    var isEmpty: Bool { choices.isEmpty && injections.isEmpty && stop == nil }
}

extension Interventions {
    /// As it stands in the header of a trace: `choices 0 -1 2; 12 interrupt 3 5; 14 fault 2; 20 stop`.
    var text: String {
        var parts = choices.isEmpty ? [] : ["choices " + choices.map(String.init).joined(separator: " ")]
        for (delivery, injection) in injections {
            let words =
                switch injection {
                case .interrupt(let domain, let id): "interrupt \(domain) \(id)"
                case .fault(let domain): "fault \(domain)"
                case .crash(let domain): "crash \(domain)"
                case .drop(let domain): "drop \(domain)"
                }
            parts.append("\(delivery) \(words)")
        }
        if let stop { parts.append("\(stop) stop") }
        return parts.joined(separator: "; ")
    }

    /// Reads what `text` wrote, for a system of that many domains; nil when it is something else.
    init?(text: String, domainCount: Int) {
        self.init()
        for part in text.split(separator: ";") {
            let words = part.split(separator: " ").map(String.init)
            let numbers = words.compactMap { Int($0) }
            if words.first == "choices" {
                guard numbers.count == words.count - 1 else { return nil }
                choices = numbers
                continue
            }
            if words.count == 2, words[1] == "stop", numbers.count == 1 {
                stop = numbers[0]
                continue
            }
            guard words.count >= 3, words.count == numbers.count + 1, let delivery = Int(words[0]),
                (0..<domainCount).contains(numbers[1])
            else { return nil }
            switch (words[1], numbers.count) {
            case ("interrupt", 3):
                guard let id = UInt8(exactly: numbers[2]) else { return nil }
                injections.append((delivery, .interrupt(domain: numbers[1], id: id)))
            case ("fault", 2): injections.append((delivery, .fault(domain: numbers[1])))
            case ("crash", 2): injections.append((delivery, .crash(domain: numbers[1])))
            case ("drop", 2): injections.append((delivery, .drop(domain: numbers[1])))
            default: return nil
            }
        }
    }

    /// Runs the booted `machine` with what was decided, to its end or to where it was left.
    func run(_ machine: Machine) -> MachineOutcome {
        guard !injections.isEmpty || stop != nil else { return machine.run() }
        var rest = injections[...]
        var delivered = 0
        var next = machine.runToDelivery()
        while true {
            while let first = rest.first, first.delivery == delivered {
                machine.inject(first.injection)
                rest.removeFirst()
                next = machine.runToDelivery(releasing: false)
            }
            if stop == delivered { return machine.outcome() }
            // To the end in the same way: an injected fault may still be to come.
            guard next != nil else { return machine.outcome() }
            delivered += 1
            next = machine.runToDelivery()
        }
    }
}
