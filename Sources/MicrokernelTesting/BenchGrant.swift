package import SystemDescription

/// One mapped region of a bench's explicit grants.
public struct BenchGrant: Sendable {
    /// The `setvar_vaddr` by which the domain asks for it.
    public var symbol: String
    /// Its size in bytes.
    public var byteCount: Int
    package var permissions: CheckedSystem.Permissions
    /// Whether `finish()` demands that it holds zeros only.
    public var isSecret = false

    /// A region that the domain may load from.
    public static func read(_ symbol: String, bytes byteCount: Int = 4096) -> BenchGrant {
        BenchGrant(symbol: symbol, byteCount: byteCount, permissions: .read)
    }

    /// A region that the domain may load from and store to.
    public static func readWrite(_ symbol: String, bytes byteCount: Int = 4096) -> BenchGrant {
        BenchGrant(symbol: symbol, byteCount: byteCount, permissions: [.read, .write])
    }

    /// The same, holding a secret: `finish()` demands that it was wiped.
    public var secret: BenchGrant {
        var grant = self
        grant.isSecret = true
        return grant
    }
}
