/// Why a machine could not be built from a checked description.
public enum MachineError: Error, Equatable, Sendable {
    /// A domain asks for more than the description gives it.
    case wiring(domain: String, WiringError)
    /// A script says what a domain does that has an actor.
    case scriptForActor(domain: String)
}

extension MachineError: CustomStringConvertible {
    /// The domain, and what it lacks.
    public var description: String {
        switch self {
        case .wiring(let domain, let error): "protection domain '\(domain)': \(error)"
        case .scriptForActor(let domain):
            "protection domain '\(domain)': the script has a behaviour for it, but its program image has an actor"
        }
    }
}
