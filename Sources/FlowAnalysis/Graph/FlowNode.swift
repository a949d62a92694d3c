/// What information sits in: a subject, which acts, or a region, which keeps.
///
/// Numbers are positions in the checked description.
public enum FlowNode: Hashable, Sendable {
    /// A protection domain.
    case domain(Int)
    /// The virtual machine whose monitor is this domain.
    case machine(Int)
    /// The device of this IOMMU address space.
    case device(Int)
    /// What stands behind the interrupts, ports and physical memory of this domain, without an IOMMU between.
    case hardware(Int)
    /// What answers secure monitor calls.
    case firmware
    /// All physical memory, as hardware without an IOMMU reaches it.
    case memory
    /// A memory region.
    case region(Int)

    /// Whether it acts by itself.
    public var isSubject: Bool {
        switch self {
        case .domain, .machine, .device, .hardware, .firmware: true
        case .memory, .region: false
        }
    }

    /// Whether the description's author can name it in a policy.
    public var isNamedSubject: Bool {
        switch self {
        case .domain, .machine, .device: true
        case .hardware, .firmware, .memory, .region: false
        }
    }
}
