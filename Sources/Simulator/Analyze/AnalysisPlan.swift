public import FlowAnalysis
internal import KernelTrace
public import SystemDescription
internal import SystemPolicy

/// What `kms analyze` was asked for: files and a question.
public struct AnalysisPlan: Sendable {
    /// The description.
    public var description: String
    /// How it is checked.
    public var check = CheckOptions()
    /// The policy; nil for the one beside the description, when there is one.
    public var policy: String?
    /// Traces of the system.
    public var traces: [String] = []
    /// Where from.
    public var from: String?
    /// Where to.
    public var to: String?
    /// Another version of the description.
    public var other: String?

    /// A plan that only names the description.
    public init(description: String) { self.description = description }

    /// Reads what the plan names and analyses it.
    ///
    /// - Throws: when any of it is not usable.
    public func report(files: any FileAccess = LocalFiles()) throws(SimulationError) -> FlowReport {
        let here = try Subject(description, check, policy, files)
        let analysis = try here.analysis(traces)
        var other: (analysis: SystemAnalysis, sources: SourceText)?
        if let path = self.other {
            let there = try Subject(path, check, besides: here, files)
            other = (try there.analysis([]), there.sources)
        }
        var query: FlowQuery?
        if from != nil || to != nil {
            do throws(FlowQuery.Unknown) { query = try FlowQuery(analysis, from: from, to: to) } catch {
                throw .unusable("\(description): \(error)")
            }
        }
        return FlowReport(analysis, sources: here.sources, query: query, other: other)
    }

    /// A description and its policy, read and checked.
    private struct Subject {
        let file: String
        let system: CheckedSystem
        let policy: SystemPolicy?
        let sources: SourceText

        init(
            _ description: String, _ check: CheckOptions, _ policyFile: String?, _ files: any FileAccess
        ) throws(SimulationError) {
            let beside = SystemPolicy.path(besideDescription: description)
            let path = policyFile ?? (files.exists(beside) ? beside : nil)
            var text: [UInt8]?
            if let path {
                do throws(FileError) {
                    text = try files.read(path, byteLimit: PolicyReader.mostByteCount + 1)
                } catch {
                    throw .unreadable(file: path, error)
                }
            }
            try self.init(description, check, text.map { (path ?? "", $0) }, mustFit: true, files)
        }

        /// The policy of `other` holds here, too, when its names fit; else the one beside this description.
        init(
            _ description: String, _ check: CheckOptions, besides other: Subject, _ files: any FileAccess
        ) throws(SimulationError) {
            if let policy = other.policy {
                let same = try Subject(
                    description, check, (policy.file, Array(policy.text.utf8)), mustFit: false, files)
                if same.policy != nil {
                    self = same
                    return
                }
            }
            try self.init(description, check, nil, files)
        }

        private init(
            _ description: String, _ check: CheckOptions, _ policyText: (name: String, text: [UInt8])?,
            mustFit: Bool, _ files: any FileAccess
        ) throws(SimulationError) {
            let recording = RecordingFiles(files)
            file = description
            let result = DescriptionChecker(options: check, files: recording).checkFile(description)
            guard let system = result.system else { throw .description(result) }
            self.system = system
            var texts = recording.read.map {
                (name: $0.name, text: String(decoding: $0.text, as: UTF8.self))
            }
            var policy: SystemPolicy?
            if let policyText {
                texts.append((policyText.name, String(decoding: policyText.text, as: UTF8.self)))
                switch PolicyReader.read(policyText.text, file: policyText.name, system: system) {
                case .policy(let read): policy = read
                case .findings(let findings): if mustFit { throw .policy(findings) }
                }
            }
            self.policy = policy
            sources = SourceText(texts)
        }

        func analysis(_ traces: [String]) throws(SimulationError) -> SystemAnalysis {
            var read: [Trace] = []
            for path in traces {
                do throws(TraceReadError) { read.append(try TraceReader.read(path: path)) } catch {
                    throw .recorded(error)
                }
                do throws(TraceUse.Mismatch) {
                    try TraceUse.check(read[read.count - 1], of: system)
                } catch {
                    throw .unusable("\(path) is not a trace of \(file): \(error)")
                }
            }
            do throws(TraceUse.Mismatch) {
                return try SystemAnalysis(system, policy: policy, traces: read)
            } catch {
                throw .unusable("a trace is not of \(file): \(error)")
            }
        }
    }
}
