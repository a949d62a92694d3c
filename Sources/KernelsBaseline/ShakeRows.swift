/// Rows of the public matrix: row i is SHAKE128(u16le(i) || seed), as 16-bit words.
///
/// One row per lane; all data are public.
///
/// - Parameters:
///   - seed: 16 bytes.
///   - firstRow: number of the first row, so that all numbers are below 2^16.
///   - rowCount: any number of rows.
///   - columns: words in a row, a multiple of 4.
///   - entries: `rowCount × columns` words, overwritten.
public func shakeRows(
    seed: UnsafeRawPointer, firstRow: Int, rowCount: Int, columns: Int,
    into entries: UnsafeMutablePointer<UInt16>
) {
    let first = unsafe seed.loadUnaligned(as: UInt64.self)
    let second = unsafe seed.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let lanes = States.scalarCount
    unsafe withUnsafeTemporaryAllocation(of: States.self, capacity: rateWords) { block in
        guard let block = block.baseAddress else { return }
        for row in stride(from: 0, to: rowCount, by: lanes) {
            var numbers = States.zero
            for lane in 0..<lanes { numbers[lane] = UInt64(firstRow + row + lane) & 0xFFFF }
            // 18 bytes of message, then the padding of SHAKE: 0x1F, and the highest bit of the rate.
            var states = KeccakStates()
            states.w00 = numbers ^ States(repeating: first << 16)
            states.w10 = States(repeating: first >> 48 | second << 16)
            states.w20 = States(repeating: second >> 48 | 0x1F << 16)
            states.w04 = States(repeating: 1 << 63)
            unsafe squeeze(
                &states, block, rows: min(lanes, rowCount - row), wordCount: columns / 4,
                into: entries + row * columns)
        }
    }
}

/// 64-bit words that SHAKE128 gives per permutation.
private let rateWords = 21

@inline(__always)
private func squeeze(
    _ states: inout KeccakStates, _ block: UnsafeMutablePointer<States>, rows: Int, wordCount: Int,
    into entries: UnsafeMutablePointer<UInt16>
) {
    let output = UnsafeMutableRawPointer(entries)
    let lanes = States.scalarCount
    var done = 0
    while done < wordCount {
        states.permute()
        unsafe states.storeRate(block)
        let words = unsafe UnsafeRawPointer(block).assumingMemoryBound(to: UInt64.self)
        let count = min(rateWords, wordCount - done)
        for row in 0..<rows {
            let target = unsafe output + 8 * (row * wordCount + done)
            for word in 0..<count {
                unsafe target.storeBytes(
                    of: words[word * lanes + row], toByteOffset: 8 * word, as: UInt64.self)
            }
        }
        done += count
    }
}
