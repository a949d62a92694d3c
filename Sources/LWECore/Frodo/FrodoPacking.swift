extension FrodoParameterSet {
    /// Writes entries modulo q, `modulusBits` bits each, most significant bit first.
    ///
    /// - Parameters:
    ///   - entries: a multiple of 8 words; bits above q are dropped.
    ///   - bytes: `packedByteCount(entries.count)` bytes, overwritten.
    /// - Complexity: linear; time independent of the entries.
    func pack(_ entries: UnsafeBufferPointer<UInt16>, into bytes: UnsafeMutableRawBufferPointer) {
        let groupByteCount = modulusBits
        for group in 0..<entries.count / 8 {
            var bits: UInt128 = 0
            for index in 0..<8 {
                bits = unsafe bits << UInt128(modulusBits) | UInt128(entries[8 * group + index] & modulusMask)
            }
            bits <<= UInt128(128 - 8 * modulusBits)
            let first = group * groupByteCount
            let high = UInt64(truncatingIfNeeded: bits >> 64)
            unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: first, as: UInt64.self)
            var low = UInt64(truncatingIfNeeded: bits)
            for offset in 8..<groupByteCount {
                unsafe bytes[first + offset] = UInt8(truncatingIfNeeded: low >> 56)
                low <<= 8
            }
        }
    }

    /// Reads what `pack` wrote.
    ///
    /// - Parameters:
    ///   - bytes: `packedByteCount(entries.count)` bytes.
    ///   - entries: a multiple of 8 words, overwritten with values below q.
    func unpack(_ bytes: UnsafeRawBufferPointer, into entries: UnsafeMutableBufferPointer<UInt16>) {
        for group in 0..<entries.count / 8 {
            let first = group * modulusBits
            let high = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self))
            var low: UInt64 = 0
            for offset in 8..<modulusBits { low = unsafe low << 8 | UInt64(bytes[first + offset]) }
            var bits = UInt128(high) << UInt128(8 * modulusBits - 64) | UInt128(low)
            for index in (0..<8).reversed() {
                unsafe entries[8 * group + index] = UInt16(truncatingIfNeeded: bits) & modulusMask
                bits >>= UInt128(modulusBits)
            }
        }
    }
}
