/// Gives equal byte strings of one scope equal numbers, counting from 0.
///
/// The hash is keyed anew in every process, so that no description can be made of colliding names; the numbers do
/// not depend on it. What is looked at in random order is kept small.
struct NameTable {
    /// A number for a name.
    typealias ID = Int

    /// A name of up to 16 bytes, or the beginning of a longer one.
    private struct Entry {
        var first: UInt64
        var second: UInt64
        var scope: UInt32
        var count: UInt32
        /// Where it was first met.
        var start: UInt32

        var text: Range<Int> { Int(start)..<Int(start + count) }
    }

    /// Half of a name's hash, and its number in the lower half; all bits set where no name is.
    private var slots: [UInt64]
    /// By number.
    private var entries: [Entry] = []
    private let keys = Self.keys
    private static let keys = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    var count: Int { entries.count }

    /// Makes a table for about `expectedCount` names.
    init(expectedCount: Int = 0) {
        var slotCount = 256
        while slotCount < expectedCount * 2 { slotCount *= 2 }
        slots = [UInt64](repeating: .max, count: slotCount)
        entries.reserveCapacity(expectedCount)
    }

    /// The number of the name at `text` of `bytes` in `scope`.
    ///
    /// `bytes` must be the same array in every call, and go on for `XMLReader.padding` bytes behind every name.
    mutating func id(_ bytes: [UInt8], _ text: Range<Int>, scope: Int = 0) -> ID {
        let wanted = Entry(
            first: Self.word(bytes, text, 0), second: Self.word(bytes, text, 8), scope: UInt32(scope),
            count: UInt32(text.count), start: UInt32(text.lowerBound))
        let hash = hash(wanted, bytes)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[slot] != .max {
            let id = Int(slots[slot] & 0xffff_ffff)
            if (slots[slot] ^ hash) >> 32 == 0, Self.isSame(entries[id], wanted, bytes) { return id }
            slot = (slot + 1) & mask
        }
        slots[slot] = hash & ~0xffff_ffff | UInt64(entries.count)
        entries.append(wanted)
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: .max, count: old.count * 4)
        for entry in old where entry != .max {
            var slot = Int(truncatingIfNeeded: entry >> 32) & (slots.count - 1)
            while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }

    /// Eight bytes of the name at `text` from its byte `index` on, zeros behind its end.
    @inline(__always)
    private static func word(_ bytes: [UInt8], _ text: Range<Int>, _ index: Int) -> UInt64 {
        guard index < text.count else { return 0 }
        return ByteBlock.word(bytes, text.lowerBound + index, count: text.count - index)
    }

    private static func isSame(_ left: Entry, _ right: Entry, _ bytes: [UInt8]) -> Bool {
        guard left.first == right.first, left.second == right.second, left.count == right.count,
            left.scope == right.scope
        else { return false }
        var index = 16
        while index < Int(left.count) {
            if word(bytes, left.text, index) != word(bytes, right.text, index) { return false }
            index += 8
        }
        return true
    }

    private func hash(_ name: Entry, _ bytes: [UInt8]) -> UInt64 {
        var state = fold(
            name.first ^ keys.0, name.second ^ keys.1 ^ (UInt64(name.scope) << 32 | UInt64(name.count)))
        var index = 16
        while index < Int(name.count) {
            state = fold(state ^ keys.0, Self.word(bytes, name.text, index) ^ keys.1)
            index += 8
        }
        return fold(state ^ keys.1, 0x9e37_79b9_7f4a_7c15)
    }

    @inline(__always) private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

/// The symbols set so far: for each domain and symbol, the element that set it.
struct SymbolTable {
    private var names: NameTable
    private var elements: [Int32] = []

    /// Makes a table for about `expectedCount` symbols.
    init(expectedCount: Int = 0) { names = NameTable(expectedCount: expectedCount) }

    /// Notes that `element` sets the symbol at `text` of `bytes` in `domain`, unless another did: then that is the
    /// result.
    mutating func set(_ bytes: [UInt8], _ text: Range<Int>, domain: Int, by element: Int) -> Int? {
        let id = names.id(bytes, text, scope: domain)
        guard id == elements.count else { return Int(elements[id]) }
        elements.append(Int32(element))
        return nil
    }
}
