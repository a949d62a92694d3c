internal import CFloatLanes
internal import TFHEKernelInterface

/// What can be asked of one size, without generics: an existential metatype of it dispatches in one jump, and each
/// witness calls a kernel that is specialised for its size.
protocol SizedEntries: TransformSize {
    static func makeTables() -> TwiddleTables
    static func forward(
        _ values: UnsafePointer<Double>, _ tables: TwiddleTables, to: UnsafeMutablePointer<Vector>)
    static func forward(
        _ words: UnsafePointer<UInt64>, scale: Double, _ tables: TwiddleTables,
        to: UnsafeMutablePointer<Vector>)
    static func forward(
        _ words: UnsafePointer<UInt32>, scale: Double, _ tables: TwiddleTables,
        to: UnsafeMutablePointer<Vector>)
    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables, to: UnsafeMutablePointer<Double>)
    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingTo: UnsafeMutablePointer<UInt64>)
    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingTo: UnsafeMutablePointer<UInt32>)
    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingIntegersTo: UnsafeMutablePointer<UInt64>, shift: UInt64)
    static func rotate(
        _ context: RotationContext, _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt64>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, _ key: UnsafePointer<Vector>)
    static func rotate(
        _ context: RotationContext, _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt32>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, _ key: UnsafePointer<Vector>)
    static func addProduct(
        _ context: RotationContext, _ input: UnsafePointer<UInt64>, to: UnsafeMutablePointer<UInt64>,
        _ key: UnsafePointer<Vector>)
    static func addProduct(
        _ context: RotationContext, _ input: UnsafePointer<UInt32>, to: UnsafeMutablePointer<UInt32>,
        _ key: UnsafePointer<Vector>)
}

extension SizedEntries {
    static func makeTables() -> TwiddleTables {
        TwiddleTables(first: first, second: second, third: third, laneCount: lanes_double.scalarCount)
    }

    static func forward(
        _ values: UnsafePointer<Double>, _ tables: TwiddleTables, to points: UnsafeMutablePointer<Vector>
    ) { forwardTransform(Self.self, RealSource(values: values), tables, to: points) }

    static func forward(
        _ words: UnsafePointer<UInt64>, scale: Double, _ tables: TwiddleTables,
        to points: UnsafeMutablePointer<Vector>
    ) { forwardTransform(Self.self, SignedSource(words: words, scale: scale), tables, to: points) }

    static func forward(
        _ words: UnsafePointer<UInt32>, scale: Double, _ tables: TwiddleTables,
        to points: UnsafeMutablePointer<Vector>
    ) { forwardTransform(Self.self, SignedSource(words: words, scale: scale), tables, to: points) }

    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        to values: UnsafeMutablePointer<Double>
    ) { inverseTransform(Self.self, points, tables, to: RealSink(values: values)) }

    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingTo words: UnsafeMutablePointer<UInt64>
    ) { inverseTransform(Self.self, points, tables, to: TorusSink(words: words)) }

    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingTo words: UnsafeMutablePointer<UInt32>
    ) { inverseTransform(Self.self, points, tables, to: TorusSink(words: words)) }

    static func inverse(
        _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables,
        addingIntegersTo words: UnsafeMutablePointer<UInt64>, shift: UInt64
    ) { inverseTransform(Self.self, points, tables, to: IntegerSink(words: words, shift: shift)) }

    static func rotate(
        _ context: RotationContext, _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt64>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, _ key: UnsafePointer<Vector>
    ) {
        rotateBlindly(Self.self, context, accumulators, masks: masks, count: count, stepCount: stepCount, key)
    }

    static func rotate(
        _ context: RotationContext, _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt32>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, _ key: UnsafePointer<Vector>
    ) {
        rotateBlindly(Self.self, context, accumulators, masks: masks, count: count, stepCount: stepCount, key)
    }

    static func addProduct(
        _ context: RotationContext, _ input: UnsafePointer<UInt64>, to sum: UnsafeMutablePointer<UInt64>,
        _ key: UnsafePointer<Vector>
    ) { addExternalProduct(Self.self, context, input, to: sum, key) }

    static func addProduct(
        _ context: RotationContext, _ input: UnsafePointer<UInt32>, to sum: UnsafeMutablePointer<UInt32>,
        _ key: UnsafePointer<Vector>
    ) { addExternalProduct(Self.self, context, input, to: sum, key) }
}

extension Size256: SizedEntries {}
extension Size512: SizedEntries {}
extension Size1024: SizedEntries {}
extension Size2048: SizedEntries {}
extension Size4096: SizedEntries {}
extension Size8192: SizedEntries {}
