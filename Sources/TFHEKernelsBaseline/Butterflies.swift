// Discrete Fourier transforms X_t = Σ_u x_u·e^(2πi·tu/r) of r points at once, in registers.
//
// The `twisted` forms multiply input u by the u-th twiddle before, as a node of the forward transform wants it; the
// `untwisting` forms multiply output u by it after, for the inverse. Loads and stores are closures that are always
// inlined. The odd half comes first and results are stored as they arise: that needs the fewest registers.

struct Quartet {
    var a: Point
    var b: Point
    var c: Point
    var d: Point
}

@inline(__always) func transform4(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Quartet {
    let s = a + c
    let t = a - c
    let u = b + d
    let v = b - d
    return Quartet(a: s + u, b: t.plusTurned(v), c: s - u, d: t.minusTurned(v))
}

/// Radix 8; `load` and `store` number the points.
@inline(__always) func transform8(_ load: (Int) -> Point, _ store: (Int, Point) -> Void) {
    let h = splat(0.707_106_781_186_547_524_40)
    let odd = transform4(load(1), load(3), load(5), load(7))
    let even = transform4(load(0), load(2), load(4), load(6))
    store(0, even.a + odd.a)
    store(4, even.a - odd.a)
    store(2, even.c.plusTurned(odd.c))
    store(6, even.c.minusTurned(odd.c))
    let p = Point(odd.b.re - odd.b.im, odd.b.re + odd.b.im)
    store(1, even.b.plus(p, times: h))
    store(5, even.b.minus(p, times: h))
    let q = Point(odd.d.re + odd.d.im, odd.d.im - odd.d.re)
    store(3, even.d.minus(q, times: h))
    store(7, even.d.plus(q, times: h))
}

/// Radix 16 as 4 × 4: input u = u₁ + 4·u₂, output t = t₁ + 4·t₂.
@inline(__always) func transform16(_ load: (Int) -> Point, _ store: (Int, Point) -> Void) {
    let y0 = transform4(load(0), load(4), load(8), load(12))
    let y1 = transform4(load(1), load(5), load(9), load(13))
    let y2 = transform4(load(2), load(6), load(10), load(14))
    let y3 = transform4(load(3), load(7), load(11), load(15))
    let c = splat(0.923_879_532_511_286_756_13)
    let s = splat(0.382_683_432_365_089_771_73)
    @inline(__always) func put(_ t: Int, _ x: Quartet) {
        store(t, x.a)
        store(t + 4, x.b)
        store(t + 8, x.c)
        store(t + 12, x.d)
    }
    put(0, transform4(y0.a, y1.a, y2.a, y3.a))
    put(1, transform4(y0.b, y1.b.times(c, s), y2.b.eighthTurn, y3.b.times(s, c)))
    put(2, transform4(y0.c, y1.c.eighthTurn, Point(-y2.c.im, y2.c.re), y3.c.threeEighthsTurn))
    put(3, transform4(y0.d, y1.d.times(s, c), y2.d.threeEighthsTurn, y3.d.times(-c, -s)))
}

extension Point {
    /// Times e^(2πi/8).
    @inline(__always) fileprivate var eighthTurn: Point {
        let h = splat(0.707_106_781_186_547_524_40)
        return Point((re - im) * h, (re + im) * h)
    }

    /// Times e^(2πi·3/8).
    @inline(__always) fileprivate var threeEighthsTurn: Point {
        let h = splat(0.707_106_781_186_547_524_40)
        let g = splat(-0.707_106_781_186_547_524_40)
        return Point((re + im) * g, (re - im) * h)
    }
}

/// One transform of `radix` (2, 4, 8, 16) points.
@inline(__always) func transform(_ radix: Int, _ load: (Int) -> Point, _ store: (Int, Point) -> Void) {
    switch radix {
    case 2:
        let a = load(0)
        let b = load(1)
        store(0, a + b)
        store(1, a - b)
    case 4:
        let y = transform4(load(0), load(1), load(2), load(3))
        store(0, y.a)
        store(1, y.b)
        store(2, y.c)
        store(3, y.d)
    case 8: transform8(load, store)
    default: transform16(load, store)
    }
}

/// Multiplies input u by `twiddles[u]`, then transforms.
@inline(__always) func transformTwisted(
    _ radix: Int, _ twiddles: UnsafePointer<Double>, _ load: (Int) -> Point, _ store: (Int, Point) -> Void
) {
    transform(radix, { $0 == 0 ? load(0) : load($0).times(scalar: twiddles + 2 &* $0) }, store)
}

/// Transforms, then multiplies output u by `twiddles[u]`.
@inline(__always) func transformUntwisting(
    _ radix: Int, _ twiddles: UnsafePointer<Double>, _ load: (Int) -> Point, _ store: (Int, Point) -> Void
) {
    transform(radix, load, { store($0, $0 == 0 ? $1 : $1.times(scalar: twiddles + 2 &* $0)) })
}
