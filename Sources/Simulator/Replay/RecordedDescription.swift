public import KernelTrace
internal import Microkernel
public import SystemDescription

extension TraceHeader {
    /// The system whose run the trace recorded: its description, checked again as it was then.
    ///
    /// - Throws: when this kms would not accept the description, as with a trace that was changed by hand.
    public func checkedDescription() throws(SimulationError) -> CheckedSystem {
        let checker = DescriptionChecker(
            options: try CheckOptions(recordedIn: self), files: RecordedFiles(self))
        let result = checker.checkFile(description.name)
        guard let system = result.system else { throw .description(result) }
        return system
    }
}

extension CheckOptions {
    /// How the description that `header` recorded was checked.
    init(recordedIn header: TraceHeader) throws(SimulationError) {
        guard let profile = Profile.all.first(where: { $0.name == header.profile }) else {
            throw .unusable("the trace names a board that this kms does not have")
        }
        self.init(profile: profile)
        for setting in header.switches { apply(switch: setting) }
        for setting in header.options { apply(option: setting) }
    }

    private mutating func apply(switch setting: TraceHeader.Setting) {
        switch setting.name {
        case "hypervisor": profile.hypervisor = setting.value == "on"
        case "iommu": profile.iommu = setting.value == "on"
        case "smc": profile.smc = .init(rawValue: setting.value) ?? .absent
        default: break
        }
    }

    private mutating func apply(option setting: TraceHeader.Setting) {
        switch setting.name {
        case SettingName.searchPath: searchPaths.append(setting.value)
        case SettingName.dialect: dialect = .init(rawValue: setting.value) ?? .current
        case SettingName.xinclude: xinclude = setting.value == "on"
        default: break
        }
    }
}
