public import TFHEKernelInterface

/// The kernels of this module's instruction set for polynomials of N = 256…8192 coefficients, else nil.
public func makeTorusKernels(polynomialSize: Int) -> (any TorusKernelSet)? {
    TorusKernels(polynomialSize: polynomialSize)
}

/// Dispatches on the size, once per call.
final class TorusKernels: TorusKernelSet {
    let polynomialSize: Int
    private let size: any SizedEntries.Type
    private let tables: TwiddleTables

    var laneCount: Int { Vector.scalarCount }

    init?(polynomialSize: Int) {
        switch polynomialSize {
        case 256: size = Size256.self
        case 512: size = Size512.self
        case 1024: size = Size1024.self
        case 2048: size = Size2048.self
        case 4096: size = Size4096.self
        case 8192: size = Size8192.self
        default: return nil
        }
        self.polynomialSize = polynomialSize
        tables = size.makeTables()
    }

    private func vectors(_ p: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Vector> {
        UnsafeMutableRawPointer(p).assumingMemoryBound(to: Vector.self)
    }

    private func vectors(_ p: UnsafePointer<Double>) -> UnsafePointer<Vector> {
        UnsafeRawPointer(p).assumingMemoryBound(to: Vector.self)
    }

    // MARK: Transforms

    func forward(_ values: UnsafePointer<Double>, to points: UnsafeMutablePointer<Double>) {
        size.forward(values, tables, to: vectors(points))
    }

    func forward(
        _ words: UnsafePointer<UInt64>, scale: Double, to points: UnsafeMutablePointer<Double>
    ) { size.forward(words, scale: scale, tables, to: vectors(points)) }

    func forward(
        _ words: UnsafePointer<UInt32>, scale: Double, to points: UnsafeMutablePointer<Double>
    ) { size.forward(words, scale: scale, tables, to: vectors(points)) }

    func inverse(_ points: UnsafeMutablePointer<Double>, to values: UnsafeMutablePointer<Double>) {
        size.inverse(vectors(points), tables, to: values)
    }

    func inverse(_ points: UnsafeMutablePointer<Double>, addingTo words: UnsafeMutablePointer<UInt64>) {
        size.inverse(vectors(points), tables, addingTo: words)
    }

    func inverse(_ points: UnsafeMutablePointer<Double>, addingTo words: UnsafeMutablePointer<UInt32>) {
        size.inverse(vectors(points), tables, addingTo: words)
    }

    func inverse(
        _ points: UnsafeMutablePointer<Double>, addingIntegersTo words: UnsafeMutablePointer<UInt64>,
        shift: Int
    ) { size.inverse(vectors(points), tables, addingIntegersTo: words, shift: UInt64(shift)) }

    func multiply(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>
    ) {
        let (x, y, z) = (vectors(a), vectors(b), vectors(result))
        var v = 0
        while v < polynomialSize / laneCount {
            Point(at: x + v).times(y[v], y[v &+ 1]).store(at: z + v)
            v &+= 2
        }
    }

    // MARK: Keys

    func stepDoubleCount(_ shape: GadgetShape) -> Int {
        polynomialSize * shape.inputCount * shape.polynomialCount
    }

    func storeKeyPolynomial(
        _ points: UnsafePointer<Double>, input: Int, output: Int, _ shape: GadgetShape,
        to step: UnsafeMutablePointer<Double>
    ) {
        let source = vectors(points)
        let target = vectors(step)
        let blockCount = polynomialSize / RegisterBlock.doubleCount
        // Products come out in the unit of the accumulators' sink (`ProductSink`).
        #if EIGHT_LANES
            let scale = splat(powerOfTwo(shape.productExponent(polynomialSize)))
        #else
            let scale = splat(1)
        #endif
        for block in 0..<blockCount {
            for v in 0..<laneCount {
                let row = (block * shape.polynomialCount + output) * laneCount + v
                let point = Point(at: source + block * RegisterBlock.vectorCount + 2 * v)
                Point(point.re * scale, point.im * scale)
                    .store(at: target + 2 * (row * shape.inputCount + input))
            }
        }
    }

    // MARK: Products

    func rotate(
        _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt64>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, key: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    ) {
        let context = RotationContext(shape: shape, tables: tables, workspace: workspace, sharers: count)
        size.rotate(context, accumulators, masks: masks, count: count, stepCount: stepCount, vectors(key))
    }

    func rotate(
        _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt32>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, key: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    ) {
        let context = RotationContext(shape: shape, tables: tables, workspace: workspace, sharers: count)
        size.rotate(context, accumulators, masks: masks, count: count, stepCount: stepCount, vectors(key))
    }

    func addExternalProduct(
        _ input: UnsafePointer<UInt64>, to sum: UnsafeMutablePointer<UInt64>, key step: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    ) {
        let context = RotationContext(shape: shape, tables: tables, workspace: workspace, sharers: 1)
        size.addProduct(context, input, to: sum, vectors(step))
    }

    func addExternalProduct(
        _ input: UnsafePointer<UInt32>, to sum: UnsafeMutablePointer<UInt32>, key step: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    ) {
        let context = RotationContext(shape: shape, tables: tables, workspace: workspace, sharers: 1)
        size.addProduct(context, input, to: sum, vectors(step))
    }
}
