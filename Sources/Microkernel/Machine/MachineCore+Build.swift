internal import SystemDescription

extension MachineCore {
    /// Makes every domain's runtime, actor or stand-in, and strand.
    ///
    /// Returns the positions of the stand-ins.
    func populate(_ images: ImageRegistry) throws(MachineError) -> [Int] {
        let wirings = Wiring.all(of: system)
        let memory = SystemMemory(system)
        runtimes = system.protectionDomains.enumerated().map { index, domain in
            DomainRuntime(
                index: index, name: domain.name, core: Int(domain.cpu), isPassive: domain.passive,
                wiring: wirings[index], machine: self)
        }
        var standIns: [Int] = []
        for runtime in runtimes {
            if let image = images[system.protectionDomains[runtime.index].programImage] {
                try furnish(runtime, with: image, memory)
            } else {
                standIns.append(runtime.index)
                furnishStandIn(runtime)
            }
            runtime.strand = Strand.make(options.backend, stackByteCount: options.stackByteCount) {
                [unowned runtime] in
                runtime.live()
            }
        }
        return standIns
    }

    private func furnish(
        _ runtime: DomainRuntime, with image: ImageRegistry.Image, _ memory: SystemMemory
    ) throws(MachineError) {
        do throws(WiringError) {
            let table = try GrantTable(
                system, domain: runtime.index, memory: memory, host: options.host, seed: options.seed)
            runtime.body = try image.make(Grants(thread: runtime.thread, port: runtime, table: table))
            for grant in table.unclaimed { warnings.append("\(runtime.name) never asks for \(grant)") }
            if image.resetOnRestart { runtime.remake = Self.remaking(image, table, unowned: runtime) }
        } catch {
            throw .wiring(domain: runtime.name, error)
        }
    }

    /// Makes a fresh actor from the same grants, which were enough once.
    private static func remaking(
        _ image: ImageRegistry.Image, _ table: GrantTable, unowned runtime: DomainRuntime
    ) -> () -> DomainBody {
        { [unowned runtime] in
            do throws(WiringError) {
                return try image.make(Grants(thread: runtime.thread, port: runtime, table: table))
            } catch {
                fatalError("\(runtime.name) cannot be made again: \(error)")
            }
        }
    }

    private func furnishStandIn(_ runtime: DomainRuntime) {
        let script = options.script.behaviour(of: runtime.name)
        runtime.body = ActorBody(StandIn(runtime, script))
    }

    /// How things stand, at `end`.
    func outcome(_ end: MachineOutcome.End) -> MachineOutcome {
        let threads = scheduler.threads
        return MachineOutcome(
            end: end, faults: faults,
            hungCallers: threads.indices.filter {
                threads[$0].state == .queuing || threads[$0].state == .awaitingReply
            },
            stopped: threads.indices.filter {
                threads[$0].state == .stopped
                    || (threads[$0].state == .runnable && threads[$0].context == none)
            },
            warnings: warnings, stepCount: stepCount,
            virtualMicroseconds: scheduler.cores.map(\.now).max() ?? 0)
    }
}
