/// Which actor stands behind each `program_image`: the machine's counterpart of a directory of ELF files.
public struct ImageRegistry: Sendable {
    /// What the registry knows of one image.
    package struct Image: Sendable {
        package let resetOnRestart: Bool
        package let make: @Sendable (borrowing Grants) throws(WiringError) -> DomainBody
    }

    private var images: [String: Image] = [:]

    /// An empty registry: every domain of a description is then a stand-in.
    public init() {}

    /// Says that the image `path` is `type`.
    ///
    /// - Parameters:
    ///   - path: the `path` of a `program_image`.
    ///   - type: its actor.
    ///   - resetOnRestart: makes a fresh actor at `pd_restart`. Microkit does not: it runs `init` over the old state,
    ///     which is the default here too.
    public mutating func register<D: ProtectionDomain>(
        _ path: String, _ type: D.Type, resetOnRestart: Bool = false
    ) {
        register(path, resetOnRestart: resetOnRestart) { (grants) throws(WiringError) -> D in try D(grants) }
    }

    /// Says that `path` is what `make` returns: for domains that hold more than grants, such as host devices.
    public mutating func register<D: ProtectionDomain>(
        _ path: String, resetOnRestart: Bool = false,
        make: @escaping @Sendable (borrowing Grants) throws(WiringError) -> D
    ) {
        images[path] = Image(resetOnRestart: resetOnRestart) { (grants) throws(WiringError) -> DomainBody in
            ActorBody(try make(grants))
        }
    }

    /// Whether an actor stands behind `path`; a domain with another image is a stand-in.
    public func contains(_ path: String) -> Bool { images[path] != nil }

    package subscript(_ path: String) -> Image? { images[path] }
}
