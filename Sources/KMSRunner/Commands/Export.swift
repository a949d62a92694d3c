internal import CommandTable
internal import KernelTrace
internal import Simulator
internal import TraceViews

extension Program {
    func exportCommand(_ invocation: Invocation) -> Int32 {
        do {
            let path = invocation.arguments[0]
            let trace = try TraceReader.read(path: path)
            let words = invocation[Switches.exportFormat] ?? TraceExport.Format.json.rawValue
            guard let format = TraceExport.Format(rawValue: words) else { fatalError("no format '\(words)'") }
            let filter = try invocation[Switches.filter].map { try EventFilter($0, in: trace) }
            let export = try TraceExport(
                trace, system: trace.header.checkedDescription(), format: format, filter: filter)
            try deliver(to: invocation[Switches.output], input: path) { export.write(to: $0) }
            for note in trace.notes { console.printError("note: \(note)\n") }
            return ExitStatus.success
        } catch {
            return refuse("\(error)")
        }
    }

    /// Sends what `produce` makes to the file at `path`, or to standard output.
    func deliver(
        to path: String?, input: String, _ produce: (@escaping ([UInt8]) -> Void) -> Void
    ) throws(OutputFailure) {
        guard let path, path != "-" else { return produce { [console] in console.print($0) } }
        let file = try OutputFile(path, input: input)
        produce { file.add($0) }
        try file.close()
    }
}
