/// The element names that the grammar knows.
enum ElementName: UInt8, CaseIterable {
    case system, protection_domain, memory_region, channel, virtual_machine, io_address_space, domains
    case program_image, map, irq, ioport, setvar, cspace
    case cap_tcb, cap_sc, cap_vspace
    case vcpu, end, iomap
    case domain, domain_schedule, schedule_entry, schedule_end_marker
    /// Any other.
    case unknown
}

/// The attribute names that the grammar knows.
enum AttributeName: UInt8, CaseIterable {
    case name, priority, budget, period, passive, stack_size, cpu, smc, fpu, domain, id, setvar_id
    case path, path_for_symbols
    case mr, vaddr, perms, cached, setvar_vaddr, setvar_size, setvar_prefill_size
    case irq, trigger, pin, ioapic, polarity, vector, pcidev, handle
    case addr, size, setvar_addr
    case symbol, region_paddr
    case slot, pd
    case page_size, phys_addr, prefill_path, prefill_bootinfo
    case pp, notify
    case peripheral_id, domain_id, iovaddr
    case start_index, index_shift, duration
    case href
    /// Any other.
    case unknown
}

/// A set of attribute names.
struct AttributeSet: OptionSet {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }
    init(_ names: [AttributeName]) { rawValue = names.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
    func contains(_ name: AttributeName) -> Bool { rawValue >> UInt64(name.rawValue) & 1 == 1 }
    mutating func add(_ name: AttributeName) { formUnion(AttributeSet(rawValue: 1 << UInt64(name.rawValue))) }
    /// In the order of the enumeration.
    var names: [AttributeName] { AttributeName.allCases.filter { contains($0) } }
}

/// Finds a name of a fixed list by its bytes, without making a string.
///
/// A word is taken as three numbers of eight bytes each, which is as long as the grammar's names get.
struct KeywordTable<Name: Sendable>: Sendable {
    private struct Entry {
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var count = 0
        var name: Name?
    }

    private var slots = [Entry](repeating: Entry(), count: 256)

    init(_ names: [Name]) {
        for name in names {
            let letters = Array("\(name)".utf8)
            precondition(letters.count <= 24, "a keyword is at most 24 bytes long")
            let padded = letters + [UInt8](repeating: 0, count: XMLReader.padding)
            let entry = Entry(words: Self.words(padded, 0..<letters.count), count: letters.count, name: name)
            var slot = Self.slot(entry.words.0, entry.count)
            while slots[slot].name != nil { slot = (slot + 1) & 255 }
            slots[slot] = entry
        }
    }

    @inline(__always) private static func slot(_ word: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: ((word ^ UInt64(count)) &* 0x9e37_79b9_7f4a_7c15) >> 56)
    }

    @inline(__always)
    private static func words(_ bytes: [UInt8], _ range: Range<Int>) -> (UInt64, UInt64, UInt64) {
        let (start, count) = (range.lowerBound, range.count)
        let first = ByteBlock.word(bytes, start, count: count)
        guard count > 8 else { return (first, 0, 0) }
        let second = ByteBlock.word(bytes, start + 8, count: count - 8)
        return (first, second, count > 16 ? ByteBlock.word(bytes, start + 16, count: count - 16) : 0)
    }

    /// The name written at `range` of `bytes`, which go on for `XMLReader.padding` bytes at least.
    @inline(__always) func name(_ bytes: [UInt8], _ range: Range<Int>) -> Name? {
        guard range.count <= 24 else { return nil }
        let words = Self.words(bytes, range)
        var slot = Self.slot(words.0, range.count)
        while let name = slots[slot].name {
            if slots[slot].words == words, slots[slot].count == range.count { return name }
            slot = (slot + 1) & 255
        }
        return nil
    }
}

/// The grammar's names by their spelling.
enum Keywords {
    static let elements = KeywordTable(ElementName.allCases.filter { $0 != .unknown })
    static let attributes = KeywordTable(AttributeName.allCases.filter { $0 != .unknown })
}
