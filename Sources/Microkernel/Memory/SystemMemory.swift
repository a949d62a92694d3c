package import SystemDescription

/// The memory of a running system: one object per region, made and prefilled when the first domain maps it.
///
/// Regions that only stand-ins map therefore cost nothing.
package final class SystemMemory {
    private let system: CheckedSystem
    private var objects: [MemoryObject?]

    /// Memory for `system`; nothing is allocated yet.
    package init(_ system: CheckedSystem) {
        self.system = system
        objects = Array(repeating: nil, count: system.memoryRegions.count)
    }

    /// The object of region `index`, zero but for its prefill.
    package func object(_ index: Int) throws(WiringError) -> MemoryObject {
        if let object = objects[index] { return object }
        let region = system.memoryRegions[index]
        let executable = system.protectionDomains.contains { domain in
            domain.maps.contains { $0.region == index && $0.permissions.contains(.execute) }
        }
        let object = try MemoryObject(name: region.name, byteCount: region.byteCount, executable: executable)
        if let file = region.prefillFile {
            try Prefill(file: file, byteCount: region.prefillByteCount).copy(to: object)
        }
        objects[index] = object
        return object
    }

    /// The object of region `index` if any domain maps it.
    func existingObject(_ index: Int) -> MemoryObject? { objects[index] }

    /// The maps of domain `index`, made in document order.
    package func maps(ofDomain index: Int) throws(WiringError) -> [GrantedRegion] {
        var grants: [GrantedRegion] = []
        for map in system.protectionDomains[index].maps {
            let region = system.memoryRegions[map.region]
            let memory = try MappedMemory(
                try object(map.region), permissions: map.permissions,
                domain: system.protectionDomains[index].name, pageByteCount: Int(region.pageByteCount)
            )
            grants.append(
                GrantedRegion(
                    name: region.name, symbol: map.vaddrSymbol, index: Int16(truncatingIfNeeded: map.region),
                    memory: memory))
        }
        return grants
    }
}
