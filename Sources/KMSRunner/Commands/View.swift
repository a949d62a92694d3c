internal import CommandTable
internal import Glibc
internal import KernelTrace
internal import TraceViews

extension Program {
    func viewCommand(_ invocation: Invocation) -> Int32 {
        if let page = invocation[Switches.html] { return writePage(page, of: invocation.arguments[0]) }
        return view(
            invocation.arguments[0], comparedWith: invocation[Switches.comparedTrace],
            from: invocation[Switches.fromStep],
            invocation)
    }

    /// Looks at the trace in `file`.
    func view(
        _ file: String, comparedWith other: String? = nil, from step: Int? = nil, _ invocation: Invocation
    ) -> Int32 {
        guard let size = screenSize(invocation) else { return ExitStatus.usage }
        do {
            let model = TraceModel(try TraceReader.read(path: file))
            let second = try other.map { name throws(TraceReadError) in
                (model: TraceModel(try TraceReader.read(path: name)), name: name)
            }
            var viewer = Viewer(
                model, name: file, comparedWith: second, width: size.0, height: size.1,
                glyphs: screenGlyphs(invocation))
            if let step { type(":\(step)<enter>", into: &viewer) }
            if let keys = invocation[Switches.keys] {
                type(keys, into: &viewer)
                console.print(viewer.frame.text)
                return ExitStatus.success
            }
            return show(&viewer)
        } catch {
            return refuse("\(error)")
        }
    }

    /// Writes the trace in `file` as a page that can be stepped through.
    private func writePage(_ path: String, of file: String) -> Int32 {
        do {
            let page = ViewerPage(try TraceReader.read(path: file))
            try deliver(to: path, input: file) { page.write(to: $0) }
            return ExitStatus.success
        } catch {
            return refuse("\(error)")
        }
    }

    private func type(_ keys: String, into viewer: inout Viewer) {
        for key in Key.keys(in: keys) { _ = viewer.handle(.key(key)) }
    }

    /// The size that `--size` asks for, such as `100x40`; nil, and said so, when it is none.
    func screenSize(_ invocation: Invocation) -> (Int, Int)? {
        guard let text = invocation[Switches.size] else { return (80, 24) }
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ 1...1000 ~= $0 }) else {
            console.printError("kms: option '--size' takes columns and rows up to 1000, such as 100x40\n")
            return nil
        }
        return (numbers[0], numbers[1])
    }

    /// Shows `viewer` on the terminal until its user leaves.
    private func show(_ viewer: inout Viewer) -> Int32 {
        guard let device = TerminalDevice() else { return refuseWithoutTerminal() }
        var session = ViewerSession(device, look: screenLook)
        session.run(&viewer)
        device.giveBack()
        return ExitStatus.success
    }

    func refuseWithoutTerminal() -> Int32 {
        refuse("the viewer needs a terminal; 'kms trace' lists a trace anywhere, '--keys' prints one screen")
    }

    /// What the terminal is to be spoken to with.
    var screenLook: FrameWriter.Look {
        if Console.environment("TERM") == "dumb" { return .plain }
        return Console.environment("NO_COLOR").map { !$0.isEmpty } ?? false ? .attributes : .colours
    }

    /// Lines and signs that the terminal can show, as its locale says.
    func screenGlyphs(_ invocation: Invocation) -> Glyphs {
        if invocation[Switches.ascii] { return .ascii }
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Console.environment($0) }.first { !$0.isEmpty }
            ?? ""
        let lower = locale.lowercased()
        return lower.contains("utf-8") || lower.contains("utf8") ? .unicode : .ascii
    }
}
