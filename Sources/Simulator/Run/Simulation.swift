internal import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy

/// Runs systems: the one way in for the command, the tests and the benchmarks.
public enum Simulation {
    /// Runs what `plan` says, recording a trace.
    ///
    /// Nothing is written before all input was found usable.
    ///
    /// - Parameters:
    ///   - plan: what to run, and how.
    ///   - observer: told what happens meanwhile.
    /// - Returns: what the run came to.
    /// - Throws: when the input is not usable.
    public static func run(_ plan: RunPlan, observer: RunObserver = RunObserver()) throws(SimulationError)
        -> RunReport
    {
        let loaded = try LoadedSystem(plan, files: LocalFiles())
        try TraceTarget.check(plan.traceFile, inputs: inputFiles(plan, loaded))
        let requests = try RequestInput.open(plan.requests)
        let images = try SystemImages(plan, loaded.system, requests: requests, observer: observer)
        let session = Session(plan: plan, loaded: loaded, images: images)
        var writer: TraceFileWriter?
        var report = try session.run(observer: observer) { () throws(SimulationError) in
            let opened = try TraceFileWriter.open(plan.traceFile, header: session.header)
            writer = opened
            return opened
        }
        report.traceFile = plan.traceFile
        report.vaultRefusal = images.vaultRefusal
        report.mainJob = images.mainJob?.report
        report.mainJobSteps = images.mainJob?.steps ?? []
        do throws(TraceWriteError) { try writer?.close() } catch { report.traceFailure = "\(error)" }
        return report
    }

    /// The files that a trace must not be written over.
    private static func inputFiles(_ plan: RunPlan, _ loaded: LoadedSystem) -> [String] {
        var files = [loaded.description.name] + loaded.includes.map(\.name)
        files += [loaded.scriptFile?.name, loaded.policy?.file].compactMap(\.self)
        if case .file(let path) = plan.requests { files.append(path) }
        return files
    }
}

extension TraceFileWriter {
    /// Opens a trace file.
    static func open(_ path: String, header: TraceHeader) throws(SimulationError) -> TraceFileWriter {
        do throws(TraceWriteError) { return try TraceFileWriter(path: path, header: header) } catch {
            throw .trace(error)
        }
    }
}
