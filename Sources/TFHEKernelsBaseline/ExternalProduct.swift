internal import TFHEKernelInterface

// The fused middle of an external product: between the columns, everything happens block by block in registers.

/// How many decomposed polynomials a product sums; a type, so that the sum is unrolled.
protocol TermCount {
    /// The count; 0 when it is known at run time only.
    static var fixed: Int { get }
}
enum AnyTerms: TermCount { @inline(__always) static var fixed: Int { 0 } }
enum TwoTerms: TermCount { @inline(__always) static var fixed: Int { 2 } }
enum FourTerms: TermCount { @inline(__always) static var fixed: Int { 4 } }

/// For each block: transform it for every input, multiply by the key and sum for every output, transform back.
///
/// `work` has `inputs` polynomials after the columns, then `outputs` polynomials before the inverse columns; `scratch`
/// has one block per input; `key` is one step, [block][output][point vector][input] of (re, im), read in sequence.
@inline(never)
func multiplyBlocks<S: TransformSize, T: TermCount>(
    _: S.Type, _: T.Type, inputs: Int, outputs: Int, _ tables: TwiddleTables,
    _ work: UnsafeMutablePointer<Vector>, _ scratch: UnsafeMutablePointer<Vector>,
    _ key: UnsafePointer<Vector>,
    _ stream: inout KeyStream
) {
    let inputCount = T.fixed == 0 ? inputs : T.fixed
    let blockVectors = RegisterBlock.vectorCount
    var keyBlock = key
    var block = 0
    while block < S.blockCount {
        let at = block &* blockVectors
        let scalars = tables.blockScalars + block &* laneCount
        let lanes = tables.blockVectors + block &* laneCount
        let inverseLanes = tables.inverseBlockVectors
        var input = 0
        while input < inputCount {
            RegisterBlock.first(work + (input &* S.vectorCount &+ at), scalars)
                .store(at: scratch + input &* blockVectors)
            input &+= 1
        }
        input = 0
        while input < inputCount {
            let p = scratch + input &* blockVectors
            RegisterBlock(at: p).transposed.second(lanes, to: p)
            stream.tick()
            input &+= 1
        }
        var output = 0
        while output < outputs {
            RegisterBlock { v in
                let k = keyBlock + 2 &* v &* inputCount
                let x = scratch + 2 &* v
                var sum = Point(at: x).times(k[0], k[1])
                var input = 1
                while input < inputCount {
                    sum = sum.adding(Point(at: x + input &* blockVectors), times: Point(at: k + 2 &* input))
                    input &+= 1
                }
                return sum.swapped
            }.transformed.store(at: work + (output &* S.vectorCount &+ at))
            keyBlock += blockVectors &* inputCount
            output &+= 1
        }
        output = 0
        while output < outputs {
            let p = work + (output &* S.vectorCount &+ at)
            RegisterBlock(at: p).transposed.inverseSecond(inverseLanes, to: p)
            stream.tick()
            output &+= 1
        }
        block &+= 1
    }
}

/// Chooses the unrolled form.
@inline(__always)
func multiplyBlocks<S: TransformSize>(
    _ size: S.Type, _ shape: GadgetShape, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>,
    _ scratch: UnsafeMutablePointer<Vector>, _ key: UnsafePointer<Vector>, _ stream: inout KeyStream
) {
    let inputs = shape.inputCount
    let outputs = shape.polynomialCount
    switch inputs {
    case 2:
        multiplyBlocks(
            size, TwoTerms.self, inputs: inputs, outputs: outputs, tables, work, scratch, key, &stream)
    case 4:
        multiplyBlocks(
            size, FourTerms.self, inputs: inputs, outputs: outputs, tables, work, scratch, key, &stream)
    default:
        multiplyBlocks(
            size, AnyTerms.self, inputs: inputs, outputs: outputs, tables, work, scratch, key, &stream)
    }
}
