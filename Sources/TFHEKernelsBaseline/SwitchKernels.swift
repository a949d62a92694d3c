public import TFHEKernelInterface

/// The key switch of this module's instruction set.
public func makeSwitchKernels() -> any SwitchKernelSet { SwitchKernels() }

private struct SwitchKernels: SwitchKernelSet {
    func decompose(
        _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt32>, stride: Int
    ) {
        decomposeWords(
            words, count: count, levelCount: levelCount, baseLog: baseLog, to: digits, stride: stride)
    }

    func decompose(
        _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt64>, stride: Int
    ) {
        decomposeWords(
            words, count: count, levelCount: levelCount, baseLog: baseLog, to: digits, stride: stride)
    }

    func decompose(
        _ words: UnsafePointer<UInt32>, count: Int, levelCount: Int, baseLog: Int,
        to digits: UnsafeMutablePointer<UInt32>, stride: Int
    ) {
        decomposeWords(
            words, count: count, levelCount: levelCount, baseLog: baseLog, to: digits, stride: stride)
    }

    func subtractRows(
        _ digits: UnsafePointer<UInt32>, rowCount: Int, key: UnsafePointer<UInt32>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt32>
    ) { switchKey(digits, rowCount: rowCount, key, tileCount: tileCount, to: result) }

    func subtractRows(
        _ digits: UnsafePointer<UInt64>, rowCount: Int, key: UnsafePointer<UInt64>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt64>
    ) { switchKey(digits, rowCount: rowCount, key, tileCount: tileCount, to: result) }

    func subtractRowsOfFour(
        _ digits: UnsafePointer<UInt32>, rowCount: Int, key: UnsafePointer<UInt32>, tileCount: Int,
        from result: UnsafeMutablePointer<UInt32>
    ) { switchKeyOfFour(digits, rowCount: rowCount, key, tileCount: tileCount, to: result) }
}
