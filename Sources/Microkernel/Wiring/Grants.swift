internal import SystemDescription

/// Everything the system description gives one domain.
///
/// The domain's initialiser takes from it what it needs; then it is gone. Asking for what the description does not give throws a `WiringError`, before anything runs.
public struct Grants: ~Copyable, Sendable {
    /// The domain's thread of control: its actor's executor.
    public let thread: PDThread
    private let table: GrantTable
    package let port: any KernelPort

    /// The grants of `table`, whose capabilities call `port`.
    package init(thread: PDThread, port: any KernelPort, table: GrantTable) {
        self.thread = thread
        self.port = port
        self.table = table
    }

    /// The domain's name in the description.
    public var name: String { table.name }

    /// Where the domain's randomness comes from: a stream of its own.
    public var entropy: Entropy { table.entropy }

    /// Where the domain prints lines.
    public var console: Console { Console(port: port) }

    /// The region that the description maps under the symbol `symbol` (`setvar_vaddr` of the `map`); a map without
    /// a symbol goes by its region's name.
    ///
    /// - Parameters:
    ///   - symbol: The symbol or name.
    ///   - element: What the region is an array of.
    ///   - minimum: How many elements the domain needs it to hold.
    /// - Returns: A capability to the region, of which a domain can take several.
    /// - Throws: `.noSuchRegion`, `.rightsExceedMap`, `.regionTooSmall`.
    public borrowing func region<Element: RegionElement, Rights: RegionRights>(
        _ symbol: String, of element: Element.Type = Element.self, minimum: Int = 0
    ) throws(WiringError) -> Region<Element, Rights> {
        guard let grant = table.regions.first(where: { $0.key == symbol }) else {
            throw .noSuchRegion(symbol, didYouMean: suggestion(for: symbol))
        }
        let needed: CheckedSystem.Permissions = Rights.writable ? [.read, .write] : .read
        guard grant.memory.permissions.isSuperset(of: needed) else {
            throw .rightsExceedMap(region: symbol, map: grant.permissionText)
        }
        let (bytes, overflow) = minimum.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, grant.memory.byteCount >= bytes else {
            throw .regionTooSmall(
                region: symbol, bytes: grant.memory.byteCount, needed: overflow ? .max : bytes)
        }
        table.ledger.claim(grant.claimKey)
        return Region(grant: grant, port: port)
    }

    /// The region asked for by the name it has, or the symbol that the one asked for by name has.
    private borrowing func suggestion(for symbol: String) -> String? {
        if let named = table.regions.first(where: { $0.name == symbol }) { return named.key }
        return Suggestion.nearest(to: symbol, in: table.regions.map(\.key))
    }

    /// The domain's end of the channel that it knows by `id`.
    ///
    /// - Throws: `.noSuchChannel`.
    public borrowing func channel(_ id: ChannelID) throws(WiringError) -> Channel {
        guard table.channels.contains(id) else { throw .noSuchChannel(id) }
        table.ledger.claim("channel \(id.number)")
        return Channel(id: id, port: port)
    }

    /// The interrupt that the domain knows by `id`.
    ///
    /// - Throws: `.noSuchInterrupt`.
    public borrowing func interrupt(_ id: ChannelID) throws(WiringError) -> Interrupt {
        guard table.interrupts.contains(id) else { throw .noSuchInterrupt(id) }
        table.ledger.claim("irq \(id.number)")
        return Interrupt(id: id, port: port)
    }

    /// The child that the domain knows by `id`.
    ///
    /// - Throws: `.noSuchChild`.
    public borrowing func child(_ id: ChildID) throws(WiringError) -> Child {
        guard table.children.contains(id) else { throw .noSuchChild(id) }
        return Child(id: id, port: port)
    }

    /// The ids of all the domain's children, in document order.
    public var children: [ChildID] { table.children }

    /// The word that the real tool would patch into the image at `symbol`: an address, a size or an id.
    ///
    /// Addresses are those of the described system and cannot be followed here.
    ///
    /// - Throws: `.noSuchSymbol`.
    public borrowing func setvar(_ symbol: String) throws(WiringError) -> UInt64 {
        guard let patched = table.symbols.values.first(where: { $0.symbol == symbol }) else {
            throw .noSuchSymbol(
                symbol, didYouMean: Suggestion.nearest(to: symbol, in: table.symbols.values.map(\.symbol)))
        }
        return patched.value
    }

    /// The host device that the runner bound to this domain as `name`: a way to the outside.
    ///
    /// - Throws: `.noSuchDevice`.
    public borrowing func device(_ name: String) throws(WiringError) -> Device {
        guard let binding = table.devices.first(where: { $0.device == name }) else {
            throw .noSuchDevice(
                name, didYouMean: Suggestion.nearest(to: name, in: table.devices.map(\.device)))
        }
        table.ledger.claim("device \(name)")
        return Device(binding: binding, port: port)
    }
}
