/// Why a domain could not be wired to the system description: found before boot.
public enum WiringError: Error, Equatable, Sendable {
    /// No `map` of the domain sets this symbol.
    case noSuchRegion(String, didYouMean: String? = nil)
    /// More rights were asked than `map`'s permissions give.
    case rightsExceedMap(region: String, map: String)
    /// The region is smaller than the domain needs.
    case regionTooSmall(region: String, bytes: Int, needed: Int)
    /// The domain has no end of a channel with this id.
    case noSuchChannel(ChannelID)
    /// The domain has no interrupt with this id.
    case noSuchInterrupt(ChannelID)
    /// The domain has no child with this id.
    case noSuchChild(ChildID)
    /// No element of the description sets this symbol of the domain.
    case noSuchSymbol(String, didYouMean: String? = nil)
    /// The runner bound no host device of this name to the domain.
    case noSuchDevice(String, didYouMean: String? = nil)
    /// The operating system refused.
    case system(call: String, errno: Int32)
    /// Any other reason of the domain's own, such as an unusable file of a host device.
    case unusable(String)
}

extension WiringError: CustomStringConvertible {
    /// What is missing, in the description's words.
    public var description: String {
        switch self {
        case .noSuchRegion(let symbol, let near):
            "no map of this protection domain has setvar_vaddr=\"\(symbol)\"" + Self.hint(near)
        case .rightsExceedMap(let region, let map):
            "'\(region)' is mapped with perms=\"\(map)\", which is less than it needs"
        case .regionTooSmall(let region, let bytes, let needed):
            "'\(region)' has \(bytes) bytes, and it needs \(needed)"
        case .noSuchChannel(let channel): "it has no channel with id \(channel.number)"
        case .noSuchInterrupt(let channel): "it has no irq with id \(channel.number)"
        case .noSuchChild(let child): "it has no child with id \(child.number)"
        case .noSuchSymbol(let symbol, let near): "no element sets its symbol '\(symbol)'" + Self.hint(near)
        case .noSuchDevice(let device, let near):
            "the runner gives it no host device '\(device)'" + Self.hint(near)
        case .system(let call, let errno): "\(call) failed with errno \(errno)"
        case .unusable(let reason): reason
        }
    }

    private static func hint(_ near: String?) -> String { near.map { "; did you mean '\($0)'?" } ?? "" }
}
