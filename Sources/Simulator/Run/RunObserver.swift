/// Who is told of a run while it goes on, on the thread that runs it.
public struct RunObserver: Sendable {
    /// The machine is about to boot.
    public var began: @Sendable (RunReport.Setting) -> Void = { _ in }
    /// A domain, or the kernel for it, printed a line.
    public var printed: @Sendable (_ domain: String, _ line: String) -> Void = { _, _ in }
    /// An answer to a request went out: one line of JSON without its line feed.
    public var answered: @Sendable ([UInt8]) -> Void = { _ in }
    /// A step of the main job was answered.
    public var stepped: @Sendable (TimedStep) -> Void = { _ in }
    /// How far the run is, when it takes more than a second.
    public var progressed: (@Sendable (String) -> Void)?

    /// Nobody.
    public init() {}
}
