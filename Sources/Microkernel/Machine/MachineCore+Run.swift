internal import KernelTrace
internal import SystemDescription

/// The machine's loop: whose turn it is, and what the clock brings.
extension MachineCore {
    /// R0: resumes every domain, in the order of the bytes of their names.
    func boot() {
        let order = runtimes.indices.sorted {
            Array(runtimes[$0].name.utf8).lexicographicallyPrecedes(Array(runtimes[$1].name.utf8))
        }
        recordMaps()
        for warning in warnings { recordWarning(warning) }
        for index in order { runtimes[index].bootStep = record(.boot, cause: 0, by: runtimes[index]) }
        scheduler.boot(order: order)
        recordEffects(cause: 0)
    }

    /// Every mapping of the description, in its order.
    private func recordMaps() {
        for (index, domain) in system.protectionDomains.enumerated() {
            for map in domain.maps {
                let kind = TraceEvent.Kind.map(
                    region: Int16(map.region), permissions: map.permissions.rawValue,
                    byteCount: system.memoryRegions[map.region].byteCount)
                _ = record(kind, cause: 0, by: runtimes[index])
            }
        }
    }

    /// One turn: a domain runs until it hands over, or the clock moves.
    ///
    /// Returns `false` when there is nothing to do.
    func turn() -> Bool {
        guard let core = nextCore() else { return false }
        let current = scheduler.current(core)
        guard current != none else {
            advance(core, to: nextEvent(core) ?? scheduler.cores[core].now)
            return true
        }
        if isBusy(current) { passTime(current, on: core) } else { run(current) }
        return true
    }

    /// The core with the smallest clock that has something to do; ties by number.
    ///
    /// `nil` when none has.
    func nextCore() -> Int? {
        if scheduler.cores.count == 1 {
            return scheduler.current(0) != none || nextEvent(0) != nil ? 0 : nil
        }
        var best: (core: Int, time: UInt64)?
        for core in scheduler.cores.indices {
            guard let time = scheduler.current(core) != none ? scheduler.cores[core].now : nextEvent(core)
            else {
                continue
            }
            if best.map({ time < $0.time }) ?? true { best = (core, time) }
        }
        return best?.core
    }

    /// When something next happens on `core` by itself.
    private func nextEvent(_ core: Int) -> UInt64? {
        var next = scheduler.nextRelease(core)
        if core == 0 {
            if let timer = timers.next { next = min(next ?? timer, timer) }
            if let schedule = scheduler.shared.schedule, isAnythingReady {
                next = min(next ?? schedule.end, schedule.end)
            }
        }
        return next
    }

    /// Whether a domain outside its slot waits for it.
    private var isAnythingReady: Bool {
        scheduler.threads.indices.contains {
            scheduler.canRun($0)
                && scheduler.shared.schedule?.contains(scheduler.threads[$0].schedulingDomain) == true
        }
    }

    /// The busy domain that runs uses time, up to the next event.
    private func passTime(_ domain: Int, on core: Int) {
        let now = scheduler.cores[core].now
        let burn = states[domain].burnMicroseconds
        var end = burn > 0 ? now + burn : states[domain].waitUntil
        if let slice = scheduler.sliceEnd(core) { end = min(end, max(slice, now)) }
        if let event = nextEvent(core) { end = min(end, max(event, now)) }
        if burn > 0 { states[domain].burnMicroseconds = burn - (end - now) }
        advance(core, to: end)
    }

    /// Moves `core`'s clock to `time`; then the kernel's timer first, devices after it.
    private func advance(_ core: Int, to time: UInt64) {
        scheduler.cores[core].now = max(scheduler.cores[core].now, time)
        if let end = scheduler.sliceEnd(core), end <= scheduler.cores[core].now {
            tick(core)
        } else if let release = scheduler.nextRelease(core), release <= scheduler.cores[core].now {
            tick(core)
        }
        if core == 0 {
            while scheduler.endSlot() { settle(core, cause: 0) }
            while let event = timers.takeDue(at: scheduler.cores[0].now) {
                raise(event.line, holdsLine: event.holdsLine)
            }
        }
    }

    private func tick(_ core: Int) {
        stepCount += 1
        scheduler.tick(core)
        if scheduler.effects.count > 0 { recordEffects(cause: 0) }
    }
}
