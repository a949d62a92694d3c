internal import CommandTable
internal import KernelTrace
internal import Simulator
internal import TraceViews

extension Program {
    func traceCommand(_ invocation: Invocation) -> Int32 {
        do {
            let trace = try TraceReader.read(path: invocation.arguments[0])
            if let step = invocation[Switches.step] { return showStep(UInt64(step), of: trace, invocation) }
            let query = try TraceQuery(
                trace, domain: invocation[Switches.domain], channel: invocation[Switches.channel])
            let listing = TraceListing(
                trace, query: query, style: .init(width: console.width, isColoured: console.styled))
            var lines = LineBuffer(console)
            if invocation[Switches.json] {
                listing.forEachJSONLine { lines.add($0) }
            } else {
                listing.forEachLine { lines.add($0) }
            }
            lines.flush()
            return ExitStatus.success
        } catch {
            return refuse("\(error)")
        }
    }

    private func showStep(_ step: UInt64, of trace: Trace, _ invocation: Invocation) -> Int32 {
        do {
            let style = TraceListing.Style(width: console.width, isColoured: console.styled)
            let view = try StepView(trace, step: step, style: style)
            console.print(
                invocation[Switches.json] ? (trace.expandedJSON(of: step) ?? "{}") + "\n" : view.text)
            return ExitStatus.success
        } catch {
            return refuse("\(error)")
        }
    }

    func replayCommand(_ invocation: Invocation) -> Int32 {
        do {
            let replay = try Replay.run(invocation.arguments[0], observer: quietObserver)
            console.clearProgress()
            console.print(replay.text)
            return replay.difference == nil ? ExitStatus.success : ExitStatus.negative
        } catch {
            return refuse(error)
        }
    }
}

/// Lines on their way to standard output, many at a time.
private struct LineBuffer {
    private let console: Console
    private var text = ""

    init(_ console: Console) { self.console = console }

    mutating func add(_ line: String) {
        text += line
        text += "\n"
        if text.utf8.count > 1 << 16 { flush() }
    }

    mutating func flush() {
        console.print(text)
        text = ""
    }
}
