internal import CommandTable
internal import SystemDescription

extension Program {
    func checkCommand(_ invocation: Invocation) -> Int32 {
        let checker = DescriptionChecker(options: invocation.checkOptions)
        var status = ExitStatus.success
        for file in invocation.arguments {
            let result = checker.checkFile(file)
            show(result, of: file, asJSON: invocation[Switches.format] == "json")
            if let system = result.system, invocation[Switches.format] != "json" {
                console.print("\(file): \(summary(of: system))\n")
            }
            if !result.isAccepted { status = ExitStatus.badInput }
        }
        return status
    }

    /// Prints findings: the real tool's streams and first lines, or JSON.
    func show(_ result: CheckResult, of file: String, asJSON: Bool) {
        if asJSON {
            console.print(result.json(file: file))
        } else {
            console.print(result.standardOutputText)
            console.printError(
                console.styledErrors ? styled(result.standardErrorText) : result.standardErrorText)
        }
    }

    private func summary(of system: CheckedSystem) -> String {
        "valid for \(system.profile.name), protection domains: \(system.protectionDomains.count), "
            + "memory regions: \(system.memoryRegions.count), channels: \(system.channels.count)"
    }

    /// Messages in bold, carets in red.
    private func styled(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("Error") || line.hasPrefix("microkit:") {
                return "\u{1B}[1;31m\(line)\u{1B}[0m"
            }
            if line.hasPrefix("WARNING") || line.hasPrefix("Warning") {
                return "\u{1B}[1;33m\(line)\u{1B}[0m"
            }
            guard let bar = line.firstIndex(of: "|"), line[..<bar].allSatisfy({ $0 == " " }) else {
                return String(line)
            }
            return "\(line[...bar])\u{1B}[31m\(line[line.index(after: bar)...])\u{1B}[0m"
        }.joined(separator: "\n")
    }
}
