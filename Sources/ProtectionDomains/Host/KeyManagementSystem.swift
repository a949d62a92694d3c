public import Microkernel
public import SecretMemory
public import SystemDescription
public import Vault

/// What stands behind `Systems/pd.system.xml` on this host: the vault, the platform's hardware, and where requests
/// come from.
public struct KeyManagementSystem: Sendable {
    /// The vault behind storage.
    public let vault: Vault
    /// The secret and the counter behind the lockbox.
    public let hardware: PlatformHardware

    /// Opens the vault in `directory`, made when missing, with its platform files beside it.
    public init(directory: String) throws(VaultError) {
        vault = try Vault(directory: directory)
        hardware = try PlatformHardware(
            directory: directory, vaultHasRecords: try vault.head().version > 0)
    }

    /// A fresh vault in memory whose identity and platform secret follow from `seed`: for seeded runs.
    public init(seed: UInt64) throws(VaultError) {
        let entropy: SeededEntropy
        do { entropy = try SeededEntropy(seed: seed, stream: "platform") } catch {
            throw .memory(error.description)
        }
        try self.init(inMemory: entropy)
    }

    /// A fresh vault in memory, gone with the process.
    public init(inMemory entropy: some EntropySource) throws(VaultError) {
        var identity = [UInt8](repeating: 0, count: 16)
        unsafe identity.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        vault = try Vault(inMemory: identity)
        hardware = try PlatformHardware(inMemory: entropy)
    }

    /// The images of the system's domains and of the five-domain demonstration, where callers may do what `policy` says.
    public func registry(policy: AdmissionPolicy = AdmissionPolicy()) -> ImageRegistry {
        var registry = ImageRegistry()
        registry.registerPlainImages()
        let hardware = hardware
        Demonstration.register(in: &registry)
        registry.register("key_generator.elf", KeyGenerator.self)
        registry.register("public_key_consumer.elf", PublicKeyConsumer.self)
        registry.register("secret_key_consumer.elf", SecretKeyConsumer.self)
        registry.register("homomorphic_operations.elf", HomomorphicOperations.self)
        registry.register("storage.elf", Storage.self)
        registry.register("request_client.elf", RequestClient.self)
        registry.register("gateway.elf") { (grants) throws(WiringError) -> Gateway in
            try Gateway(grants, policy: policy)
        }
        registry.register("lockbox_enclave.elf") { (grants) throws(WiringError) -> LockboxEnclave in
            try LockboxEnclave(grants, hardware: hardware)
        }
        return registry
    }

    /// The devices of the domains of `system` at the edge, found by their images.
    ///
    /// - Parameters:
    ///   - requests: gives request lines and takes answers.
    ///   - system: the description that will be run.
    /// - Returns: bindings for the domains that are there.
    public func bindings(requests: any HostDevice, in system: CheckedSystem) -> HostBindings {
        var bindings = HostBindings()
        for domain in system.protectionDomains {
            switch domain.programImage {
            case "request_client.elf":
                bindings.bind(requests, to: domain.name, as: RequestClient.requestDevice)
            case "storage.elf": bindings.bind(VaultDevice(vault), to: domain.name, as: Storage.vaultDevice)
            case "lockbox_enclave.elf":
                bindings.bind(
                    PlatformCounterDevice(hardware), to: domain.name, as: LockboxEnclave.counterDevice)
            default: break
            }
        }
        return bindings
    }

    /// Whether `system` has a domain that needs a vault: one that needs none is run without opening any.
    public static func isNeeded(by system: CheckedSystem) -> Bool {
        system.protectionDomains.contains {
            ["storage.elf", "lockbox_enclave.elf"].contains($0.programImage)
        }
    }
}
