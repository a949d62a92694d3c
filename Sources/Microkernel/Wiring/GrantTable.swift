package import SystemDescription

/// Everything the description gives one domain, resolved: what its `Grants` are handed out from.
///
/// Kept by the machine for the domain's life, so that a fresh actor after a restart finds the same memory and the
/// same, continuing, stream of randomness.
package struct GrantTable: Sendable {
    /// The domain's name.
    package let name: String
    /// Its maps in document order.
    package let regions: [GrantedRegion]
    /// Its ends of channels, in document order.
    package let channels: [ChannelID]
    /// Its interrupts, in document order.
    package let interrupts: [ChannelID]
    /// Its children, in document order.
    package let children: [ChildID]
    /// Its patched words.
    package var symbols: PatchedSymbols
    /// Its stream of randomness.
    package let entropy: Entropy
    /// Its way outside, bound by the runner.
    package let devices: [HostBindings.Binding]
    /// Whom a report of a memory fault names.
    package let note: DomainNote
    /// What it asked for so far.
    package let ledger = ClaimLedger()

    /// Resolves what `system` gives domain `index`, and makes its mappings.
    ///
    /// - Parameters:
    ///   - system: The description.
    ///   - index: The domain's position in it.
    ///   - memory: The system's memory.
    ///   - host: What the runner bound to host-edge domains.
    ///   - seed: The run's seed; nil draws from the operating system.
    /// - Throws: `.unusable` or `.system` when memory cannot be had or prefilled.
    package init(
        _ system: CheckedSystem, domain index: Int, memory: SystemMemory, host: HostBindings = .init(),
        seed: UInt64? = nil
    ) throws(WiringError) {
        let domain = system.protectionDomains[index]
        name = domain.name
        note = DomainNote(domain.name)
        regions = try memory.maps(ofDomain: index)
        channels = system.channels.flatMap { channel in
            [channel.a, channel.b].filter { $0.domain == index }.map { ChannelID(UInt32($0.id)) }
        }
        interrupts = domain.irqs.map { ChannelID(UInt32($0.id)) }
        children = system.protectionDomains.filter { $0.parent == index }.compactMap { child in
            child.childID.map { ChildID(UInt32(truncatingIfNeeded: $0)) }
        }
        symbols = PatchedSymbols(system, domain: index)
        entropy = if let seed { try Entropy(seed: seed, domain: domain.name) } else { Entropy() }
        devices = host.bindings(ofDomain: domain.name)
    }

    /// What the domain never asked for, in the description's words and order.
    package var unclaimed: [String] {
        let maps = regions.map { (key: $0.claimKey, text: "region '\($0.name)'") }
        let ends = channels.map { (key: "channel \($0.number)", text: "channel \($0.number)") }
        let irqs = interrupts.map { (key: "irq \($0.number)", text: "irq \($0.number)") }
        let bound = devices.map { (key: "device \($0.device)", text: "host device '\($0.device)'") }
        return (maps + ends + irqs + bound).filter { !ledger.isClaimed($0.key) }.map(\.text)
    }
}

extension GrantedRegion {
    /// How the ledger knows it.
    var claimKey: String { "region \(index) \(key)" }
}
