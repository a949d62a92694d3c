internal import CommandTable
internal import LWECore
internal import ParameterSheets

extension Program {
    func paramsCommand(_ invocation: Invocation) throws(UsageError) -> Int32 {
        let questions: [ParameterReport.Question] = [
            invocation.arguments.first.map { .named($0) },
            invocation[Switches.parameterFile].map { .file($0) },
            invocation[Switches.search].map { .search(replacing: $0) },
        ].compactMap(\.self)
        guard questions.count <= 1 else {
            throw ProgramTable.table.misuse(
                of: "params", "NAME, --check and --search exclude each other")
        }
        do {
            let report = try ParameterReport(
                questions.first ?? .all,
                exposure: invocation[Switches.decryptionService] ? .decryptionService : .owner,
                bits: Double(invocation[Switches.bits] ?? 128),
                failureLog2: -Double(invocation[Switches.failure] ?? 128))
            console.print(invocation[Switches.parameterFormat] == "json" ? report.json : report.text)
            return report.isAccepted ? ExitStatus.success : ExitStatus.negative
        } catch {
            return refuse("\(error)")
        }
    }
}
