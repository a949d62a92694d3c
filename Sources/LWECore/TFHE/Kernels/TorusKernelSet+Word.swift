internal import TFHEKernelInterface

// The kernels by the type of the word: a word is 32 or 64 bits wide, and pointers to it are told so.

extension TorusKernelSet {
    /// `rotate` for either word.
    func rotateWords<Word: TorusInteger>(
        _ accumulators: UnsafePointer<UnsafeMutablePointer<Word>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, key: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    ) {
        let raw = unsafe UnsafeRawPointer(accumulators)
        if Word.bitWidth == 64 {
            unsafe rotate(
                raw.assumingMemoryBound(to: UnsafeMutablePointer<UInt64>.self), masks: masks, count: count,
                stepCount: stepCount, key: key, shape, workspace)
        } else {
            unsafe rotate(
                raw.assumingMemoryBound(to: UnsafeMutablePointer<UInt32>.self), masks: masks, count: count,
                stepCount: stepCount, key: key, shape, workspace)
        }
    }

    /// `forward` for either word.
    func forwardWords<Word: TorusInteger>(
        _ words: UnsafePointer<Word>, scale: Double, to points: UnsafeMutablePointer<Double>
    ) {
        let raw = unsafe UnsafeRawPointer(words)
        if Word.bitWidth == 64 {
            unsafe forward(raw.assumingMemoryBound(to: UInt64.self), scale: scale, to: points)
        } else {
            unsafe forward(raw.assumingMemoryBound(to: UInt32.self), scale: scale, to: points)
        }
    }
}
