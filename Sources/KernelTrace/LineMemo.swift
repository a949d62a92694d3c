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
    private static let textOffset = 56
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer

    init() {
        let byteCount = Self.placeByteCount << Int(Self.placeBits)
        unsafe start = .allocate(byteCount: byteCount, alignment: 64)
        // No event has this key: its code is none.
        unsafe start.initializeMemory(as: UInt8.self, repeating: 0xff, count: byteCount)
    }

    deinit { unsafe start.deallocate() }

    /// What a middle depends on: the fields, and kind and domain in one word.
    struct Key {
        let fields: (UInt64, UInt64, UInt64, UInt64, UInt64)
        let head: UInt64

        @inline(__always)
        init(_ event: UnsafePointer<TraceEvent>) {
            let all = unsafe TraceEvent.fields(of: event)
            unsafe fields = (all[0], all[1], all[2], all[3], all[4])
            unsafe head =
                UInt64(event.pointee.row.code) | UInt64(UInt16(bitPattern: event.pointee.domain)) << 8
        }

        @inline(__always)
        fileprivate var place: Int {
            var hash = head &+ fields.0 &* 31 &+ fields.1 &* 0x1_0001
            hash ^= fields.2 << 20 &+ fields.3 << 28 &+ fields.4 << 36
            hash = (hash &* 0x9e37_79b9_7f4a_7c15) >> (64 &- LineMemo.placeBits)
            return Int(truncatingIfNeeded: hash) &* LineMemo.placeByteCount
        }
    }

    /// Copies the middle of `key` to `target`.
    ///
    /// Returns its length, 0 when it is not kept.
    @inline(__always)
    func copy(_ key: Key, to target: UnsafeMutableRawPointer) -> Int {
        let place = unsafe start + key.place
        let known = unsafe place.assumingMemoryBound(to: UInt64.self)
        let difference =
            unsafe (known[0] ^ key.fields.0) | (known[1] ^ key.fields.1)
            | (known[2] ^ key.fields.2) | (known[3] ^ key.fields.3) | (known[4] ^ key.fields.4)
            | (known[5] ^ key.head)
        if difference != 0 { return 0 }
        let count = unsafe Int(truncatingIfNeeded: known[6])
        let text = unsafe place + Self.textOffset
        unsafe target.storeBytes(of: text.loadUnaligned(as: SIMD64<UInt8>.self), as: SIMD64<UInt8>.self)
        if count > 64 {
            unsafe target.storeBytes(
                of: text.loadUnaligned(fromByteOffset: 64, as: SIMD64<UInt8>.self), toByteOffset: 64,
                as: SIMD64<UInt8>.self)
        }
        return count
    }

    /// Keeps the `count` bytes at `text` as the middle of `key`, unless they are too many.
    func keep(_ key: Key, _ text: UnsafeMutableRawPointer, count: Int) {
        guard count <= Self.longestText else { return }
        let place = unsafe start + key.place
        let known = unsafe place.assumingMemoryBound(to: UInt64.self)
        unsafe known[0] = key.fields.0
        unsafe known[1] = key.fields.1
        unsafe known[2] = key.fields.2
        unsafe known[3] = key.fields.3
        unsafe known[4] = key.fields.4
        unsafe known[5] = key.head
        unsafe known[6] = UInt64(count)
        unsafe (place + Self.textOffset).copyMemory(from: text, byteCount: count)
    }
}
