extension FrodoParameterSet {
    /// Adds the bit string `message` to the matrix `entries`: B bits per entry, first bit lowest, in the top bits of q.
    ///
    /// - Parameters:
    ///   - message: `secretByteCount` bytes, bits from the lowest.
    ///   - entries: 64 words, row-major.
    func addEncoded(_ message: UnsafeRawBufferPointer, to entries: UnsafeMutableBufferPointer<UInt16>) {
        let valueMask: UInt16 = (1 << UInt16(plaintextBits)) - 1
        let shift = UInt16(modulusBits - plaintextBits)
        for index in 0..<Self.entryCount {
            let bit = index * plaintextBits
            // A value may cross into the next byte; the last one never does.
            let next = unsafe bit / 8 + 1 < message.count ? UInt16(message[bit / 8 + 1]) : 0
            let window = unsafe UInt16(message[bit / 8]) | next << 8
            let value = (window >> UInt16(bit % 8)) & valueMask
            unsafe entries[index] &+= value << shift
        }
    }

    /// The plaintext value of an entry with noise below q / 2^(bits + 1): rounds to the nearest multiple of
    /// q / 2^`bits`.
    func decodeEntry(_ entry: UInt16, bits: Int) -> UInt16 {
        let half: UInt16 = 1 << UInt16(modulusBits - bits - 1)
        let rounded = (entry &+ half) & modulusMask
        return rounded >> UInt16(modulusBits - bits)
    }

    /// Reads the bit string that `addEncoded` wrote, noise removed.
    func decode(_ entries: UnsafeBufferPointer<UInt16>, into message: UnsafeMutableRawBufferPointer) {
        for index in 0..<message.count { unsafe message[index] = 0 }
        for index in 0..<Self.entryCount {
            let bit = index * plaintextBits
            let window = unsafe decodeEntry(entries[index], bits: plaintextBits) << UInt16(bit % 8)
            unsafe message[bit / 8] |= UInt8(truncatingIfNeeded: window)
            if bit / 8 + 1 < message.count {
                unsafe message[bit / 8 + 1] |= UInt8(truncatingIfNeeded: window >> 8)
            }
        }
    }
}
