// From drafts without errors to the checked value.
extension SystemCheck {
    func model() -> CheckedSystem {
        var system = CheckedSystem(file: file, profile: profile)
        system.protectionDomains = domains.map { draft in
            var domain = draft.model
            domain.parent = draft.parent
            domain.maps = draft.maps.models
            domain.virtualMachine = draft.virtualMachine.map { machine in
                var model = machine.model
                model.maps = machine.maps.models
                return model
            }
            return domain
        }
        system.memoryRegions = regionModels
        system.channels = channels.map(\.model)
        system.ioAddressSpaces = spaces.map(\.model)
        system.schedulingDomains = scheduling.domains.map(\.model)
        system.domainSchedule = scheduling.schedule
        system.startRefusals = log.startRefused.map(\.message)
        return system
    }
}
