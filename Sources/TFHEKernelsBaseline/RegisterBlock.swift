internal import CFloatLanes

// The last laneCount² points of the transform, done in registers: radix laneCount over whole vectors, a transpose,
// and the same radix again, now with one twiddle per lane.
//
// Each half is a loop of its own, over several blocks, with the points in memory between: on many processors one unit
// alone does all shuffles, and what waits for them fills the scheduler. With the next block's shuffles right behind this
// block's multiplications both are busy (middle of a product: 9,700 to 8,900 cycles).

#if EIGHT_LANES

    /// Eight points vectors, 64 points.
    struct RegisterBlock {
        var a: Point
        var b: Point
        var c: Point
        var d: Point
        var e: Point
        var f: Point
        var g: Point
        var h: Point

        @inline(__always) init(_ point: (Int) -> Point) {
            a = point(0)
            b = point(1)
            c = point(2)
            d = point(3)
            e = point(4)
            f = point(5)
            g = point(6)
            h = point(7)
        }

        @inline(__always) subscript(_ index: Int) -> Point {
            switch index {
            case 0: a
            case 1: b
            case 2: c
            case 3: d
            case 4: e
            case 5: f
            case 6: g
            default: h
            }
        }

        @inline(__always) mutating func set(_ index: Int, _ point: Point) {
            switch index {
            case 0: a = point
            case 1: b = point
            case 2: c = point
            case 3: d = point
            case 4: e = point
            case 5: f = point
            case 6: g = point
            default: h = point
            }
        }

        @inline(__always) func store(at p: UnsafeMutablePointer<Vector>) {
            a.store(at: p)
            b.store(at: p + 2)
            c.store(at: p + 4)
            d.store(at: p + 6)
            e.store(at: p + 8)
            f.store(at: p + 10)
            g.store(at: p + 12)
            h.store(at: p + 14)
        }

        /// X_t = Σ_u x_u·e^(2πi·tu/8).
        @inline(__always) var transformed: RegisterBlock {
            let r = splat(0.707_106_781_186_547_524_40)
            let even = transform4(a, c, e, g)
            let odd = transform4(b, d, f, h)
            let p = Point(odd.b.re - odd.b.im, odd.b.re + odd.b.im)
            let q = Point(odd.d.re + odd.d.im, odd.d.im - odd.d.re)
            return RegisterBlock { index in
                switch index {
                case 0: even.a + odd.a
                case 1: even.b.plus(p, times: r)
                case 2: even.c.plusTurned(odd.c)
                case 3: even.d.minus(q, times: r)
                case 4: even.a - odd.a
                case 5: even.b.minus(p, times: r)
                case 6: even.c.minusTurned(odd.c)
                default: even.d.plus(q, times: r)
                }
            }
        }

        /// Points become lanes and lanes points: 48 two-input shuffles.
        @inline(__always) var transposed: RegisterBlock {
            let re = RegisterBlock.transpose(a.re, b.re, c.re, d.re, e.re, f.re, g.re, h.re)
            let im = RegisterBlock.transpose(a.im, b.im, c.im, d.im, e.im, f.im, g.im, h.im)
            return RegisterBlock { index in
                switch index {
                case 0: Point(re.0, im.0)
                case 1: Point(re.1, im.1)
                case 2: Point(re.2, im.2)
                case 3: Point(re.3, im.3)
                case 4: Point(re.4, im.4)
                case 5: Point(re.5, im.5)
                case 6: Point(re.6, im.6)
                default: Point(re.7, im.7)
                }
            }
        }

        @inline(__always) private static func transpose(
            _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, _ e: Vector, _ f: Vector, _ g: Vector,
            _ h: Vector
        ) -> (Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector) {
            let ab0 = lanes_unpack_low(a, b)
            let ab1 = lanes_unpack_high(a, b)
            let cd0 = lanes_unpack_low(c, d)
            let cd1 = lanes_unpack_high(c, d)
            let ef0 = lanes_unpack_low(e, f)
            let ef1 = lanes_unpack_high(e, f)
            let gh0 = lanes_unpack_low(g, h)
            let gh1 = lanes_unpack_high(g, h)
            let p0 = lanes_even_pairs(ab0, cd0)
            let p1 = lanes_even_pairs(ab1, cd1)
            let p2 = lanes_odd_pairs(ab0, cd0)
            let p3 = lanes_odd_pairs(ab1, cd1)
            let q0 = lanes_even_pairs(ef0, gh0)
            let q1 = lanes_even_pairs(ef1, gh1)
            let q2 = lanes_odd_pairs(ef0, gh0)
            let q3 = lanes_odd_pairs(ef1, gh1)
            return (
                lanes_even_pairs(p0, q0), lanes_even_pairs(p1, q1), lanes_even_pairs(p2, q2),
                lanes_even_pairs(p3, q3), lanes_odd_pairs(p0, q0), lanes_odd_pairs(p1, q1),
                lanes_odd_pairs(p2, q2), lanes_odd_pairs(p3, q3)
            )
        }
    }

#else

    /// Four point vectors, 16 points.
    struct RegisterBlock {
        var a: Point
        var b: Point
        var c: Point
        var d: Point

        @inline(__always) init(_ point: (Int) -> Point) {
            a = point(0)
            b = point(1)
            c = point(2)
            d = point(3)
        }

        @inline(__always) subscript(_ index: Int) -> Point {
            switch index {
            case 0: a
            case 1: b
            case 2: c
            default: d
            }
        }

        @inline(__always) mutating func set(_ index: Int, _ point: Point) {
            switch index {
            case 0: a = point
            case 1: b = point
            case 2: c = point
            default: d = point
            }
        }

        @inline(__always) func store(at p: UnsafeMutablePointer<Vector>) {
            a.store(at: p)
            b.store(at: p + 2)
            c.store(at: p + 4)
            d.store(at: p + 6)
        }

        /// X_t = Σ_u x_u·i^(tu).
        @inline(__always) var transformed: RegisterBlock {
            let y = transform4(a, b, c, d)
            return RegisterBlock { index in
                switch index {
                case 0: y.a
                case 1: y.b
                case 2: y.c
                default: y.d
                }
            }
        }

        /// Points become lanes and lanes points: sixteen two-input shuffles.
        @inline(__always) var transposed: RegisterBlock {
            let re = RegisterBlock.transpose(a.re, b.re, c.re, d.re)
            let im = RegisterBlock.transpose(a.im, b.im, c.im, d.im)
            return RegisterBlock { index in
                switch index {
                case 0: Point(re.0, im.0)
                case 1: Point(re.1, im.1)
                case 2: Point(re.2, im.2)
                default: Point(re.3, im.3)
                }
            }
        }

        @inline(__always) private static func transpose(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector)
            -> (
                Vector, Vector, Vector, Vector
            )
        {
            let ab0 = lanes_unpack_low(a, b)
            let ab1 = lanes_unpack_high(a, b)
            let cd0 = lanes_unpack_low(c, d)
            let cd1 = lanes_unpack_high(c, d)
            return (
                lanes_even_pairs(ab0, cd0), lanes_even_pairs(ab1, cd1), lanes_odd_pairs(ab0, cd0),
                lanes_odd_pairs(ab1, cd1)
            )
        }
    }

#endif

extension RegisterBlock {
    /// Doubles of one block: real and imaginary parts of laneCount² points.
    @inline(__always) static var doubleCount: Int { 2 &* laneCount &* laneCount }
    /// Vectors of one block.
    @inline(__always) static var vectorCount: Int { 2 &* laneCount }

    /// The points stored at `p`.
    @inline(__always) init(at p: UnsafePointer<Vector>) { self.init { Point(at: p + 2 &* $0) } }

    /// The first radix of the block at `p`, by scalar twiddles.
    @inline(__always) static func first(_ p: UnsafePointer<Vector>, _ scalars: UnsafePointer<Double>)
        -> RegisterBlock
    {
        var result = RegisterBlock { _ in Point(splat(0), splat(0)) }
        splitNode(
            laneCount, { Twiddle(scalar: scalars, $0) }, { Point(at: p + 2 &* $0) }, { result.set($0, $1) })
        return result
    }

    /// The second radix, of a transposed block, by lanes of twiddles; stored at `p`.
    @inline(__always) func second(_ lanes: UnsafePointer<Vector>, to p: UnsafeMutablePointer<Vector>) {
        splitNode(
            laneCount, { Twiddle(lanes: lanes, $0) }, { self[$0] }, { $1.store(at: p + 2 &* $0) })
    }

    /// The second radix of the inverse, of swapped points.
    @inline(__always) func inverseSecond(_ lanes: UnsafePointer<Vector>, to p: UnsafeMutablePointer<Vector>) {
        splitNode(
            laneCount, { Twiddle(lanes: lanes, $0) }, { self[$0] }, { $1.swapped.store(at: p + 2 &* $0) })
    }
}
