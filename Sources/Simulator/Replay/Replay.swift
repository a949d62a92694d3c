internal import Glibc
internal import KernelTrace
internal import Microkernel
internal import ProtectionDomains
internal import SystemDescription
public import TraceViews

/// A recorded run, run again and compared.
public struct Replay: Sendable {
    /// The trace file.
    public var file: String
    /// Steps that were recorded.
    public var stepCount: UInt64
    /// Why the recording is not whole, when it is not: then only what it holds is compared.
    public var notes: [String]
    /// The first difference.
    public var difference: TraceDifference?

    /// Runs what the trace in `file` recorded again: description, seed, policy and inputs come from the trace itself.
    ///
    /// Nothing outside is touched: devices give what they gave then, and take what goes out to nowhere. Only the
    /// platform secret of a run with a vault directory is read from there, since no trace may hold it.
    ///
    /// - Parameters:
    ///   - file: a trace of a seeded run.
    ///   - observer: told of progress.
    /// - Returns: the verdict.
    /// - Throws: when the trace cannot be read or was not seeded.
    public static func run(_ file: String, observer: RunObserver = RunObserver()) throws(SimulationError)
        -> Replay
    {
        let recorded: Trace
        do throws(TraceReadError) { recorded = try TraceReader.read(path: file) } catch {
            throw .recorded(error)
        }
        let plan = try RunPlan(recorded.header)
        let loaded = try LoadedSystem(plan, files: RecordedFiles(recorded.header))
        let images = try images(plan, loaded.system, recorded)
        var session = Session(plan: plan, loaded: loaded, images: images)
        if let text = recorded.header.options.first(where: { $0.name == SettingName.interventions })?.value {
            guard let decided = Interventions(text: text, domainCount: loaded.system.protectionDomains.count)
            else {
                throw .unusable("what was decided in the run cannot be read from the trace")
            }
            session.interventions = decided
        }
        let again = "\(scratchDirectory)/kms-replay-\(getpid()).jsonl"
        defer { _ = unsafe unlink(again) }
        try record(session, in: again, observer)
        let replayed: Trace
        do throws(TraceReadError) { replayed = try TraceReader.read(path: again) } catch {
            throw .recorded(error)
        }
        var difference = TraceDifference(recorded, replayed)
        if !recorded.isComplete, let found = difference, found.step > recorded.lastStep { difference = nil }
        return Replay(file: file, stepCount: recorded.lastStep, notes: recorded.notes, difference: difference)
    }

    private static var scratchDirectory: String {
        guard let path = unsafe getenv("TMPDIR").map({ unsafe String(cString: $0) }), !path.isEmpty else {
            return "/tmp"
        }
        return path
    }

    private static func images(
        _ plan: RunPlan, _ system: CheckedSystem, _ recorded: Trace
    ) throws(SimulationError) -> SystemImages {
        if case .directory(let path)? = plan.vault, unsafe access(path, F_OK) != 0 {
            throw .unusable("the run had its platform secret in '\(path)', which is not there")
        }
        let requests = recorded.header.devices.isEmpty ? nil : RequestStream.bytes([])
        var images = try SystemImages(plan, system, requests: requests, observer: RunObserver())
        images.host = images.host.replaying(recorded.inputs)
        return images
    }

    private static func record(
        _ session: Session, in path: String, _ observer: RunObserver
    ) throws(SimulationError) {
        var quiet = RunObserver()
        quiet.progressed = observer.progressed
        var writer: TraceFileWriter?
        _ = try session.run(observer: quiet) { () throws(SimulationError) in
            let opened = try TraceFileWriter.open(path, header: session.header)
            writer = opened
            return opened
        }
        do throws(TraceWriteError) { try writer?.close() } catch { throw .trace(error) }
    }

    /// The verdict in words, each line ended.
    public var text: String {
        let notes = notes.map { "note: \($0)\n" }.joined()
        guard let difference else {
            return notes + "\(file): identical, \(Quantities.count(stepCount, "step"))\n"
        }
        return notes + "\(file): \(difference.reason)\n\n" + difference.text
    }
}

extension Trace {
    /// What came in from outside, in order.
    fileprivate var inputs: [RecordedInput] {
        events.compactMap { event in
            guard case .input(let device, _, _, let payload) = event.kind else { return nil }
            return RecordedInput(device: device, bytes: Array(payloads[payload]))
        }
    }
}

extension RunPlan {
    /// The plan of the run that wrote `header`.
    fileprivate init(_ header: TraceHeader) throws(SimulationError) {
        guard let seed = header.seed else {
            throw .unusable("this run had no seed, so it cannot be repeated; run it with --seed")
        }
        self.init(description: header.description.name)
        self.seed = seed
        guard let scheduling = Scheduling(rawValue: header.scheduling) else {
            throw .unusable("the trace names a policy that this kms does not have")
        }
        self.scheduling = scheduling
        check = try CheckOptions(recordedIn: header)
        for setting in header.options { apply(setting) }
        if vault == nil { vault = .memory }
    }

    private mutating func apply(_ setting: TraceHeader.Setting) {
        switch setting.name {
        case SettingName.order: orderSeed = UInt64(setting.value)
        case SettingName.contents: keepsAllContents = setting.value == "all"
        case SettingName.vault: vault = .directory(setting.value)
        case SettingName.scriptName: scriptFile = setting.value
        default: break
        }
    }
}

extension RecordedFiles {
    /// The texts that `header` holds.
    init(_ header: TraceHeader) {
        var files = [header.description] + header.includes + [header.policy].compactMap(\.self)
        let options = Dictionary(header.options.map { ($0.name, $0.value) }) { first, _ in first }
        if let name = options[SettingName.scriptName], let text = options[SettingName.scriptText] {
            files.append(TraceHeader.File(name: name, text: text))
        }
        self.init(files.map { (name: $0.name, text: Array($0.text.utf8)) })
    }
}
