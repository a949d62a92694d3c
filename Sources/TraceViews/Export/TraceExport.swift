public import KernelTrace
public import SystemDescription

/// A trace in a form that other tools read.
public struct TraceExport {
    /// The forms.
    public enum Format: String, CaseIterable, Hashable, Sendable {
        /// Protocol buffers for the Perfetto page and its trace processor.
        case perfetto
        /// A log with vector clocks for ShiViz.
        case shiviz
        /// One JSON document with names spelt out, `docs/export.md`.
        case json
        /// A Mermaid sequence diagram.
        case mermaid
        /// A Graphviz graph of the description and of what the run used of it.
        case dot

        /// Whether a part of the trace makes sense in this form.
        ///
        /// The other forms count or link over the whole run, and parts of it would be wrong.
        public var takesFilter: Bool { self == .json || self == .mermaid }
    }

    private let trace: Trace
    private let system: CheckedSystem
    private let format: Format
    private let filter: EventFilter?

    /// Prepares exports of `trace`.
    ///
    /// - Parameters:
    ///   - trace: a recorded run.
    ///   - system: the description it recorded, checked.
    ///   - format: the form.
    ///   - filter: which events, for the forms that take a part; nil for all.
    /// - Throws: when the form does not take a part.
    public init(
        _ trace: Trace, system: CheckedSystem, format: Format, filter: EventFilter? = nil
    ) throws(TraceQuery.Failure) {
        guard filter == nil || format.takesFilter else {
            throw TraceQuery.Failure(
                description: "\(format.rawValue) is of whole runs: no filter; json and mermaid take one")
        }
        self.format = format
        self.trace = trace
        self.system = system
        self.filter = filter
    }

    /// Calls `body` with the export, piece by piece.
    ///
    /// - Parameter body: takes some ten kilobytes at a time, in order.
    /// - Complexity: one piece's memory at a time, beside what a form has to remember.
    public func write(to body: @escaping ([UInt8]) -> Void) {
        var sink = ExportSink(body)
        switch format {
        case .perfetto: PerfettoExport(trace).write(to: &sink)
        case .shiviz: ShiVizExport(trace).write(to: &sink)
        case .json: JSONExport(trace, filter).write(to: &sink)
        case .mermaid: MermaidExport(trace, filter).write(to: &sink)
        case .dot: DOTExport(trace, system).write(to: &sink)
        }
        sink.flush()
    }

    /// The whole export.
    public var bytes: [UInt8] {
        let whole = Whole()
        write { whole.bytes += $0 }
        return whole.bytes
    }

    private final class Whole {
        var bytes: [UInt8] = []
    }
}
