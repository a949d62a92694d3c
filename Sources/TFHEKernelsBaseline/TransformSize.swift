/// The radices of one polynomial size N; the transform has N/2 = first · second · third · laneCount² points.
///
/// A type and not a number: the generic specialiser makes one copy of a kernel per size with these constants folded,
/// while constant arguments are lost as soon as the inliner declines a large body.
protocol TransformSize: Sendable {
    /// Radix of the first columns, fused with the source: 2, 4, 8 or 16.
    static var first: Int { get }
    /// Radix of the second columns, 4 or 8; 1 when there are none.
    static var second: Int { get }
    /// Radix of the third columns, 4 or 8; 1 when there are none.
    static var third: Int { get }
}

extension TransformSize {
    /// Blocks of laneCount² points that are left to the registers.
    @inline(__always) static var blockCount: Int { first &* second &* third }
    /// N/2.
    @inline(__always) static var pointCount: Int { blockCount &* laneCount &* laneCount }
    /// N.
    @inline(__always) static var n: Int { 2 &* pointCount }
    /// Vectors of one transformed polynomial.
    @inline(__always) static var vectorCount: Int { n / laneCount }
    /// Vectors of one first column: how many butterflies the first pass has.
    @inline(__always) static var columnCount: Int { pointCount / (first &* laneCount) }
}

#if EIGHT_LANES
    enum Size256: TransformSize {
        @inline(__always) static var first: Int { 2 }
        @inline(__always) static var second: Int { 1 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size512: TransformSize {
        @inline(__always) static var first: Int { 4 }
        @inline(__always) static var second: Int { 1 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size1024: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 1 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size2048: TransformSize {
        @inline(__always) static var first: Int { 16 }
        @inline(__always) static var second: Int { 1 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size4096: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 4 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size8192: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 8 }
        @inline(__always) static var third: Int { 1 }
    }
#else
    enum Size256: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 1 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size512: TransformSize {
        @inline(__always) static var first: Int { 4 }
        @inline(__always) static var second: Int { 4 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size1024: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 4 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size2048: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 8 }
        @inline(__always) static var third: Int { 1 }
    }
    enum Size4096: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 4 }
        @inline(__always) static var third: Int { 4 }
    }
    enum Size8192: TransformSize {
        @inline(__always) static var first: Int { 8 }
        @inline(__always) static var second: Int { 8 }
        @inline(__always) static var third: Int { 4 }
    }
#endif
