internal import CommandTable
internal import KernelTrace
internal import Simulator
internal import TraceViews

extension Program {
    /// Steps a run live, then writes its trace.
    func step(_ invocation: Invocation) throws(SimulationError) -> Int32 {
        guard let size = screenSize(invocation) else { return ExitStatus.usage }
        let plan = invocation.runPlan
        let live = try LiveSession(plan)
        let name = "\(plan.description) --seed \(live.seed)"
        var viewer = Viewer(
            TraceModel(live.trace), name: name, width: size.0, height: size.1,
            glyphs: screenGlyphs(invocation))
        viewer.show(TraceModel(live.trace), live.status)
        if let keys = invocation[Switches.keys] {
            for key in Key.keys(in: keys) {
                guard let request = viewer.handle(.key(key)) else { continue }
                if request == .quit { break }
                perform(request, live, &viewer) { false }
            }
            console.print(viewer.frame.text)
        } else {
            guard let device = TerminalDevice() else { return refuseWithoutTerminal() }
            LiveSession.beforeFaults { TerminalRestorer.restore() }
            var session = ViewerSession(device, look: screenLook)
            session.run(&viewer) { request, viewer, session in
                perform(request, live, &viewer) { session.takeInterruption() }
            }
            device.giveBack()
        }
        try live.save(to: plan.traceFile)
        console.printError("\(live.trace.lastStep) steps, seed \(live.seed), trace \(plan.traceFile)\n")
        console.printError("next  kms view \(plan.traceFile)\n      kms replay \(plan.traceFile)\n")
        return ExitStatus.success
    }

    /// Does with the live machine what the viewer asks for, and shows how it stands.
    private func perform(
        _ request: Viewer.Request, _ live: LiveSession, _ viewer: inout Viewer, isInterrupted: () -> Bool
    ) {
        var found: TraceEvent.Step?
        do {
            switch request {
            case .goOn: live.goOn()
            case .goBack: try live.goBack()
            case .order(let index): try live.choose(index)
            case .inject(let index): live.inject(index)
            case .finish:
                var seen = live.trace.lastStep
                while !live.hasEnded, found == nil, !isInterrupted() {
                    live.goOn()
                    found = viewer.breaks(after: seen, in: live.trace)
                    seen = live.trace.lastStep
                }
            case .quit, .suspend, .redraw: return
            }
            viewer.show(TraceModel(live.trace), live.status, at: found)
        } catch {
            viewer.tell("\(error)")
        }
    }
}
