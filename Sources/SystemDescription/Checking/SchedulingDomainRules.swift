// `domains`, `domain`, `domain_schedule` and its entries.

/// What `domains` declares.
struct DraftScheduling {
    struct Domain {
        var model: CheckedSystem.SchedulingDomain
        var element: Int
        /// `id`, when given.
        var id: UInt64?
    }
    var domains: [Domain] = []
    var byName: [NameTable.ID: Int] = [:]
    var byID: [UInt64: Int] = [:]
    var schedule: CheckedSystem.DomainSchedule?
    /// The first `domains` element that declares something.
    var element: Int?
}

extension SystemCheck {
    static let schedulingDomainCount = 16
    static let scheduleCount: UInt64 = 100

    mutating func schedulingDomains(_ element: Int) {
        if !scheduling.domains.isEmpty {
            return refuse(
                element, "domains.repeated", "domains must only be specified once", at: nil,
                Remark(labels: scheduling.element.map { [($0, "first given here")] } ?? []))
        }
        scheduling.element = element
        checkAttributes(element, Grammar.attributes(of: .domains))
        guard profile.cores == 1 else {
            return refuseWhole(
                element, "domains.multicore",
                "Error: The domain scheduler is not supported in multicore builds of seL4")
        }
        var schedule: Int?
        var mayHoldSchedule = false
        for child in tree.children(of: element) {
            switch tree.elements[child].name {
            case .domain: schedulingDomain(child)
            case .domain_schedule:
                if let schedule {
                    refuse(
                        child, "domain_schedule.repeated",
                        "The <domain_schedule> element can only appear once",
                        at: nil, Remark(labels: [(schedule, "first given here")]))
                }
                schedule = schedule ?? child
            default:
                let meant = childSuggestion(tree.string(tree.name(of: child)), in: .domains).hint
                mayHoldSchedule = mayHoldSchedule || meant == Suggestion.hint("domain_schedule")
                unknownElement(child, in: .domains, words: "Error: invalid XML element as child of <domains>")
            }
        }
        if schedule == nil, !mayHoldSchedule {
            refuse(element, "domain_schedule.missing", "The <domain_schedule> element must appear once")
        }
        if scheduling.domains.count > Self.schedulingDomainCount + 1 {
            refuse(element, "domains.count", "Number of domains exceeds \(Self.schedulingDomainCount)")
        } else if let last = scheduling.domains.last, scheduling.domains.count > Self.schedulingDomainCount {
            warn(
                last.element, "domains.count",
                "this is domain number 17, but the kernel has "
                    + "\(Self.schedulingDomainCount)")
        }
        if let schedule { domainSchedule(schedule) }
        numberDomains()
    }

    private mutating func schedulingDomain(_ element: Int) {
        checkAttributes(element, Grammar.attributes(of: .domain))
        let attribute = required(.name, of: element)
        var id: UInt64?
        if let attribute = tree.attribute(.id, of: element), let number = number(attribute, of: element) {
            id = number
            if number >= UInt64(Self.schedulingDomainCount) {
                refuse(
                    element, "domain.id.range",
                    "domain id \(number) should be less than the configured KernelNumDomains value of "
                        + "\(Self.schedulingDomainCount)", at: .value(attribute))
            }
        }
        guard let attribute else { return }
        checkName(attribute, of: element)
        let name = nameID(attribute)
        if let first = scheduling.byName[name].map({ scheduling.domains[$0] }) {
            let old = first.id.map { "Some(\($0))" } ?? "None"
            return refuse(
                element, "domain.name.duplicate",
                "Each <domain>'s name element must be unique found existing domain '\(first.model.name)' with id '\(old)'",
                at: .value(attribute), Remark(labels: [(first.element, "first declared here")]))
        }
        if let id, let first = scheduling.byID[id].map({ scheduling.domains[$0] }) {
            refuse(
                element, "domain.id.duplicate",
                "Each <domain>'s id element must be unique found existing domain '\(first.model.name)' with id '\(id)'",
                at: tree.attribute(.id, of: element).map { .value($0) },
                Remark(labels: [(first.element, "first used here")]))
        }
        if let id, scheduling.byID[id] == nil { scheduling.byID[id] = scheduling.domains.count }
        scheduling.byName[name] = scheduling.domains.count
        scheduling.domains.append(
            .init(
                model: .init(name: shown(attribute), id: id ?? 0, location: tree.location(of: element)),
                element: element, id: id))
    }

    /// Gives domains without `id` the smallest free ones, in document order.
    private mutating func numberDomains() {
        let taken = Set(scheduling.domains.compactMap(\.id))
        var next: UInt64 = 0
        for index in scheduling.domains.indices where scheduling.domains[index].id == nil {
            while taken.contains(next) { next += 1 }
            scheduling.domains[index].model.id = next
            next += 1
        }
    }

    // MARK: The schedule

    private mutating func domainSchedule(_ element: Int) {
        checkAttributes(element, Grammar.attributes(of: .domain_schedule))
        var schedule = CheckedSystem.DomainSchedule(location: tree.location(of: element))
        let start = number(.start_index, of: element, default: 0)
        let shift = number(.index_shift, of: element, default: 0)
        var count: UInt64 = 0
        for child in tree.children(of: element) {
            switch tree.elements[child].name {
            case .schedule_entry:
                count += 1
                if let slot = scheduleEntry(child) { schedule.slots.append(slot) }
            case .schedule_end_marker:
                count += 1
                checkAttributes(child, Grammar.attributes(of: .schedule_end_marker))
                schedule.slots.append(.endMarker)
            default:
                unknownElement(
                    child, in: .domain_schedule,
                    words: "Error: invalid XML element as child of <domain_schedule>")
            }
        }
        schedule.startIndex = start ?? 0
        schedule.indexShift = shift ?? 0
        checkScheduleLength(element, count, start: start, shift: shift)
        scheduling.schedule = schedule
    }

    private mutating func checkScheduleLength(_ element: Int, _ count: UInt64, start: UInt64?, shift: UInt64?)
    {
        if count >= Self.scheduleCount {
            refuseWhole(
                element, "domain_schedule.length",
                "More than configured KernelNumDomainSchedules \(Self.scheduleCount) number of <schedule_entry> "
                    + "elements found")
        }
        guard let start else { return }
        if start >= count {
            refuse(
                element, "domain_schedule.start_index",
                "schedule_start_index '\(start)' is greater than the length of the schedule '\(count)'",
                at: tree.attribute(.start_index, of: element).map { .value($0) })
        }
        guard let shift else { return }
        let (sum, overflow) = shift.addingReportingOverflow(count)
        if overflow || sum >= Self.scheduleCount, count < Self.scheduleCount {
            refuse(
                element, "domain_schedule.index_shift",
                "schedule_index_shift '\(start)' on top of the schedule length '\(count)' would exceed than the "
                    + "configured KernelNumDomainSchedules \(Self.scheduleCount)",
                at: tree.attribute(.index_shift, of: element).map { .value($0) },
                Remark(notes: ["index_shift is \(shift); the real tool's message shows start_index instead"]))
        }
    }

    private mutating func scheduleEntry(_ element: Int) -> CheckedSystem.DomainSchedule.Slot? {
        checkAttributes(element, Grammar.attributes(of: .schedule_entry))
        let domainAttribute = required(.domain, of: element)
        let durationAttribute = required(.duration, of: element)
        var domain: Int?
        if let attribute = domainAttribute {
            domain = scheduling.byName[nameID(attribute)]
            if domain == nil, !doubtfulNames.contains(nameID(attribute)) {
                refuse(
                    element, "schedule_entry.domain", "domain '\(shown(attribute))' does not exist,",
                    at: .value(attribute),
                    suggest(shown(attribute), among: scheduling.domains.map(\.model.name)))
            }
        }
        guard let durationAttribute, let duration = duration(durationAttribute, element), let domain else {
            return nil
        }
        return .run(domain: domain, duration: duration)
    }

    private mutating func duration(
        _ attribute: Int, _ element: Int
    ) -> CheckedSystem.DomainSchedule.Duration? {
        let text = tree.value(ofAttribute: attribute)
        guard let space = tree.bytes[text].firstIndex(of: 0x20) else {
            refuse(
                element, "schedule_entry.duration",
                "The duration '\(shown(attribute))' must contain a value and a unit, e.g. '1000 us'",
                at: .value(attribute))
            return nil
        }
        let value: UInt64
        do throws(NumberProblem) {
            value = try Numbers.number(tree.bytes, text.lowerBound..<space)
        } catch {
            refuseWhole(
                element, "number.invalid",
                "Error: failed to parse integer '\(tree.string(text.lowerBound..<space))' on element "
                    + "'schedule_entry': \(error.rawValue)", at: .value(attribute))
            return nil
        }
        guard value > 0 else {
            refuse(
                element, "schedule_entry.duration", "The duration '\(shown(attribute))' must be non-zero",
                at: .value(attribute))
            return nil
        }
        let unit = (space + 1)..<text.upperBound
        if tree.equal(unit, "us") { return .microseconds(value) }
        if tree.equal(unit, "ticks") { return .ticks(value) }
        refuse(
            element, "schedule_entry.duration",
            "The duration '\(shown(attribute))' must be in either 'ticks' or 'us'", at: .value(attribute))
        return nil
    }
}
