internal import CommandTable

/// The `kms` command: reads the command line and hands over to one command.
struct Program {
    let console: Console

    /// Does what `words` say and gives the exit status.
    func run(_ words: [String]) -> Int32 {
        do {
            switch try ProgramTable.table.parse(words, environment: Console.environment) {
            case .help(let name): return help(on: name, asked: !words.isEmpty)
            case .run(let invocation): return try perform(invocation)
            }
        } catch {
            console.printError("\(ProgramTable.table.name): \(error)\n")
            return UsageError.exitStatus
        }
    }

    private func perform(_ invocation: Invocation) throws(UsageError) -> Int32 {
        switch invocation.command {
        case "": return versionCommand(invocation)
        case "help": return helpCommand(invocation)
        case "completions": return completionsCommand(invocation)
        case "run": return runCommand(invocation)
        case "trace": return traceCommand(invocation)
        case "view": return viewCommand(invocation)
        case "replay": return replayCommand(invocation)
        case "analyze": return analyzeCommand(invocation)
        case "export": return exportCommand(invocation)
        case "check": return checkCommand(invocation)
        case "keys": return keysCommand(invocation)
        case "params": return try paramsCommand(invocation)
        case "bench": return benchCommand(invocation)
        case let name: fatalError("the table lists '\(name)', but nothing does it")
        }
    }
}
