internal import Microkernel
internal import ProtectionDomains
internal import SecretMemory
internal import SystemDescription
internal import Vault

/// What stands behind a description on this host: actors for its images, devices for its edge.
struct SystemImages {
    /// The image whose domain takes requests.
    private static let clientImage = "request_client.elf"

    let registry: ImageRegistry
    var host: HostBindings
    /// Where sealed keys are; nil when the system keeps none.
    let vault: VaultLocation?
    /// The main job, when it is what the system is asked for.
    let mainJob: MainJobClock?
    private let hardware: PlatformHardware

    /// Why the lockbox did not vouch for the vault; nil when it did, or there is none.
    var vaultRefusal: String? { hardware.vaultRefusal }

    /// Opens what `system` needs.
    ///
    /// - Parameters:
    ///   - plan: says where the vault is and what the seed.
    ///   - system: whose images are looked at.
    ///   - requests: request lines; nil for the main job.
    ///   - observer: gets answers and the main job's steps.
    /// - Throws: when the vault cannot be used, or nobody takes the requests.
    init(
        _ plan: RunPlan, _ system: CheckedSystem, requests: RequestStream?, observer: RunObserver
    ) throws(SimulationError) {
        let takesRequests = system.protectionDomains.contains { $0.programImage == Self.clientImage }
        if requests != nil, !takesRequests {
            throw .unusable(
                "nobody takes requests: no protection domain of this system has the image '\(Self.clientImage)'"
            )
        }
        let vault = KeyManagementSystem.isNeeded(by: system) ? try Self.location(plan) : nil
        let kms: KeyManagementSystem
        do throws(VaultError) { kms = try Self.open(vault ?? .memory, seed: plan.seed) } catch {
            throw .vault(error)
        }
        var input = MainJob.Input()
        if !plan.bootstraps { input.circuits = nil }
        let job = requests == nil && takesRequests ? MainJobClock(input, observer.stepped) : nil
        registry = kms.registry()
        hardware = kms.hardware
        self.vault = vault
        mainJob = job
        if let requests {
            host = kms.bindings(requests: LineRequests(requests, answer: observer.answered), in: system)
        } else if let job {
            host = kms.bindings(requests: job.device, in: system)
        } else {
            host = HostBindings()
        }
    }

    private static func location(_ plan: RunPlan) throws(SimulationError) -> VaultLocation {
        if let vault = plan.vault { return vault }
        if plan.seed != nil { return .memory }
        guard let usual = plan.usualVault else {
            throw .unusable("no vault: neither --vault nor XDG_DATA_HOME nor HOME is given")
        }
        return .directory(usual)
    }

    private static func open(_ vault: VaultLocation, seed: UInt64?) throws(VaultError) -> KeyManagementSystem
    {
        switch vault {
        case .directory(let path): return try KeyManagementSystem(directory: path)
        case .memory:
            if let seed { return try KeyManagementSystem(seed: seed) }
            return try KeyManagementSystem(inMemory: SystemEntropy())
        }
    }
}
