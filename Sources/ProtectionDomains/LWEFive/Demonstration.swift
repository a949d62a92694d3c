public import Microkernel

/// The five-domain demonstration: `Systems/lwe-five.system.xml`, and the original's own description.
public enum Demonstration {
    /// Adds the images of its domains.
    public static func register(in registry: inout ImageRegistry) {
        registry.register("client.elf", DemonstrationClient.self)
        registry.register("keygen.elf", DemonstrationKeyGenerator.self)
        registry.register("decryption.elf", DemonstrationDecryption.self)
        registry.register("encryption.elf", DemonstrationEncryption.self)
        registry.register("LWE_operations.elf", DemonstrationOperations.self)
    }
}
