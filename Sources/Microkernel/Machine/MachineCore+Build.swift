internal import SystemDescription

extension MachineCore {
    /// Makes every domain's runtime, actor or stand-in, and strand.
    ///
    /// Returns the positions of the stand-ins.
    func populate(_ images: ImageRegistry) throws(MachineError) -> [Int] {
        let wirings = Wiring.all(of: system)
        runtimes = system.protectionDomains.enumerated().map { index, domain in
            DomainRuntime(
                index: index, name: domain.name, core: Int(domain.cpu), isPassive: domain.passive,
                wiring: wirings[index], machine: self)
        }
        var standIns: [Int] = []
        for runtime in runtimes {
            runtime.costs = options.script.entryCosts(of: runtime.name)
            if let image = images[system.protectionDomains[runtime.index].programImage] {
                if options.script.hasBehaviour(of: runtime.name) {
                    throw .scriptForActor(domain: runtime.name)
                }
                try furnish(runtime, with: image, memory)
            } else {
                standIns.append(runtime.index)
                try furnishStandIn(runtime, memory)
            }
            let strand = Strand.make(
                from: home, stackByteCount: options.stackByteCount, note: runtime.note
            ) { [unowned runtime] in
                runtime.live()
            }
            runtime.strand = strand
            unsafe strands[runtime.index] = unsafe Unmanaged.passUnretained(strand)
            unsafe domains[runtime.index] = unsafe Unmanaged.passUnretained(runtime)
            noteNesting(runtime)
        }
        for interrupt in options.script.interrupts { schedule(interrupt) }
        return standIns
    }

    /// Whether others may run on the domain's strand, and it on theirs.
    private func noteNesting(_ runtime: DomainRuntime) {
        let domain = system.protectionDomains[runtime.index]
        let usesTime = !runtime.costs.isEmpty || options.script.behaviour(of: runtime.name).usesTime
        let mayCall = runtime.wiring.lines.contains {
            if case .channel(_, _, _, let mayCall) = $0 { mayCall } else { false }
        }
        runtime.isRoot = domain.parent == nil
        runtime.state.runsToCompletion =
            nests && runtime.isRoot && !mayCall && !usesTime && !domain.passive
            && domain.budgetMicroseconds == domain.periodMicroseconds
    }

    /// A scripted interrupt is a pulse at its time.
    private func schedule(_ interrupt: StandInScript.Interrupt) {
        guard let runtime = runtimes.first(where: { $0.name == interrupt.domain }),
            case .interrupt(let line) = runtime.wiring.line(interrupt.channel)
        else { return }
        timers.add(DeviceTimers.Event(time: interrupt.time, line: line, holdsLine: false))
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

    /// A stand-in maps regions only when its script uses them, so that any real system can be loaded.
    private func furnishStandIn(_ runtime: DomainRuntime, _ memory: SystemMemory) throws(MachineError) {
        let script = options.script.behaviour(of: runtime.name)
        do throws(WiringError) {
            let grants =
                script.usesRegions ? try GrantTable(system, domain: runtime.index, memory: memory) : nil
            runtime.body = ActorBody(StandIn(runtime, script, grants))
        } catch {
            throw .wiring(domain: runtime.name, error)
        }
    }

    private func domains(where isSo: (KernelThread) -> Bool) -> [Int] {
        scheduler.threads.indices.filter { isSo(scheduler.threads[$0]) }
    }

    /// How things stand, at `end`.
    func outcome(_ end: MachineOutcome.End) -> MachineOutcome {
        MachineOutcome(
            end: end, faults: faults,
            hungCallers: domains { $0.state == .queuing || $0.state == .awaitingReply },
            stopped: domains { $0.state == .stopped || ($0.state == .runnable && $0.context == none) },
            warnings: warnings, stepCount: stepCount,
            virtualMicroseconds: scheduler.cores.indices.map { scheduler.cores[$0].now }.max() ?? 0)
    }
}

extension StandInScript.Behaviour {
    /// Whether any script uses processor time or waits for a time.
    fileprivate var usesTime: Bool {
        values.contains { entry in
            entry.scripts.joined().contains { operation in
                switch operation {
                case .burn, .spin: true
                default: false
                }
            }
        }
    }

    /// Whether any script stores to or loads from a region.
    fileprivate var usesRegions: Bool {
        values.contains { entry in
            entry.scripts.joined().contains { operation in
                switch operation {
                case .store, .load: true
                default: false
                }
            }
        }
    }
}
