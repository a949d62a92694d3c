internal import TraceViews

/// A viewer on a terminal, from the first frame to the last.
struct ViewerSession {
    /// A lone Escape is told from the beginning of a sequence by nothing following for so long.
    private static let escapeMilliseconds: Int32 = 40
    private let device: TerminalDevice
    private var writer: FrameWriter
    private var decoder = TerminalInputDecoder()

    init(_ device: TerminalDevice, look: FrameWriter.Look) {
        self.device = device
        writer = FrameWriter(look: look)
    }

    /// Shows `viewer` until the person leaves.
    ///
    /// - Parameters:
    ///   - viewer: what is looked at.
    ///   - perform: does what the viewer cannot do by itself; may show a frame meanwhile.
    mutating func run(
        _ viewer: inout Viewer,
        perform: (Viewer.Request, inout Viewer, inout ViewerSession) -> Void = { _, _, _ in }
    ) {
        resize(&viewer)
        while true {
            show(viewer)
            let arrival = device.wait(milliseconds: decoder.isUndecided ? Self.escapeMilliseconds : -1)
            let inputs: [TerminalInput]
            switch arrival {
            case .bytes(let bytes): inputs = decoder.decode(bytes)
            case .nothing: inputs = decoder.flush()
            case .changed:
                inputs = []
                writer.forget()
                resize(&viewer)
            case .gone: return
            }
            for input in inputs {
                guard let request = viewer.handle(input) else { continue }
                switch request {
                case .quit: return
                case .suspend:
                    device.suspend()
                    writer.forget()
                    resize(&viewer)
                case .redraw: writer.forget()
                default: perform(request, &viewer, &self)
                }
            }
        }
    }

    /// Shows the frame of `viewer`.
    mutating func show(_ viewer: Viewer) { device.write(writer.update(to: viewer.frame)) }

    /// Whether a key was pressed, which is then taken: asks a long run to stop.
    mutating func takeInterruption() -> Bool {
        guard case .bytes = device.wait(milliseconds: 0) else { return false }
        return true
    }

    private func resize(_ viewer: inout Viewer) {
        let size = device.size
        _ = viewer.handle(.resize(width: size.width, height: size.height))
    }
}
