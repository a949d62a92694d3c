internal import TFHEKernelInterface

/// Evaluation keys, expanded: what computes on ciphertexts.
///
/// Public, large, read by all threads at once. Holds the bootstrapping key in the Fourier domain (n·(k + 1)²·ℓ·N doubles) and the switching key (kN·ℓ rows of n + 1
/// words): for 2_2, 60 and 31 MB.
public final class ServerKey<Word: TorusInteger>: Sendable {
    /// The parameter set.
    public let parameters: TFHEParameters
    /// The client key's number.
    public let identifier: UInt64
    /// Bootstraps that run at the same time.
    public let threadCount: Int
    let level: VectorLevel
    let layout: ServerKeyLayout
    let kernels: any TorusKernelSet
    let switchKernels: any SwitchKernelSet
    let memory: KeyMemory
    let workspaces: WorkspacePool<Word>

    /// Expands `seeded` into memory of its own: all masks, and n·(k + 1)²·ℓ transforms.
    ///
    /// - Parameters:
    ///   - seeded: from a trusted place; every value of it is a key, if perhaps a useless one.
    ///   - threadCount: 1 or more; by default the cores that this process may use.
    ///   - level: the widest instruction set to use.
    /// - Throws: `.unsupportedParameters`.
    public convenience init(
        _ seeded: SeededServerKey<Word>, threadCount: Int = Threads.available, level: VectorLevel = .best
    ) throws(LWEError) {
        let expansion = try KeyExpansion<Word>(seeded.parameters, level)
        let memory = unsafe KeyMemory(byteCount: expansion.layout.byteCount) { memory in
            unsafe expansion.expand(seeded, to: memory)
        }
        try self.init(
            seeded.parameters, identifier: seeded.identifier, memory: memory, threadCount: threadCount,
            level: level)
    }

    /// A key whose bytes lie in `memory`, in the layout of `level`.
    init(
        _ parameters: TFHEParameters, identifier: UInt64, memory: KeyMemory, threadCount: Int,
        level: VectorLevel
    ) throws(LWEError) {
        try ClientKey<Word>.expectUsable(parameters, level)
        guard let kernels = level.torusKernels(polynomialSize: parameters.polynomialSize) else {
            throw .unsupportedParameters(parameters.name)
        }
        layout = ServerKeyLayout(parameters)
        try memory.byteCount.expect(layout.byteCount, of: .publicKey)
        self.parameters = parameters
        self.identifier = identifier
        self.threadCount = max(1, threadCount)
        self.level = level
        self.kernels = kernels
        self.memory = memory
        switchKernels = level.switchKernels
        workspaces = WorkspacePool(parameters)
    }

    /// The bootstrapping key.
    var bootstrappingKey: UnsafePointer<Double> {
        unsafe memory.base.assumingMemoryBound(to: Double.self)
    }

    /// The switching key: [tile][row][256 bytes].
    var switchingKey: UnsafeRawPointer { unsafe memory.base + layout.bootstrapByteCount }
}
