internal import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy

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
    /// What the author says about secrets; nil when no policy stands beside the description.
    let policy: SystemPolicy?

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
        guard system.memoryRegions.count <= Int(Int16.max) else {
            throw .unusable(
                "\(file): \(system.memoryRegions.count) memory regions; a run takes at most \(Int16.max)")
        }
        self.system = system
        let texts = recording.read.map {
            TraceHeader.File(name: $0.name, text: String(decoding: $0.text, as: UTF8.self))
        }
        description = texts[0]
        includes = Array(texts.dropFirst())
        policy = try Self.policy(
            Self.sidecar(SystemPolicy.path(besideDescription: plan.description), isRequired: false, files),
            system)
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

    private static func policy(
        _ file: TraceHeader.File?, _ system: CheckedSystem
    ) throws(SimulationError) -> SystemPolicy? {
        guard let file else { return nil }
        switch PolicyReader.read(Array(file.text.utf8), file: file.name, system: system) {
        case .policy(let policy):
            let breaches = policy.breaches(in: system)
            guard breaches.isEmpty else { throw .policy(breaches) }
            return policy
        case .findings(let findings): throw .policy(findings)
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
