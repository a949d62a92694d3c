package import SystemDescription

/// The words that the real tool would patch into the program image of one domain.
package struct PatchedSymbols: Sendable {
    /// Symbols and values, in the order in which the description gives them.
    package var values: [(symbol: String, value: UInt64)]

    /// The symbols of domain `index`.
    ///
    /// A `setvar` whose region does not exist patches nothing, as upstream accepts it silently.
    package init(_ system: CheckedSystem, domain index: Int) {
        let domain = system.protectionDomains[index]
        var values: [(symbol: String, value: UInt64)] = []
        func patch(_ symbol: String?, _ value: UInt64?) {
            if let symbol, let value { values.append((symbol, value)) }
        }
        for map in domain.maps {
            let region = system.memoryRegions[map.region]
            patch(map.vaddrSymbol, map.vaddr)
            patch(map.sizeSymbol, region.byteCount)
            patch(map.prefillSizeSymbol, region.prefillByteCount)
        }
        for irq in domain.irqs { patch(irq.idSymbol, UInt64(irq.id)) }
        for port in domain.ioPorts {
            patch(port.idSymbol, UInt64(port.id))
            patch(port.addressSymbol, port.address)
        }
        for setvar in domain.setvars {
            patch(setvar.symbol, system.physicalAddress(ofRegion: setvar.regionName))
        }
        for child in system.protectionDomains where child.parent == index {
            patch(child.childIDSymbol, child.childID)
        }
        for channel in system.channels {
            for end in [channel.a, channel.b] where end.domain == index {
                patch(end.idSymbol, UInt64(end.id))
            }
        }
        self.values = values
    }
}

extension CheckedSystem {
    /// Where region `name` lies in the described board's memory: its `phys_addr`, or a place of our choosing.
    ///
    /// The real tool places regions when it builds the image; here those without an address follow each other in
    /// document order above all fixed ones and above 1 GiB, aligned to their pages.
    func physicalAddress(ofRegion name: String) -> UInt64? {
        guard let wanted = memoryRegions.first(where: { $0.name == name }) else { return nil }
        if let fixed = wanted.physicalAddress { return fixed }
        var next: UInt64 = 1 << 30
        for region in memoryRegions {
            if let fixed = region.physicalAddress { next = max(next, fixed &+ region.byteCount) }
        }
        for region in memoryRegions where region.physicalAddress == nil {
            let page = max(region.pageByteCount, 0x1000)
            next = (next &+ page &- 1) / page &* page
            if region.name == name { return next }
            next &+= region.byteCount
        }
        return nil
    }
}
