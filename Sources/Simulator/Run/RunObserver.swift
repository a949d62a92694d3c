/// Who is told of a run while it goes on.
public struct RunObserver {
    /// The machine is about to boot.
    public var began: (RunReport.Setting) -> Void = { _ in }
    /// A domain, or the kernel for it, printed a line.
    public var printed: (_ domain: String, _ line: String) -> Void = { _, _ in }
    /// An answer to a request went out: one line of JSON without its line feed.
    public var answered: ([UInt8]) -> Void = { _ in }
    /// How far the run is, when it takes more than a second.
    public var progressed: ((String) -> Void)?

    /// Nobody.
    public init() {}
}
