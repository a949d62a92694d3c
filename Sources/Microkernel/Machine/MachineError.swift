/// Why a machine could not be built from a checked description.
public enum MachineError: Error, Equatable, Sendable {
    /// A domain asks for more than the description gives it.
    case wiring(domain: String, WiringError)
}

extension MachineError: CustomStringConvertible {
    /// The domain, and what it lacks.
    public var description: String {
        switch self {
        case .wiring(let domain, let error): "protection domain '\(domain)': \(error)"
        }
    }
}
