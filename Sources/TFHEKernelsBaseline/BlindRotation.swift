internal import TFHEKernelInterface

// acc ← acc + GGSW ⊡ (X^a·acc − acc), and the loop over the key.
//
// An accumulator polynomial has N + 8 words, the last 8 being the negation of the first 8: then `laneCount` words of
// a rotated polynomial are one unaligned load under one sign, wherever they start.

/// What stays the same over the steps of a rotation.
struct RotationContext {
    let shape: GadgetShape
    let tables: TwiddleTables
    let workspace: RotationWorkspace
    /// How many accumulators share one pass over the key.
    let sharers: Int
}

/// One controlled rotation by `rotation` in 1..<2N.
///
/// The accumulator has k + 1 polynomials with tails, `key` is the Fourier GGSW of this step; the key stream asks for
/// one step's share from `ahead` on, evenly.
@inline(never)
func rotateStep<S: TransformSize, Word: TorusWord>(
    _ size: S.Type, _ context: RotationContext, _ accumulator: UnsafeMutablePointer<Word>, rotation: Int,
    _ key: UnsafePointer<Vector>, ahead: UnsafeRawPointer
) {
    let shape = context.shape
    let pitch = S.n &+ accumulatorTailCount
    let work = context.workspace.points.assumingMemoryBound(to: Vector.self)
    let tables = context.tables
    let units = (shape.inputCount &+ shape.polynomialCount) &* (S.columnCount &+ S.blockCount)
    var stream = KeyStream(
        from: ahead, byteCount: stepByteCount(size, shape) / context.sharers, unitCount: units)
    let origin = 2 &* S.n &- rotation
    var p = 0
    while p < shape.polynomialCount {
        decomposeRotated(
            size, context, accumulator + p &* pitch, origin: origin,
            to: work + p &* shape.levelCount &* S.vectorCount, &stream)
        p &+= 1
    }
    multiplyBlocks(
        size, shape, tables, work, context.workspace.block.assumingMemoryBound(to: Vector.self), key, &stream)
    p = 0
    while p < shape.polynomialCount {
        let polynomial = accumulator + p &* pitch
        let points = work + p &* S.vectorCount
        inverseInnerColumns(size, tables, points)
        inverseFirstColumns(
            size, points, tables, to: ProductSink(words: polynomial, exponent: shape.productExponent(S.n)),
            &stream)
        renewTail(polynomial, S.n)
        p &+= 1
    }
}

/// Doubles of one step's key, in bytes.
@inline(__always) func stepByteCount<S: TransformSize>(_: S.Type, _ shape: GadgetShape) -> Int {
    8 &* S.n &* shape.inputCount &* shape.polynomialCount
}

/// Copies the first words, negated, behind the last.
@inline(__always) func renewTail<Word: TorusWord>(_ polynomial: UnsafeMutablePointer<Word>, _ n: Int) {
    Word.negate(polynomial, to: polynomial + n, count: accumulatorTailCount)
}

/// Digits of (X^a − 1)·p, each through the first passes of its transform.
@inline(__always)
private func decomposeRotated<S: TransformSize, Word: TorusWord>(
    _ size: S.Type, _ context: RotationContext, _ polynomial: UnsafePointer<Word>, origin: Int,
    to work: UnsafeMutablePointer<Vector>, _ stream: inout KeyStream
) {
    let shape = context.shape
    let offset = shape.offset(Word.self)
    if shape.levelCount == 1 {
        // Half of the dropped part makes the arithmetic shift round to nearest; the digit is signed by itself.
        let source = RotatedTopDigit<Word, S>(
            polynomial: polynomial, origin: origin, signs: context.workspace.signs,
            shift: shape.shift(ofLevel: 0, Word.self),
            offset: Word(low: 1 &<< UInt64(bitPattern: Int64(Word.width &- shape.baseLog &- 1))))
        forwardFirstColumns(size, source, context.tables, to: work, &stream)
        forwardInnerColumns(size, context.tables, work)
        return
    }
    let words = context.workspace.words.assumingMemoryBound(to: Word.self)
    storeRotatedDifference(
        size, polynomial, origin: origin, signs: context.workspace.signs, offset: offset, to: words)
    decomposePrepared(size, context, words, to: work, &stream)
}

/// Digits of all levels of words to which the offset is added already.
@inline(__always)
func decomposePrepared<S: TransformSize, Word: TorusWord>(
    _ size: S.Type, _ context: RotationContext, _ words: UnsafePointer<Word>,
    to work: UnsafeMutablePointer<Vector>, _ stream: inout KeyStream
) {
    let shape = context.shape
    let half = shape.halfBase
    var level = 0
    while level < shape.levelCount {
        let source = FieldSource(
            words: words, shape: shape, level: level, mask: Word(low: half &+ half &- 1), half: Double(half))
        let points = work + level &* S.vectorCount
        forwardFirstColumns(size, source, context.tables, to: points, &stream)
        forwardInnerColumns(size, context.tables, points)
        level &+= 1
    }
}

extension FieldSource {
    @inline(__always) init(
        words: UnsafePointer<Word>, shape: GadgetShape, level: Int, mask: Word, half: Double
    ) {
        self.init(
            words: words, shift: shape.shift(ofLevel: level, Word.self), mask: mask, half: half)
    }
}

@inline(never)
private func storeRotatedDifference<S: TransformSize, Word: TorusWord>(
    _: S.Type, _ polynomial: UnsafePointer<Word>, origin: Int, signs: UnsafeRawPointer,
    offset: Word, to words: UnsafeMutablePointer<Word>
) {
    var j = 0
    while j < S.n {
        let index = origin &+ j
        Word.storeDifference(
            polynomial + (index & (S.n &- 1)), minus: polynomial + j, sign: signRow(S.self, signs, index),
            offset: offset, to: words + j)
        j &+= laneCount
    }
}

/// Adds GGSW ⊡ `input` to `accumulator`; both have k + 1 polynomials with tails, only the output's are renewed.
@inline(never)
func addExternalProduct<S: TransformSize, Word: TorusWord>(
    _ size: S.Type, _ context: RotationContext, _ input: UnsafePointer<Word>,
    to accumulator: UnsafeMutablePointer<Word>, _ key: UnsafePointer<Vector>
) {
    let shape = context.shape
    let pitch = S.n &+ accumulatorTailCount
    let work = context.workspace.points.assumingMemoryBound(to: Vector.self)
    let words = context.workspace.words.assumingMemoryBound(to: Word.self)
    let offset = shape.offset(Word.self)
    var stream = KeyStream()
    var p = 0
    while p < shape.polynomialCount {
        var j = 0
        while j < S.n {
            Word.storeSum(input + (p &* pitch &+ j), offset: offset, to: words + j)
            j &+= laneCount
        }
        decomposePrepared(
            size, context, words, to: work + p &* shape.levelCount &* S.vectorCount, &stream)
        p &+= 1
    }
    multiplyBlocks(
        size, shape, context.tables, work, context.workspace.block.assumingMemoryBound(to: Vector.self), key,
        &stream)
    p = 0
    while p < shape.polynomialCount {
        let polynomial = accumulator + p &* pitch
        let points = work + p &* S.vectorCount
        inverseInnerColumns(size, context.tables, points)
        inverseFirstColumns(
            size, points, context.tables,
            to: ProductSink(words: polynomial, exponent: shape.productExponent(S.n)),
            &stream)
        renewTail(polynomial, S.n)
        p &+= 1
    }
}

/// Rotates one or several accumulators by their masks, key-major: each takes step i before any takes step i + 1.
///
/// There are `count` accumulators of k + 1 polynomials with tails, and for each `stepCount` rotations below 2N; zeros
/// are skipped (they are public).
@inline(never)
func rotateBlindly<S: TransformSize, Word: TorusWord>(
    _ size: S.Type, _ context: RotationContext, _ accumulators: UnsafePointer<UnsafeMutablePointer<Word>>,
    masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, _ key: UnsafePointer<Vector>
) {
    let stepBytes = stepByteCount(size, context.shape)
    let stepVectors = stepBytes / MemoryLayout<Vector>.stride
    var step = 0
    while step < stepCount {
        let stepKey = key + step &* stepVectors
        // A batch has the whole of a step to fetch the next one; a single rotation only runs a little ahead.
        let lead = count == 1 ? KeyStream.leadByteCount : stepBytes
        let ahead = UnsafeRawPointer(stepKey) + lead
        var index = 0
        while index < count {
            let rotation = Int(masks[index][step])
            if rotation != 0 {
                rotateStep(
                    size, context, accumulators[index], rotation: rotation, stepKey,
                    ahead: ahead + index &* (stepBytes / count))
            }
            index &+= 1
        }
        step &+= 1
    }
}
