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
    /// In the order of the enumeration.
    var names: [AttributeName] { AttributeName.allCases.filter { contains($0) } }
}

/// Finds a word of a fixed list by its bytes, without making a string.
struct KeywordTable {
    private var slots = [UInt8](repeating: .max, count: 256)
    private var starts: [Int] = [0]
    private var letters: [UInt8] = []

    init(_ words: [String]) {
        for (index, word) in words.enumerated() {
            letters += word.utf8
            starts.append(letters.count)
            var slot = Self.slot(letters, starts[index]..<letters.count)
            while slots[slot] != .max { slot = (slot + 1) & 255 }
            slots[slot] = UInt8(index)
        }
    }

    private static func slot(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        let count = range.count
        guard count > 0 else { return 0 }
        let first = Int(bytes[range.lowerBound]), last = Int(bytes[range.upperBound - 1])
        let middle = Int(bytes[range.lowerBound + count / 2])
        return (count &* 31 &+ first &* 7 &+ last &* 13 &+ middle &* 61) & 255
    }

    /// The position in the list of the word at `range` of `bytes`.
    func index(_ bytes: [UInt8], _ range: Range<Int>) -> UInt8? {
        var slot = Self.slot(bytes, range)
        while slots[slot] != .max {
            let word = Int(slots[slot])
            if starts[word + 1] - starts[word] == range.count {
                var equal = true
                var from = starts[word]
                for position in range {
                    if letters[from] != bytes[position] {
                        equal = false
                        break
                    }
                    from += 1
                }
                if equal { return slots[slot] }
            }
            slot = (slot + 1) & 255
        }
        return nil
    }

    static let elements = KeywordTable(ElementName.allCases.filter { $0 != .unknown }.map { "\($0)" })
    static let attributes = KeywordTable(AttributeName.allCases.filter { $0 != .unknown }.map { "\($0)" })
}
