internal import CommandTable
internal import Simulator
internal import SystemDescription

extension Program {
    func runCommand(_ invocation: Invocation) -> Int32 {
        do {
            if let count = invocation[Switches.explore] {
                let result = try Exploration.run(invocation.runPlan, orders: count, observer: quietObserver)
                console.clearProgress()
                console.print(result.text(styled: console.styled))
                return result.isIndependent ? ExitStatus.success : ExitStatus.negative
            }
            if invocation[Switches.stepping] { return try step(invocation) }
            let voice = voice(of: invocation)
            let report = try Simulation.run(invocation.runPlan, observer: observer(voice))
            console.clearProgress()
            voice.say(report.text(styled: voice.styled))
            if invocation[Switches.view], let file = report.traceFile {
                let status = view(file, invocation)
                if status != ExitStatus.success { return status }
            }
            if let refusal = report.vaultRefusal {
                console.printError("Error: \(vaultName(report)) is refused: \(refusal)\n")
                return ExitStatus.badInput
            }
            return report.isGood ? ExitStatus.success : ExitStatus.negative
        } catch {
            return refuse(error, of: invocation)
        }
    }

    private func vaultName(_ report: RunReport) -> String {
        if case .directory(let path)? = report.setting.vault { "the vault in \(path)" } else { "the vault" }
    }

    /// Where a run tells what it does: standard output, unless answers to requests go there.
    private struct Voice {
        let styled: Bool
        let say: @Sendable (String) -> Void
    }

    private func voice(of invocation: Invocation) -> Voice {
        invocation[Switches.requests] == nil
            ? Voice(styled: console.styled) { [console] in console.print($0) }
            : Voice(styled: console.styledErrors) { [console] in console.printError($0) }
    }

    /// Told of progress only.
    var quietObserver: RunObserver {
        var observer = RunObserver()
        if console.showsProgress { observer.progressed = { [console] in console.showProgress($0) } }
        return observer
    }

    private func observer(_ voice: Voice) -> RunObserver {
        var observer = quietObserver
        observer.began = { [console] setting in
            console.clearProgress()
            for warning in setting.warnings { console.printError(warning.text) }
            voice.say(setting.text(styled: voice.styled))
        }
        observer.printed = { [console] domain, line in
            console.clearProgress()
            voice.say(voice.styled ? "  \u{1B}[2m\(domain):\u{1B}[0m \(line)\n" : "  \(domain): \(line)\n")
        }
        if console.showsProgress {
            observer.stepped = { [console] in console.showProgress($0.progress) }
        }
        observer.answered = { [console] answer in
            console.clearProgress()
            console.print(String(decoding: answer, as: UTF8.self) + "\n")
        }
        return observer
    }

    /// Reports why a run could not begin.
    private func refuse(_ error: SimulationError, of invocation: Invocation) -> Int32 {
        console.clearProgress()
        guard case .description(let result) = error else { return refuse(error) }
        show(result, of: invocation.arguments[0], asJSON: invocation[Switches.format] == "json")
        for refusal in result.startRefused where result.isAccepted {
            console.printError("\(refusal.message)\nError: this system cannot be started\n")
        }
        return ExitStatus.badInput
    }

    /// Reports why something could not begin.
    func refuse(_ error: SimulationError) -> Int32 {
        console.printError("\(error)\n")
        return ExitStatus.badInput
    }
}
