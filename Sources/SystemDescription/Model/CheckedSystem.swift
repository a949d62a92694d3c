/// A system description that passed every check: what the machine is built from.
///
/// Names refer to each other and are resolved; indices are positions in the arrays of this value.
public struct CheckedSystem: Hashable, Sendable {
    /// The file the description came from, as named by the user.
    public var file: String
    /// The board it was checked for.
    public var profile: Profile
    /// Protection domains in the real tool's order: depth first, parent before children.
    public var protectionDomains: [ProtectionDomain]
    /// Memory regions in document order, with their final page sizes.
    public var memoryRegions: [MemoryRegion]
    /// Channels in document order.
    public var channels: [Channel]
    /// IOMMU address spaces in document order.
    public var ioAddressSpaces: [IOAddressSpace]
    /// Scheduling domains in document order; empty when the description has none.
    public var schedulingDomains: [SchedulingDomain]
    /// The cyclic domain schedule, when domains are declared.
    public var domainSchedule: DomainSchedule?
    /// Why the system must not be started although the description is accepted, one message each.
    ///
    /// The real tool's build step would abort. Empty for a system that can be started.
    public var startRefusals: [String] = []

    /// Makes a system.
    ///
    /// Checks nothing: only the checker and tests call it.
    public init(
        file: String = "", profile: Profile = .aarch64, protectionDomains: [ProtectionDomain] = [],
        memoryRegions: [MemoryRegion] = [], channels: [Channel] = [], ioAddressSpaces: [IOAddressSpace] = [],
        schedulingDomains: [SchedulingDomain] = [], domainSchedule: DomainSchedule? = nil
    ) {
        self.file = file
        self.profile = profile
        self.protectionDomains = protectionDomains
        self.memoryRegions = memoryRegions
        self.channels = channels
        self.ioAddressSpaces = ioAddressSpaces
        self.schedulingDomains = schedulingDomains
        self.domainSchedule = domainSchedule
    }
}

extension CheckedSystem {
    /// A `protection_domain` element.
    public struct ProtectionDomain: Hashable, Sendable {
        /// Its name, unique in the system.
        public var name: String
        /// 0…254, higher runs first.
        public var priority: UInt8 = 0
        /// Processor time per period, in microseconds.
        public var budgetMicroseconds: UInt64 = 1000
        /// The period, in microseconds; equal to the budget means round robin.
        public var periodMicroseconds: UInt64 = 1000
        /// Runs on its callers' scheduling contexts after `init`.
        public var passive = false
        /// Bytes of stack in the described system.
        public var stackByteCount: UInt64 = 0x2000
        /// The core it is pinned to.
        public var cpu: UInt8 = 0
        /// May make secure monitor calls.
        public var smc = false
        /// May use the floating-point unit.
        public var fpu = true
        /// Position of its scheduling domain in `schedulingDomains`.
        public var domain: Int?
        /// `path` of its `program_image`: the key under which a registry finds the actor.
        public var programImage: String
        /// `path_for_symbols`, when given.
        public var programImageForSymbols: String?
        /// Position of the parent in `protectionDomains`.
        public var parent: Int?
        /// The id under which the parent knows it.
        public var childID: UInt64?
        /// Symbol of the **parent** patched with `childID`.
        public var childIDSymbol: String?
        /// Its mappings in document order.
        public var maps: [Map] = []
        /// Its interrupts in document order.
        public var irqs: [IRQ] = []
        /// Its x86 I/O ports in document order.
        public var ioPorts: [IOPort] = []
        /// `setvar` elements in document order.
        public var setvars: [SetVar] = []
        /// Raw capabilities to other domains, in document order.
        public var capabilities: [Capability] = []
        /// Its virtual machine, when it is a monitor of one.
        public var virtualMachine: VirtualMachine?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a domain with the grammar's defaults.
        public init(name: String, priority: UInt8 = 0, programImage: String, location: SourceLocation) {
            self.name = name
            self.priority = priority
            self.programImage = programImage
            self.location = location
        }
    }

    /// Access rights of a mapping.
    public struct Permissions: OptionSet, Hashable, Sendable {
        /// The set as bits: r 1, w 2, x 4.
        public let rawValue: UInt8
        /// Makes a set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// May load.
        public static let read = Permissions(rawValue: 1)
        /// May store.
        public static let write = Permissions(rawValue: 2)
        /// May execute.
        public static let execute = Permissions(rawValue: 4)
    }

    /// A `map` element of a protection domain or of a virtual machine.
    public struct Map: Hashable, Sendable {
        /// Position in `memoryRegions`.
        public var region: Int
        /// The virtual address in the described system.
        public var vaddr: UInt64
        /// Rights, default `rw`.
        public var permissions: Permissions
        /// Cached, default true.
        public var cached = true
        /// Symbol patched with `vaddr`; also the name by which an actor asks for the region.
        public var vaddrSymbol: String?
        /// Symbol patched with the region's size.
        public var sizeSymbol: String?
        /// Symbol patched with the prefill's size.
        public var prefillSizeSymbol: String?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a mapping.
        public init(
            region: Int, vaddr: UInt64, permissions: Permissions = [.read, .write], location: SourceLocation
        ) {
            self.region = region
            self.vaddr = vaddr
            self.permissions = permissions
            self.location = location
        }
    }

    /// A `memory_region` element.
    public struct MemoryRegion: Hashable, Sendable {
        /// Its name, unique in the system.
        public var name: String
        /// Its size in bytes, a multiple of `pageByteCount`.
        public var byteCount: UInt64
        /// 0x1000 or 0x200000, after raising.
        public var pageByteCount: UInt64
        /// The fixed physical address, when given.
        public var physicalAddress: UInt64?
        /// `prefill_path` as written, when given.
        public var prefillPath: String?
        /// The file that `prefill_path` was resolved to, when found.
        public var prefillFile: String?
        /// The size of that file in bytes.
        public var prefillByteCount: UInt64?
        /// `prefill_bootinfo`, when given.
        public var prefillBootInfo: String?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a region.
        public init(name: String, byteCount: UInt64, pageByteCount: UInt64 = 0x1000, location: SourceLocation)
        {
            self.name = name
            self.byteCount = byteCount
            self.pageByteCount = pageByteCount
            self.location = location
        }
    }

    /// A `channel` element.
    public struct Channel: Hashable, Sendable {
        /// The first `end`.
        public var a: End
        /// The second `end`.
        public var b: End
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a channel.
        public init(a: End, b: End, location: SourceLocation) {
            self.a = a
            self.b = b
            self.location = location
        }
    }

    /// An `end` element of a channel.
    public struct End: Hashable, Sendable {
        /// Position in `protectionDomains`.
        public var domain: Int
        /// The id by which that domain knows the channel, 0…61.
        public var id: UInt8
        /// **This** end may call the other.
        public var mayCall = false
        /// **This** end may notify the other.
        public var mayNotify = true
        /// Symbol patched with `id`.
        public var idSymbol: String?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes an end.
        public init(
            domain: Int, id: UInt8, mayCall: Bool = false, mayNotify: Bool = true, location: SourceLocation
        ) {
            self.domain = domain
            self.id = id
            self.mayCall = mayCall
            self.mayNotify = mayNotify
            self.location = location
        }
    }

    /// An `irq` element.
    public struct IRQ: Hashable, Sendable {
        /// What raises it.
        public enum Source: Hashable, Sendable {
            /// ARM and RISC-V: the interrupt number.
            case number(UInt64)
            /// x86 I/O APIC.
            case ioapic(ioapic: UInt64, pin: UInt64, activeLow: Bool, vector: UInt64)
            /// x86 message-signalled.
            case msi(bus: UInt8, device: UInt8, function: UInt8, handle: UInt64, vector: UInt64)
        }
        /// The id by which the domain knows it, 0…61, shared with channels.
        public var id: UInt8
        /// What raises it.
        public var source: Source
        /// Edge-triggered; level otherwise.
        public var edgeTriggered = false
        /// Symbol patched with `id`.
        public var idSymbol: String?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes an interrupt.
        public init(id: UInt8, source: Source, location: SourceLocation) {
            self.id = id
            self.source = source
            self.location = location
        }
    }

    /// An `ioport` element (x86).
    public struct IOPort: Hashable, Sendable {
        /// The id by which the domain knows it, 0…61.
        public var id: UInt8
        /// The first port.
        public var address: UInt64
        /// How many ports.
        public var count: UInt64
        /// Symbol patched with `id`.
        public var idSymbol: String?
        /// Symbol patched with `address`.
        public var addressSymbol: String?
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a port range.
        public init(id: UInt8, address: UInt64, count: UInt64, location: SourceLocation) {
            self.id = id
            self.address = address
            self.count = count
            self.location = location
        }
    }

    /// A `setvar` element: a symbol patched with a region's physical address.
    public struct SetVar: Hashable, Sendable {
        /// The symbol.
        public var symbol: String
        /// The region, by name: its existence is unchecked upstream.
        public var regionName: String
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a patch.
        public init(symbol: String, regionName: String, location: SourceLocation) {
            self.symbol = symbol
            self.regionName = regionName
            self.location = location
        }
    }

    /// A `cap_tcb`, `cap_sc` or `cap_vspace` element: raw authority over a domain.
    public struct Capability: Hashable, Sendable {
        /// Which object.
        public enum Kind: String, Hashable, Sendable, CaseIterable { case tcb, sc, vspace }
        /// Which object of `domain`.
        public var kind: Kind
        /// Position in `protectionDomains`.
        public var domain: Int
        /// The slot, 1…127.
        public var slot: UInt64
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a capability.
        public init(kind: Kind, domain: Int, slot: UInt64, location: SourceLocation) {
            self.kind = kind
            self.domain = domain
            self.slot = slot
            self.location = location
        }
    }

    /// A `virtual_machine` element.
    public struct VirtualMachine: Hashable, Sendable {
        /// A `vcpu` element.
        public struct VCPU: Hashable, Sendable {
            /// Its id, 0…61, shared with the monitor's children.
            public var id: UInt8
            /// The core it is pinned to.
            public var cpu: UInt8
            /// Where its element stands.
            public var location: SourceLocation

            /// Makes a virtual processor.
            public init(id: UInt8, cpu: UInt8, location: SourceLocation) {
                self.id = id
                self.cpu = cpu
                self.location = location
            }
        }
        /// Its name, unique among virtual machines.
        public var name: String
        /// 0…255 (upstream keeps the low 8 bits).
        public var priority: UInt8 = 0
        /// Processor time per period, in microseconds.
        public var budgetMicroseconds: UInt64 = 1000
        /// The period, in microseconds.
        public var periodMicroseconds: UInt64 = 1000
        /// Its virtual processors, at least one.
        public var vcpus: [VCPU] = []
        /// Its mappings.
        public var maps: [Map] = []
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a virtual machine.
        public init(name: String, location: SourceLocation) {
            self.name = name
            self.location = location
        }
    }

    /// An `io_address_space` element: a device's view of memory.
    public struct IOAddressSpace: Hashable, Sendable {
        /// An `iomap` element.
        public struct IOMap: Hashable, Sendable {
            /// Position in `memoryRegions`.
            public var region: Int
            /// The device's address.
            public var iovaddr: UInt64
            /// Rights, `w` alone allowed.
            public var permissions: Permissions
            /// Where its element stands.
            public var location: SourceLocation

            /// Makes a device mapping.
            public init(region: Int, iovaddr: UInt64, permissions: Permissions, location: SourceLocation) {
                self.region = region
                self.iovaddr = iovaddr
                self.permissions = permissions
                self.location = location
            }
        }
        /// Its name, unique.
        public var name: String
        /// The device, `bus:device.function`, normalised.
        public var peripheral: String
        /// x86: the domain id.
        public var domainID: UInt64?
        /// Its mappings.
        public var maps: [IOMap] = []
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes an address space.
        public init(name: String, peripheral: String, domainID: UInt64?, location: SourceLocation) {
            self.name = name
            self.peripheral = peripheral
            self.domainID = domainID
            self.location = location
        }
    }

    /// A `domain` element of `domains`.
    public struct SchedulingDomain: Hashable, Sendable {
        /// Its name, unique.
        public var name: String
        /// Its number, below 16 (17th domain: see the reference).
        public var id: UInt64
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes a scheduling domain.
        public init(name: String, id: UInt64, location: SourceLocation) {
            self.name = name
            self.id = id
            self.location = location
        }
    }

    /// The `domain_schedule` element.
    public struct DomainSchedule: Hashable, Sendable {
        /// One slot of the cycle.
        public enum Slot: Hashable, Sendable {
            /// `domain` runs for `duration`.
            case run(domain: Int, duration: Duration)
            /// `schedule_end_marker`.
            case endMarker
        }
        /// How long a slot lasts.
        public enum Duration: Hashable, Sendable { case microseconds(UInt64), ticks(UInt64) }
        /// The slots in document order.
        public var slots: [Slot] = []
        /// The slot to begin with.
        public var startIndex: UInt64 = 0
        /// Offset of the schedule within the kernel's table.
        public var indexShift: UInt64 = 0
        /// Where its element stands.
        public var location: SourceLocation

        /// Makes an empty schedule.
        public init(location: SourceLocation) { self.location = location }
    }
}
