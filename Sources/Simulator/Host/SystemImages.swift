internal import Microkernel
internal import SystemDescription

/// What stands behind a description on this host: actors for its images, devices for its edge.
struct SystemImages {
    var registry = ImageRegistry()
    var host = HostBindings()
    /// Where sealed keys are, in words; nil when the system keeps none.
    var vault: String?

    /// Opens what `system` needs.
    ///
    /// - Parameters:
    ///   - plan: says where the vault is and what the seed.
    ///   - system: whose images are looked at.
    ///   - requests: request lines; nil for the main job.
    ///   - answer: gets each answer.
    /// - Throws: when the vault cannot be used.
    init(
        _ plan: RunPlan, _ system: CheckedSystem, requests: RequestStream?,
        answer: @escaping ([UInt8]) -> Void
    ) throws(SimulationError) {
    }
}
