/// Gives equal byte strings equal numbers, counting from 0.
///
/// The hash is keyed anew in every process, so that no description can be made of colliding names; the numbers do
/// not depend on it.
struct NameTable {
    /// A number for a name.
    typealias ID = Int

    private var slots = [Int32](repeating: -1, count: 1024)
    private var texts: [Range<Int>] = []
    private var hashes: [UInt64] = []
    private static let key = UInt64.random(in: .min ... .max)

    var count: Int { texts.count }

    /// The number of the name at `text` of `bytes`; `bytes` must be the same array in every call.
    mutating func id(_ bytes: [UInt8], _ text: Range<Int>) -> ID {
        let hash = Self.hash(bytes, text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let id = Int(slots[slot])
            if hashes[id] == hash, Self.equal(bytes, texts[id], text) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        let id = texts.count
        slots[slot] = Int32(id)
        texts.append(text)
        hashes.append(hash)
        if texts.count * 2 > slots.count { grow() }
        return id
    }

    /// Where the name with this number first stood.
    func text(_ id: ID) -> Range<Int> { texts[id] }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(id)
        }
    }

    private static func hash(_ bytes: [UInt8], _ text: Range<Int>) -> UInt64 {
        var state = key ^ UInt64(text.count)
        var word: UInt64 = 0
        var filled = 0
        for index in text {
            word = word << 8 | UInt64(bytes[index])
            filled += 1
            if filled == 8 {
                state = mix(state ^ word)
                word = 0
                filled = 0
            }
        }
        return mix(mix(state ^ word) ^ key)
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        let product = (word ^ key).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }

    private static func equal(_ bytes: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        var other = right.lowerBound
        for index in left {
            if bytes[index] != bytes[other] { return false }
            other += 1
        }
        return true
    }
}
