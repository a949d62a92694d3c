/// A name in the vault: every caller has names of its own, so that nobody learns which ones others use.
///
/// Stored as `OWNER/NAME`, but for the caller `local`, whose names stand alone; no name holds a `/`.
struct ScopedName: Hashable {
    /// Whose name it is.
    var owner: String
    /// The name without its owner.
    var name: String

    private static let plainOwner = "local"

    /// What `caller` means by `reference`: a name of its own, or `OWNER/NAME` for what somebody shares.
    init(_ reference: String, by caller: String) {
        let parts = reference.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else {
            (owner, name) = (caller, reference)
            return
        }
        (owner, name) = (String(parts[0]), String(parts[1]))
    }

    /// Reads a stored name.
    init(stored: String) { self.init(stored, by: Self.plainOwner) }

    /// As it stands in the vault.
    var stored: String { owner == Self.plainOwner ? name : "\(owner)/\(name)" }

    /// As `caller` may write it.
    func shown(to caller: String) -> String { owner == caller ? name : "\(owner)/\(name)" }
}
