internal import CommandTable

extension Program {
    /// Shows help; on standard error, as a usage error, when the command line was empty.
    func help(on name: String?, asked: Bool = true) -> Int32 {
        let table = ProgramTable.table
        let command = name.flatMap(table.subcommand)
        let styled = asked ? console.styled : console.styledErrors
        let text = command.map { table.help(of: $0, styled: styled) } ?? table.programHelp(styled: styled)
        guard asked else {
            console.printError(text)
            return UsageError.exitStatus
        }
        console.print(text)
        return ExitStatus.success
    }

    func helpCommand(_ invocation: Invocation) -> Int32 {
        guard invocation[Switches.manual] else { return help(on: invocation.arguments.first) }
        console.print(ProgramTable.table.manualPage(date: ProgramTable.date, version: ProgramTable.version))
        return ExitStatus.success
    }

    func versionCommand(_ invocation: Invocation) -> Int32 {
        guard invocation[Switches.version] else { return help(on: nil, asked: false) }
        console.print("\(ProgramTable.table.name) \(ProgramTable.version)\n")
        return ExitStatus.success
    }
}
