/// Which bytes may stand in a trace; all others show as length and keyed digest.
public enum ContentsRule: Hashable, Sendable {
    /// None.
    case masked
    /// Those of the regions at these positions of the description, in ascending order.
    case publicRegions([Int16])
    /// All: `--trace-contents`.
    case all

    /// One flag per region, for a look-up without a search.
    func flags(regionCount: Int) -> [Bool] {
        var flags = [Bool](repeating: self == .all, count: regionCount)
        if case .publicRegions(let regions) = self {
            for region in regions where flags.indices.contains(Int(region)) { flags[Int(region)] = true }
        }
        return flags
    }
}
