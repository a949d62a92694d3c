internal import SystemDescription

/// One `map` of a domain, made: the mapping and whom to tell about loads and stores.
package final class GrantedRegion: Sendable {
    /// The region's name in the description.
    package let name: String
    /// The `setvar_vaddr` by which the domain asks for it; by name when there is none.
    package let symbol: String?
    /// The region's position in the description, as it stands in traces.
    package let index: Int16
    /// The mapping.
    package let memory: MappedMemory

    /// Makes one.
    package init(name: String, symbol: String?, index: Int16, memory: MappedMemory) {
        self.name = name
        self.symbol = symbol
        self.index = index
        self.memory = memory
    }

    /// What the domain calls it.
    package var key: String { symbol ?? name }

    /// The letters of the map's permissions.
    package var permissionText: String { memory.permissions.letters }
}
