internal import LWECore
internal import TFHEKernelInterface

/// Keys and an accumulator of noise, for kernels whose time does not depend on values.
@safe
struct ProductWorkload {
    let set: TFHEParameters
    private let kernels: any TorusKernelSet
    private let shape: GadgetShape
    private let key: KernelMemory<Double>
    private let accumulator: KernelMemory<UInt64>
    private let sum: KernelMemory<UInt64>
    private let rotations: KernelMemory<UInt32>
    private let workspace: RotationWorkspace
    private let stepCount: Int

    /// A workload with the first `stepCount` steps of a key of `set`.
    init(_ set: TFHEParameters, stepCount: Int) throws(BenchmarkError) {
        guard let kernels = VectorLevel.best.torusKernels(polynomialSize: set.polynomialSize) else {
            throw BenchmarkError("no kernel for \(set.polynomialSize) coefficients")
        }
        self.set = set
        self.kernels = kernels
        self.stepCount = stepCount
        shape = GadgetShape(
            polynomialCount: set.glweDimension + 1, levelCount: set.bootstrap.levelCount,
            baseLog: set.bootstrap.baseLog)
        key = KernelMemory(keyOf: stepCount * kernels.stepDoubleCount(shape))
        let words = (set.polynomialSize + accumulatorTailCount) * (set.glweDimension + 1)
        accumulator = KernelMemory(count: words) { $0 << 11 }
        sum = KernelMemory(count: words) { $0 << 11 }
        let modulus = UInt64(2 * set.polynomialSize)
        rotations = KernelMemory(count: stepCount) { UInt32(1 + $0 % (modulus - 1)) }
        workspace = RotationWorkspace(polynomialSize: set.polynomialSize, shape: shape)
    }

    /// Rotates through all steps, the accumulator being of the set's words.
    func rotate() {
        let masks = unsafe UnsafePointer(rotations.pointer)
        unsafe withUnsafePointer(to: masks) { masks in
            if set.modulusBits == 32 {
                let words = unsafe UnsafeMutableRawPointer(accumulator.pointer).assumingMemoryBound(
                    to: UInt32.self)
                unsafe withUnsafePointer(to: words) {
                    unsafe kernels.rotate(
                        $0, masks: masks, count: 1, stepCount: stepCount, key: key.pointer, shape, workspace)
                }
            } else {
                unsafe withUnsafePointer(to: accumulator.pointer) {
                    unsafe kernels.rotate(
                        $0, masks: masks, count: 1, stepCount: stepCount, key: key.pointer, shape, workspace)
                }
            }
        }
    }

    /// One external product with the first step.
    func multiply() {
        if set.modulusBits == 32 {
            unsafe kernels.addExternalProduct(
                UnsafeRawPointer(accumulator.pointer).assumingMemoryBound(to: UInt32.self),
                to: UnsafeMutableRawPointer(sum.pointer).assumingMemoryBound(to: UInt32.self),
                key: key.pointer, shape, workspace)
        } else {
            unsafe kernels.addExternalProduct(
                accumulator.pointer, to: sum.pointer, key: key.pointer, shape, workspace)
        }
    }
}

/// A key switch of a set, digits and rows of noise.
@safe
struct SwitchWorkload {
    private let set: TFHEParameters
    private let kernels = VectorLevel.best.switchKernels
    private let input: KernelMemory<UInt64>
    private let digits: KernelMemory<UInt64>
    private let key: KernelMemory<UInt64>
    private let result: KernelMemory<UInt64>
    private let tileCount: Int

    init(_ set: TFHEParameters) {
        self.set = set
        let columnsPerTile = switchTileByteCount / (set.switchingWordBits / 8)
        tileCount = (set.lweDimension + columnsPerTile) / columnsPerTile
        let rowCount = set.bigDimension * set.keySwitch.levelCount
        input = KernelMemory(count: set.bigDimension) { $0 << 11 }
        digits = KernelMemory(count: rowCount) { $0 }
        key = KernelMemory(count: rowCount * tileCount * switchTileByteCount / 8) { $0 << 11 }
        result = KernelMemory(count: tileCount * switchTileByteCount / 8) { $0 }
    }

    /// Digits of all masks, then all rows.
    func run() {
        let (levels, base) = (set.keySwitch.levelCount, set.keySwitch.baseLog)
        let rowCount = set.bigDimension * levels
        if set.switchingWordBits == 64 {
            unsafe kernels.decompose(
                input.pointer, count: set.bigDimension, levelCount: levels, baseLog: base, to: digits.pointer,
                stride: 1)
            unsafe kernels.subtractRows(
                digits.pointer, rowCount: rowCount, key: key.pointer, tileCount: tileCount,
                from: result.pointer)
            return
        }
        let narrow = unsafe UnsafeMutableRawPointer(digits.pointer).assumingMemoryBound(to: UInt32.self)
        if set.modulusBits == 64 {
            unsafe kernels.decompose(
                input.pointer, count: set.bigDimension, levelCount: levels, baseLog: base, to: narrow,
                stride: 1)
        } else {
            unsafe kernels.decompose(
                UnsafeRawPointer(input.pointer).assumingMemoryBound(to: UInt32.self), count: set.bigDimension,
                levelCount: levels, baseLog: base, to: narrow, stride: 1)
        }
        unsafe kernels.subtractRows(
            narrow, rowCount: rowCount,
            key: UnsafeRawPointer(key.pointer).assumingMemoryBound(to: UInt32.self), tileCount: tileCount,
            from: UnsafeMutableRawPointer(result.pointer).assumingMemoryBound(to: UInt32.self))
    }
}
