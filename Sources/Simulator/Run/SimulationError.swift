public import KernelTrace
public import Microkernel
public import SystemDescription
public import Vault

/// Why a run could not begin: the input is not usable.
public enum SimulationError: Error, Sendable {
    /// The description is refused, or cannot be started.
    case description(CheckResult)
    /// A domain asks for more than the description gives.
    case machine(MachineError)
    /// The policy beside the description is malformed: all findings.
    case policy([Diagnostic])
    /// The script of the stand-ins is malformed.
    case sidecar(JSONError)
    /// A file cannot be read.
    case unreadable(file: String, FileError)
    /// The vault cannot be used.
    case vault(VaultError)
    /// The trace cannot be written.
    case trace(TraceWriteError)
    /// The trace cannot be read.
    case recorded(TraceReadError)
    /// Any other reason.
    case unusable(String)
}

extension SimulationError: CustomStringConvertible {
    /// The reason; of a description, its first error.
    public var description: String {
        switch self {
        case .description(let result):
            (result.errors + result.startRefused).first?.message ?? "Error: the description is refused"
        case .machine(let error): "Error: \(error)"
        case .policy(let findings): findings.map(\.text).joined()
        case .sidecar(let error): error.description
        case .unreadable(let file, let error): "Error: \(file): \(error)"
        case .vault(let error): "Error: \(error)"
        case .trace(let error): "Error: \(error)"
        case .recorded(let error): "Error: \(error)"
        case .unusable(let reason): "Error: \(reason)"
        }
    }
}
