internal import Synchronization
internal import TFHEKernelInterface

/// Memory that one thread bootstraps in; pieces of ciphertexts, nothing secret.
@safe
final class BootstrapWorkspace<Word: TorusInteger>: @unchecked Sendable {
    /// Ciphertexts that share a pass over the key: more fall out of the second-level cache.
    static var batchLimit: Int { 8 }

    let rotation: RotationWorkspace
    /// `batchLimit` accumulators of (k + 1)·(N + 8) words.
    let accumulators: UnsafeMutablePointer<Word>
    /// The start of each.
    let accumulatorStarts: UnsafeMutablePointer<UnsafeMutablePointer<Word>>
    /// `batchLimit` times n + 1 rotations.
    let rotations: UnsafeMutablePointer<UInt32>
    let rotationStarts: UnsafeMutablePointer<UnsafePointer<UInt32>>
    /// Digits of four ciphertexts for the key switch, 8 bytes each.
    let digits: UnsafeMutableRawPointer
    /// Whole tiles of four small ciphertexts.
    let small: UnsafeMutableRawPointer
    let smallByteCount: Int
    /// Words of one accumulator.
    let accumulatorPitch: Int

    init(_ parameters: TFHEParameters) {
        let layout = ServerKeyLayout(parameters)
        let polynomials = parameters.glweDimension + 1
        let limit = Self.batchLimit
        rotation = RotationWorkspace(polynomialSize: parameters.polynomialSize, shape: layout.shape)
        accumulatorPitch =
            ((parameters.polynomialSize + accumulatorTailCount) * polynomials + 15) / 16 * 16
        let wordCount = limit * accumulatorPitch
        unsafe accumulators = UnsafeMutableRawPointer.allocate(
            byteCount: wordCount * MemoryLayout<Word>.stride, alignment: 64
        ).bindMemory(to: Word.self, capacity: wordCount)
        unsafe accumulatorStarts = .allocate(capacity: limit)
        let rotationCount = parameters.lweDimension + 1
        unsafe rotations = .allocate(capacity: limit * rotationCount)
        unsafe rotationStarts = .allocate(capacity: limit)
        for index in 0..<limit {
            unsafe (accumulatorStarts + index).initialize(to: accumulators + index * accumulatorPitch)
            unsafe (rotationStarts + index).initialize(to: UnsafePointer(rotations + index * rotationCount))
        }
        unsafe digits = .allocate(byteCount: 4 * 8 * layout.switchRowCount, alignment: 64)
        smallByteCount = layout.tileCount * switchTileByteCount
        unsafe small = .allocate(byteCount: 4 * smallByteCount, alignment: 64)
    }

    deinit {
        unsafe accumulators.deallocate()
        unsafe accumulatorStarts.deallocate()
        unsafe rotations.deallocate()
        unsafe rotationStarts.deallocate()
        unsafe digits.deallocate()
        unsafe small.deallocate()
    }
}

/// Workspaces that wait for a thread; as many exist as threads have bootstrapped at once.
final class WorkspacePool<Word: TorusInteger>: Sendable {
    private let parameters: TFHEParameters
    private let idle = Mutex<[BootstrapWorkspace<Word>]>([])

    init(_ parameters: TFHEParameters) { self.parameters = parameters }

    /// Lends one for the time of `body`.
    func withWorkspace(_ body: (BootstrapWorkspace<Word>) -> Void) {
        let workspace = idle.withLock { $0.popLast() } ?? BootstrapWorkspace(parameters)
        body(workspace)
        idle.withLock { $0.append(workspace) }
    }
}
