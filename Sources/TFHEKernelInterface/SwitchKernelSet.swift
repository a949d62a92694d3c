/// The kernels of a key switch for one instruction set.
///
/// A key is cut into tiles of 256 bytes of columns, [tile][row][256 bytes], aligned to 64 bytes; results are whole tiles
/// too, aligned alike.
public protocol SwitchKernelSet: Sendable {
    /// Writes signed digits of `count` words, the most significant level of each first, `stride` apart.
    func decompose(
        _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt32>, stride: Int
    )

    /// The same with 64-bit digits.
    func decompose(
        _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt64>, stride: Int
    )

    /// The same of 32-bit words.
    func decompose(
        _ words: UnsafePointer<UInt32>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt32>, stride: Int
    )

    /// `result −= Σ_r digits[r] · row_r` modulo 2^32; tiles of 64 columns.
    func subtractRows(
        _ digits: UnsafePointer<UInt32>, rowCount: Int, key: UnsafePointer<UInt32>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt32>
    )

    /// `result −= Σ_r digits[r] · row_r` modulo 2^64; tiles of 32 columns.
    func subtractRows(
        _ digits: UnsafePointer<UInt64>, rowCount: Int, key: UnsafePointer<UInt64>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt64>
    )

    /// The first for four ciphertexts in one pass over the key; digits are [row][ciphertext], results one after
    /// the other.
    func subtractRowsOfFour(
        _ digits: UnsafePointer<UInt32>, rowCount: Int, key: UnsafePointer<UInt32>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt32>
    )
}

/// Bytes of one row within a tile of a key-switching key.
public let switchTileByteCount = 256

/// Words after each accumulator polynomial that repeat its beginning, negated.
public let accumulatorTailCount = 8
