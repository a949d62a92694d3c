import KernelTrace
import Microkernel
import SystemDescription

/// A small random system of scripted domains that share regions, call, signal, fault and control each other.
struct GeneratedSystem {
    private(set) var description = CheckedSystem(file: "generated.system")
    private(set) var script = StandInScript()
    private var random: SplitMix
    private static let here = SourceLocation(file: "generated.system", row: 1, column: 1)

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        addRegions()
        addDomains()
        addChannels()
        addScripts()
    }

    private mutating func addRegions() {
        for place in 0..<(2 + random.below(4)) {
            description.memoryRegions.append(.init(name: "r\(place)", byteCount: 0x1000, location: Self.here))
        }
    }

    private mutating func addDomains() {
        for place in 0..<(3 + random.below(4)) {
            var domain = CheckedSystem.ProtectionDomain(
                name: "d\(place)", priority: UInt8(3 + random.below(5)), programImage: "stand-in",
                location: Self.here)
            domain.passive = random.below(6) == 0
            if place > 0 && random.below(3) == 0 {
                domain.parent = random.below(place)
                domain.childID = UInt64(place)
            }
            for region in description.memoryRegions.indices where random.below(5) < 2 {
                domain.maps.append(
                    .init(
                        region: region, vaddr: 0x400_0000 + UInt64(region) << 12,
                        permissions: random.below(2) == 0 ? [.read, .write] : [.read], location: Self.here))
            }
            description.protectionDomains.append(domain)
        }
    }

    private mutating func addChannels() {
        let count = description.protectionDomains.count
        var used = [UInt8](repeating: 0, count: count)
        for _ in 0..<count {
            let (a, b) = (random.below(count), random.below(count))
            guard a != b else { continue }
            let domains = description.protectionDomains
            description.channels.append(
                .init(
                    a: .init(
                        domain: a, id: used[a],
                        mayCall: domains[a].priority < domains[b].priority && random.below(2) == 0,
                        mayNotify: random.below(3) != 0, location: Self.here),
                    b: .init(domain: b, id: used[b], mayNotify: random.below(3) != 0, location: Self.here),
                    location: Self.here))
            used[a] += 1
            used[b] += 1
        }
    }

    private mutating func addScripts() {
        for (place, domain) in description.protectionDomains.enumerated() {
            var entries: [TraceEvent.Entry] = [.start]
            for id in ids(of: place) { entries += [.notified(id), .protected(id)] }
            for child in children(of: place) { entries.append(.fault(child)) }
            for entry in entries {
                let scripts = (0..<3).map { _ in
                    (0..<(3 + random.below(5))).map { _ in operation(entry, place) }
                }
                script[domain.name, entry] = .init(scripts)
            }
        }
    }

    private func ids(of domain: Int) -> [UInt8] {
        description.channels.flatMap { [$0.a, $0.b] }.filter { $0.domain == domain }.map(\.id)
    }

    private func children(of domain: Int) -> [UInt8] {
        description.protectionDomains.filter { $0.parent == domain }.compactMap {
            $0.childID.map { UInt8($0) }
        }
    }

    private mutating func operation(_ entry: TraceEvent.Entry, _ domain: Int) -> StandInOperation {
        let maps = description.protectionDomains[domain].maps
        let ids = ids(of: domain)
        // Now and then an id that is none.
        let isWrong = ids.isEmpty || random.below(10) == 0
        let channel = isWrong ? 7 : UInt32(ids[random.below(ids.count)])
        switch random.below(12) {
        case 0, 1, 2:
            let writable = maps.filter { $0.permissions.contains(.write) }
            guard !writable.isEmpty else { return .mark(1) }
            let name = description.memoryRegions[writable[random.below(writable.count)].region].name
            return .store(region: name, offset: 16 * random.below(2), text: "0123456789abcdef")
        case 3, 4, 5:
            guard !maps.isEmpty else { return .mark(2) }
            let name = description.memoryRegions[maps[random.below(maps.count)].region].name
            return .load(region: name, offset: 16 * random.below(2), byteCount: 16)
        case 6, 7: return .notify(channel)
        case 8: return .deferredNotify(channel)
        case 9: return .call(channel, words: random.below(3))
        case 10:
            if case .fault = entry { return .answerTrue }
            return random.below(3) == 0 ? .fault : .notify(channel)
        default:
            let children = children(of: domain)
            guard !children.isEmpty else { return .notify(channel) }
            return .control(
                [.stop, .resume, .restart][random.below(3)], UInt32(children[random.below(children.count)]))
        }
    }

    /// Runs it for some hundred steps.
    func trace() throws -> Trace {
        var options = MachineOptions()
        options.script = script
        options.stepLimit = 300
        options.seed = 1
        let recorder = TraceRecorder(capacity: 1 << 13)
        let machine = try Machine(description, options: options, sink: recorder)
        machine.boot()
        machine.run()
        machine.shutDown()
        let header = TraceHeader(
            description: .init(name: "generated.system", text: ""), system: description, contents: .all)
        return Trace(header: header, recorder: recorder)
    }
}
