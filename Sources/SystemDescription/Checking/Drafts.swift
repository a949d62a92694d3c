// What the first pass leaves for the second: model values whose names are not yet resolved.

/// A `protection_domain` on its way.
struct DraftDomain {
    var model: CheckedSystem.ProtectionDomain
    var element: Int
    /// Its place among the domains.
    var index: Int
    /// nil when its `name` is missing.
    var name: NameTable.ID?
    var parent: Int?
    /// `id` of a child; nil when it is missing or unreadable.
    var childID: UInt64?
    /// Legacy dialect: `pp` is set, every peer may call it.
    var isCallee = false
    var maps = DraftMaps()
    var virtualMachine: DraftVirtualMachine?
    /// PD names of `model.capabilities`, with the attribute that holds each.
    var capabilityTargets: [(name: NameTable.ID, attribute: Int)] = []
    /// Symbols whose value depends on a region's properties, in the order in which they were set.
    var regionSymbols: [RegionSymbol] = []
    /// Elements of `model.ioPorts`.
    var ioPortElements: [Int] = []
    /// Elements of `model.irqs`.
    var irqElements: [Int] = []
    /// Elements of `model.capabilities`.
    var capabilityElements: [Int] = []

    struct RegionSymbol {
        enum Kind { case prefillSize, physicalAddress }
        var kind: Kind
        var region: NameTable.ID
        var element: Int
        var attribute: Int
    }
}

/// The `map`s of a protection domain or virtual machine whose names and numbers could be read.
struct DraftMaps {
    var models: [CheckedSystem.Map] = []
    var sources: [Source] = []

    struct Source {
        var region: NameTable.ID
        var element: Int
    }
}

/// A `virtual_machine` on its way.
struct DraftVirtualMachine {
    var model: CheckedSystem.VirtualMachine
    var element: Int
    var name: NameTable.ID?
    var maps = DraftMaps()
}

/// A `memory_region` while it is read.
struct DraftRegion {
    var model: CheckedSystem.MemoryRegion
    var facts: Facts

    var element: Int { facts.element }
    var isMeasured: Bool {
        get { facts.isMeasured }
        set { facts.isMeasured = newValue }
    }

    /// What the second pass knows about a region besides its model.
    struct Facts {
        var element: Int
        var name: NameTable.ID?
        /// `page_size` was given.
        var hasPageSize: Bool
        /// Its size and page size are known.
        var isMeasured = true
        /// All addresses it is mapped at, or-ed.
        var addressBits: UInt64 = 0
        /// A `map` names it.
        var isUsed = false
        /// An `iomap` names it.
        var isUsedByDevice = false
    }
}

/// An `io_address_space` on its way.
struct DraftAddressSpace {
    var model: CheckedSystem.IOAddressSpace
    var element: Int
    var pci: PCIAddress?
    var sources: [DraftMaps.Source] = []
}

/// A channel whose two ends could be read.
struct DraftChannel {
    var model: CheckedSystem.Channel
    var element: Int
    /// The `end` elements.
    var a: Int
    var b: Int
}
