internal import CommandTable
internal import FlowAnalysis
internal import Simulator
internal import SystemDescription

extension Program {
    func analyzeCommand(_ invocation: Invocation) -> Int32 {
        do throws(SimulationError) {
            let report = try invocation.analysisPlan.report()
            console.print(text(of: report, format: invocation[Switches.reportFormat] ?? "text"))
            return report.isClean ? ExitStatus.success : ExitStatus.negative
        } catch {
            if case .description(let result) = error {
                show(result, of: invocation.arguments[0], asJSON: false)
                return ExitStatus.badInput
            }
            return refuse(error)
        }
    }

    private func text(of report: FlowReport, format: String) -> String {
        switch format {
        case "json": report.json
        case "dot": report.dot
        case "html": report.html
        default: report.text(TextStyle(width: console.width, isColoured: console.styled))
        }
    }
}

extension Invocation {
    /// The switches of `analyze` as a plan.
    fileprivate var analysisPlan: AnalysisPlan {
        var plan = AnalysisPlan(description: arguments[0])
        plan.check = checkOptions
        plan.policy = self[Switches.flowPolicy]
        plan.traces = self[all: Switches.usedTrace]
        plan.from = self[Switches.from]
        plan.to = self[Switches.to]
        plan.other = self[Switches.otherVersion]
        return plan
    }
}
