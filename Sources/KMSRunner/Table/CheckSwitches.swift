internal import CommandTable
internal import SystemDescription

extension Invocation {
    /// The switches about descriptions as the checker takes them; a later `--set` wins over an earlier one.
    var checkOptions: CheckOptions {
        var options = CheckOptions()
        options.profile = Profile.all.first { $0.name == self[Switches.profile] } ?? .aarch64
        for setting in self[all: Switches.set] {
            switch setting {
            case "iommu=on": options.profile.iommu = true
            case "iommu=off": options.profile.iommu = false
            case "hypervisor=on": options.profile.hypervisor = true
            case "hypervisor=off": options.profile.hypervisor = false
            case let other:
                options.profile.smc = .init(rawValue: String(other.dropFirst("smc=".count))) ?? .absent
            }
        }
        options.searchPaths = self[all: Switches.searchPath]
        options.dialect = self[Switches.dialect] == "1.x" ? .legacy : .current
        options.xinclude = self[Switches.xinclude]
        return options
    }
}
