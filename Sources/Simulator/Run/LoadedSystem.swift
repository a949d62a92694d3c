internal import KernelTrace
internal import Microkernel
internal import SystemDescription

/// A description and the files beside it, read and checked.
struct LoadedSystem {
    let file: String
    let result: CheckResult
    let system: CheckedSystem
    /// The description, and what it includes.
    let description: TraceHeader.File
    let includes: [TraceHeader.File]
    /// What stand-ins do, with its text.
    let script: StandInScript
    let scriptFile: TraceHeader.File?
    /// The labels of regions, as text.
    let policyFile: TraceHeader.File?

    /// Reads and checks what `plan` names.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - files: where files are read from.
    /// - Throws: when any of them is not usable.
    init(_ plan: RunPlan, files: any FileAccess) throws(SimulationError) {
        let recording = RecordingFiles(files)
        file = plan.description
        result = DescriptionChecker(options: plan.check, files: recording).checkFile(plan.description)
        guard let system = result.system, result.startRefused.isEmpty else { throw .description(result) }
        self.system = system
        let texts = recording.read.map {
            TraceHeader.File(name: $0.name, text: String(decoding: $0.text, as: UTF8.self))
        }
        description = texts[0]
        includes = Array(texts.dropFirst())
        policyFile = try Self.sidecar(Sidecars.policy(of: plan.description), isRequired: false, files)
        scriptFile = try Self.sidecar(
            plan.scriptFile ?? Sidecars.script(of: plan.description), isRequired: plan.scriptFile != nil,
            files)
        script = try Self.script(scriptFile, system)
    }

    private static func sidecar(
        _ name: String, isRequired: Bool, _ files: any FileAccess
    ) throws(SimulationError) -> TraceHeader.File? {
        guard isRequired || files.exists(name) else { return nil }
        do throws(FileError) {
            let text = try files.read(name, byteLimit: 16 << 20)
            return TraceHeader.File(name: name, text: String(decoding: text, as: UTF8.self))
        } catch {
            throw .unreadable(file: name, error)
        }
    }

    private static func script(
        _ file: TraceHeader.File?, _ system: CheckedSystem
    ) throws(SimulationError) -> StandInScript {
        guard let file else { return StandInScript() }
        do throws(JSONError) {
            return try StandInScript(text: Array(file.text.utf8), file: file.name, system: system)
        } catch {
            throw .sidecar(error)
        }
    }
}
