internal import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy

extension Session {
    /// The first line of the trace: all that is needed to run this again.
    var header: TraceHeader {
        var header = TraceHeader(description: loaded.description, system: loaded.system, contents: contents)
        header.includes = loaded.includes
        header.policy = loaded.policy.map { TraceHeader.File(name: $0.file, text: $0.text) }
        header.seed = plan.seed
        header.scheduling = plan.scheduling.rawValue
        header.started = plan.seed == nil ? Clock.calendarTime() : nil
        header.devices = images.host.traceNames
        header.options = settings
        return header
    }

    private var settings: [TraceHeader.Setting] {
        var settings: [TraceHeader.Setting] = []
        func add(_ name: String, _ value: String?) {
            if let value { settings.append(TraceHeader.Setting(name, value)) }
        }
        for path in plan.check.searchPaths { add(SettingName.searchPath, path) }
        if plan.check.dialect == .legacy { add(SettingName.dialect, plan.check.dialect.rawValue) }
        if plan.check.xinclude { add(SettingName.xinclude, "on") }
        add(SettingName.order, plan.orderSeed.map { String($0) })
        if plan.keepsAllContents { add(SettingName.contents, "all") }
        if case .directory(let path)? = images.vault { add(SettingName.vault, path) }
        add(SettingName.scriptName, loaded.scriptFile?.name)
        add(SettingName.scriptText, loaded.scriptFile?.text)
        add(SettingName.interventions, interventions.isEmpty ? nil : interventions.text)
        return settings
    }
}

/// Names of settings in a trace's header.
enum SettingName {
    static let searchPath = "search-path"
    static let dialect = "dialect"
    static let xinclude = "xinclude"
    static let order = "order"
    static let contents = "trace-contents"
    static let vault = "vault"
    static let scriptName = "script"
    static let scriptText = "script-text"
    static let interventions = "interventions"
}
