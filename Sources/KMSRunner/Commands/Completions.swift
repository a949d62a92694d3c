internal import CommandTable

extension Program {
    func completionsCommand(_ invocation: Invocation) -> Int32 {
        let table = ProgramTable.table
        switch invocation.arguments[0] {
        case "bash": console.print(table.bashCompletion)
        case "zsh": console.print(table.zshCompletion)
        default: console.print(table.fishCompletion)
        }
        return ExitStatus.success
    }
}
