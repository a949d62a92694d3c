/// Gives equal byte strings equal numbers, counting from 0.
///
/// The hash is keyed anew in every process, so that no description can be made of colliding names; the numbers do
/// not depend on it.
struct NameTable {
    /// A number for a name.
    typealias ID = Int

    private var slots: [Int32]
    private var entries: [Entry] = []
    private static let key = UInt64.random(in: .min ... .max)

    private struct Entry {
        var hash: UInt64
        var start: UInt32
        var count: UInt32
    }

    var count: Int { entries.count }

    /// Makes a table for about `expectedCount` names.
    init(expectedCount: Int = 0) {
        var slotCount = 256
        while slotCount < expectedCount * 2 { slotCount *= 2 }
        slots = [Int32](repeating: -1, count: slotCount)
        entries.reserveCapacity(expectedCount)
    }

    /// The number of the name at `text` of `bytes`; `bytes` must be the same array in every call.
    mutating func id(_ bytes: [UInt8], _ text: Range<Int>) -> ID {
        let hash = Self.hash(bytes, text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let id = Int(slots[slot])
            if entries[id].hash == hash, isName(id, bytes, text) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        let id = entries.count
        slots[slot] = Int32(id)
        entries.append(Entry(hash: hash, start: UInt32(text.lowerBound), count: UInt32(text.count)))
        if entries.count * 2 > slots.count { grow() }
        return id
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        for id in entries.indices {
            var slot = Int(truncatingIfNeeded: entries[id].hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(id)
        }
    }

    private func isName(_ id: ID, _ bytes: [UInt8], _ text: Range<Int>) -> Bool {
        guard Int(entries[id].count) == text.count else { return false }
        var other = Int(entries[id].start)
        if other == text.lowerBound { return true }
        for index in text {
            if bytes[index] != bytes[other] { return false }
            other += 1
        }
        return true
    }

    private static func hash(_ bytes: [UInt8], _ text: Range<Int>) -> UInt64 {
        var state = key ^ UInt64(text.count)
        var index = text.lowerBound
        while index + 8 <= text.upperBound {
            state = mix(state ^ ByteBlock.word(bytes, index))
            index += 8
        }
        var word: UInt64 = 0
        while index < text.upperBound {
            word = word << 8 | UInt64(bytes[index])
            index += 1
        }
        return mix(mix(state ^ word) ^ key)
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        let product = (word ^ key).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }
}
