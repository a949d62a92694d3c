/// Looks at eight bytes at a time.
enum ByteBlock {
    private static let high: UInt64 = 0x8080_8080_8080_8080
    private static let low: UInt64 = 0x0101_0101_0101_0101
    private static let lineFeeds: UInt64 = 0x0a0a_0a0a_0a0a_0a0a

    /// How many bytes from `start` on are certainly ASCII: a multiple of 8, perhaps 0.
    @inline(__always) static func asciiCount(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count, word(bytes, index) & high == 0 { index += 8 }
        return index - start
    }

    /// How many bytes from `start` on are certainly ASCII and no line feeds: a multiple of 8, perhaps 0.
    @inline(__always) static func plainCount(_ bytes: [UInt8], _ start: Int, before end: Int) -> Int {
        var index = start
        while index + 8 <= end {
            let word = word(bytes, index)
            let different = word ^ lineFeeds
            // A byte is 0 in `different` where the text has a line feed.
            let zeros = (different &- low) & ~different
            guard (word | zeros) & high == 0 else { break }
            index += 8
        }
        return index - start
    }

    /// Up to eight bytes from `start` on, the first one lowest, the rest zero; eight bytes must lie there.
    @inline(__always) static func word(_ bytes: [UInt8], _ start: Int, count: Int) -> UInt64 {
        let word = word(bytes, start)
        return count >= 8 ? word : word & ~(~0 << UInt64(count * 8))
    }

    /// The eight bytes from `start` on.
    @inline(__always) static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        precondition(start >= 0 && start + 8 <= bytes.count)
        return unsafe bytes.withUnsafeBytes { buffer in
            unsafe buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        }
    }
}
