internal import BenchmarkSuite
internal import CommandTable

extension Program {
    func benchCommand(_ invocation: Invocation) -> Int32 {
        var session = BenchmarkSession()
        session.patterns = invocation[all: Switches.only]
        session.effort = invocation[Switches.quick] ? .quick : .full
        session.limitFile = invocation[Switches.limits]
        session.earlierReport = invocation[Switches.compare]
        do {
            let report = try session.run { console.showProgress("measuring \($0)") }
            console.clearProgress()
            console.print(invocation[Switches.json] ? report.json : report.table)
            return report.failures.isEmpty ? ExitStatus.success : ExitStatus.negative
        } catch {
            return refuse("\(error)")
        }
    }
}
