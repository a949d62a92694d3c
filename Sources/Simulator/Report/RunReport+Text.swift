internal import Glibc
internal import Microkernel
internal import SystemDescription

extension RunReport.Setting {
    /// One or more lines that say what is about to run; each ends with a line feed.
    public func text(styled: Bool) -> String {
        var page = ReportPage(styled: styled)
        let parts = [
            Quantities.count(system.protectionDomains.count, "protection domain"),
            Quantities.count(system.memoryRegions.count, "memory region"),
            Quantities.count(system.channels.count, "channel"), system.profile.name,
        ]
        page.title("\(system.file): \(parts.joined(separator: ", "))")
        switch vault {
        case .directory(let path)?: page.row("vault", [path], column: 10)
        case .memory?: page.row("vault", "fresh, in memory, gone with this run".words, column: 10)
        case nil: break
        }
        if let seed {
            page.row(
                "seed", "\(seed): anybody can repeat this run, so its keys are not secret".words, column: 10)
        }
        if !standIns.isEmpty {
            let names = standIns.map { system.protectionDomains[$0].name }.joined(separator: ", ")
            let story =
                script.map { "they follow \($0)" } ?? "they do nothing; a script can tell them what to do"
            page.row(
                "stand-ins", "\(names): nobody here implements their images, so \(story)".words, column: 12)
        }
        return page.text
    }
}

extension RunReport {
    /// The report in 80 columns, each line ended: what moved where, how it ended, what to do next.
    public func text(styled: Bool) -> String {
        var page = ReportPage(styled: styled)
        if let mainJob { MainJobText(report: mainJob, steps: mainJobSteps).append(to: &page) }
        MovementText(system: setting.system, tally: tally).append(to: &page)
        appendTroubles(to: &page)
        page.blank()
        page.line(counts)
        let virtual = Quantities.duration(microseconds: Double(tally.microseconds)) + " of virtual time, "
        page.line(
            (tally.microseconds > 0 ? virtual : "")
                + "\(Quantities.duration(microseconds: elapsedMicroseconds)) on this computer's clock")
        appendTrace(to: &page)
        return page.text
    }

    private var counts: String {
        var parts = [
            Quantities.count(tally.stepCount, "step"), "\(Quantities.grouped(tally.entryCount)) entries",
            Quantities.count(tally.signalCount, "notification")
                + (tally.mergedCount > 0 ? " (\(Quantities.grouped(tally.mergedCount)) merged)" : ""),
        ]
        if tally.callCount > 0 { parts.append(Quantities.count(tally.callCount, "call")) }
        if tally.deniedCount > 0 { parts.append(Quantities.count(tally.deniedCount, "refusal")) }
        if tally.faultCount > 0 { parts.append(Quantities.count(tally.faultCount, "fault")) }
        return parts.joined(separator: ", ")
    }

    private func appendTroubles(to page: inout ReportPage) {
        let names = setting.system.protectionDomains.map(\.name)
        var troubles: [String] = []
        for fault in outcome.faults.prefix(RunTally.listedFaultCount) {
            let end = fault.isFinal ? "nobody can restart it" : "its parent was told"
            troubles.append("\(names[fault.domain]) faulted, \(end): \(fault.reason)")
        }
        if outcome.faults.count > RunTally.listedFaultCount {
            troubles.append(
                "\(outcome.faults.count - RunTally.listedFaultCount) more faults are in the trace")
        }
        troubles += outcome.hungCallers.map { "\(names[$0]) still waits for a reply" }
        if outcome.end == .stepLimit {
            troubles.append("stopped at the limit of kernel steps; the system goes on")
        }
        troubles += outcome.warnings
        guard !troubles.isEmpty else { return }
        page.heading("To look at")
        for trouble in troubles { page.row("-", trouble.words, column: 4) }
    }

    /// Whether the trace can be read back: it did not go to a device or a pipe.
    private var hasReadableTrace: Bool {
        var status = stat()
        guard let traceFile, unsafe stat(traceFile, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    private func appendTrace(to page: inout ReportPage) {
        if let traceFailure { page.line("the trace is not whole: \(traceFailure)") }
        guard let traceFile else { return }
        page.blank()
        guard hasReadableTrace else { return page.row("trace", ["\(traceFile):", "not", "kept"], column: 8) }
        page.row("trace", [traceFile], column: 8)
        page.row("next", ["kms trace \(traceFile)"], column: 8)
        if setting.seed != nil { page.row("", ["kms replay \(traceFile)"], column: 8) }
    }
}

extension String {
    /// The words, for `ReportPage.row`.
    var words: [String] { split(separator: " ").map(String.init) }
}
