internal import CommandTable
internal import Simulator

extension Invocation {
    /// The switches of `run` as a plan.
    var runPlan: RunPlan {
        var plan = RunPlan(description: arguments[0])
        plan.check = checkOptions
        switch self[Switches.requests] {
        case nil: plan.requests = .none
        case "-": plan.requests = .standardInput
        case let file?: plan.requests = .file(file)
        }
        plan.seed = self[Switches.seed].map { UInt64($0) }
        plan.orderSeed = self[Switches.order].map { UInt64($0) }
        if let policy = self[Switches.policy] { plan.scheduling = .init(rawValue: policy) ?? .kernel }
        if let file = self[Switches.trace] { plan.traceFile = file }
        plan.keepsAllContents = self[Switches.traceContents]
        plan.vault = self[Switches.vault].map { .directory($0) }
        plan.usualVault = VaultLocation.usual(environment: Console.environment)
        plan.scriptFile = self[Switches.script]
        if let stacks = self[Switches.stacks] { plan.stacks = .init(rawValue: stacks) ?? .coroutines }
        return plan
    }
}
