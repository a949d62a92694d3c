/// Middles of lines, by what they say: most events of a run repeat an earlier one but for step, time and cause.
///
/// Direct-mapped: a middle takes the place of the last one with the same hash.
@safe
struct LineMemo: ~Copyable {
    /// Longer middles are not kept.
    static let longestText = 128
    /// Bytes that a copy may touch beyond a text.
    static let slack = longestText
    private static let placeBits: UInt64 = 7
    private static let placeByteCount = 192
    private static let textOffset = 64
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer

    init() {
        let byteCount = Self.placeByteCount << Int(Self.placeBits)
        unsafe start = .allocate(byteCount: byteCount, alignment: 64)
        // No event has this key: its code is none.
        unsafe start.initializeMemory(as: UInt8.self, repeating: 0xff, count: byteCount)
    }

    deinit { unsafe start.deallocate() }

    /// Where the middle of `key` is, or would be.
    @inline(__always)
    private func place(_ key: RingCell) -> UnsafeMutableRawPointer {
        let mixed = (key.low ^ key.high &* 0x1_0000_0021) &* 0x9e37_79b9_7f4a_7c15
        let hash = mixed >> (64 &- Self.placeBits)
        return unsafe start + Int(truncatingIfNeeded: hash) &* Self.placeByteCount
    }

    /// Copies the middle of `key` to `target`.
    ///
    /// Returns its length, 0 when it is not kept.
    @inline(__always)
    func copy(_ key: RingCell, to target: UnsafeMutableRawPointer) -> Int {
        let place = unsafe place(key)
        let known = unsafe place.assumingMemoryBound(to: UInt64.self)
        if unsafe (known[0] ^ key.low) | (known[1] ^ key.high) != 0 { return 0 }
        let count = unsafe Int(truncatingIfNeeded: known[2])
        let text = unsafe place + Self.textOffset
        unsafe target.storeBytes(of: text.load(as: SIMD64<UInt8>.self), as: SIMD64<UInt8>.self)
        if count > 64 {
            unsafe target.storeBytes(
                of: text.load(fromByteOffset: 64, as: SIMD64<UInt8>.self), toByteOffset: 64,
                as: SIMD64<UInt8>.self)
        }
        return count
    }

    /// Keeps the `count` bytes at `text` as the middle of `key`, unless they are too many.
    func keep(_ key: RingCell, _ text: UnsafeMutableRawPointer, count: Int) {
        guard count <= Self.longestText else { return }
        let place = unsafe place(key)
        let known = unsafe place.assumingMemoryBound(to: UInt64.self)
        unsafe known[0] = key.low
        unsafe known[1] = key.high
        unsafe known[2] = UInt64(count)
        unsafe (place + Self.textOffset).copyMemory(from: text, byteCount: count)
    }
}
