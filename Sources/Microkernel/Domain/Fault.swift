/// Why an entry of a domain ended badly: a value of the simulated machine, never a Swift bug.
///
/// An entry that throws one has faulted; its parent, or the monitor, is told. Reasons never hold secrets.
public enum Fault: Error, Equatable, Sendable {
    /// A notification arrived that the domain did not expect.
    case unexpectedNotification(ChannelID)
    /// A peer called, and the domain has no `protected`.
    case noProtectedEntry(ChannelID)
    /// A child faulted, and the domain has no `fault`.
    case noFaultEntry(ChildID)
    /// What a peer sent breaks the agreement between them.
    case badInput(String)
    /// It reached outside a region: for `byteCount` bytes from `offset` on, of `regionByteCount`.
    case outOfBounds(region: String, offset: Int, byteCount: Int, regionByteCount: Int)
    /// A host device could not do what it was asked for.
    case deviceFailed(device: String, reason: String)
    /// Any other reason of the domain's own.
    case broken(String)
    /// The entry was abandoned (restart, death, end of the machine). Not the domain's doing: thrown *into* an entry by
    /// its next call of the machine, and by every later one, so that it unwinds.
    case discarded
}

extension Fault {
    /// The entry point that the domain lacks, when that is why it faulted.
    var missingEntry: String? {
        switch self {
        case .noProtectedEntry: "protected"
        case .noFaultEntry: "fault"
        default: nil
        }
    }
}

extension Fault: CustomStringConvertible {
    /// The reason, as the monitor prints it.
    public var description: String {
        switch self {
        case .unexpectedNotification(let channel): "unexpected notification on channel \(channel.number)"
        case .noProtectedEntry(let channel):
            "called on channel \(channel.number), but has no entry point 'protected'"
        case .noFaultEntry(let child): "child \(child.number) faulted, but it has no entry point 'fault'"
        case .badInput(let reason): "bad input: \(reason)"
        case .outOfBounds(let region, let offset, let byteCount, let regionByteCount):
            "out of bounds: \(byteCount) bytes at \(offset) of region '\(region)' of \(regionByteCount) bytes"
        case .deviceFailed(let device, let reason): "host device '\(device)' failed: \(reason)"
        case .broken(let reason): reason
        case .discarded: "the entry was discarded"
        }
    }
}
