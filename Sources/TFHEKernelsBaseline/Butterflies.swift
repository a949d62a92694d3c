// The polynomial Σ_u x_u·Y^u of r points at all r roots Y of Y^r = e^(2πi·node), in registers.
//
// Each level splits a node in two by butterflies a ± w·b with w = c·(1 + i·t), six multiply-adds each (`TwiddleTables`
// has the pairs). Loads and stores are closures that are always inlined; results are stored as they arise, which needs
// the fewest registers.

/// w = c·(1 + i·t).
struct Twiddle {
    let c: Vector
    let t: Vector

    @inline(__always) init(c: Vector, t: Vector) {
        self.c = c
        self.t = t
    }

    /// The `index`-th pair of scalars at `p`.
    @inline(__always) init(scalar p: UnsafePointer<Double>, _ index: Int) {
        self.init(c: splat(p[2 &* index]), t: splat(p[2 &* index &+ 1]))
    }

    /// The `index`-th pair of vectors at `p`.
    @inline(__always) init(lanes p: UnsafePointer<Vector>, _ index: Int) {
        self.init(c: p[2 &* index], t: p[2 &* index &+ 1])
    }
}

struct Pair {
    let plus: Point
    let minus: Point
}

/// a ± w·b, or a ± i·w·b where `turned`, which costs the same.
@inline(__always) func split(_ a: Point, _ b: Point, _ w: Twiddle, turned: Bool = false) -> Pair {
    let re = multiplySubtract(b.re, b.im, w.t)
    let im = multiplyAdd(b.im, b.re, w.t)
    if turned {
        return Pair(
            plus: Point(multiplySubtract(a.re, im, w.c), multiplyAdd(a.im, re, w.c)),
            minus: Point(multiplyAdd(a.re, im, w.c), multiplySubtract(a.im, re, w.c)))
    }
    return Pair(
        plus: Point(multiplyAdd(a.re, re, w.c), multiplyAdd(a.im, im, w.c)),
        minus: Point(multiplySubtract(a.re, re, w.c), multiplySubtract(a.im, im, w.c)))
}

struct Quartet {
    var a: Point
    var b: Point
    var c: Point
    var d: Point
}

/// A node of four parts; results 0 and 2, then 1 and 3 of its children.
@inline(__always) private func splitFour(
    _ x0: Point, _ x1: Point, _ x2: Point, _ x3: Point, _ first: Twiddle, turned: Bool, _ second: Twiddle,
    _ store: (Int, Point) -> Void
) {
    let even = split(x0, x2, first, turned: turned)
    let odd = split(x1, x3, first, turned: turned)
    let low = split(even.plus, odd.plus, second)
    store(0, low.plus)
    store(2, low.minus)
    let high = split(even.minus, odd.minus, second, turned: true)
    store(1, high.plus)
    store(3, high.minus)
}

/// A node of eight parts; `second` belongs to its first child, `third` and `fourth` to that one's children's levels.
@inline(__always) private func splitEight(
    _ x: (Int) -> Point, _ first: Twiddle, turned: Bool, _ second: Twiddle, _ third: Twiddle,
    _ fourth: Twiddle,
    _ store: (Int, Point) -> Void
) {
    let p0 = split(x(0), x(4), first, turned: turned)
    let p1 = split(x(1), x(5), first, turned: turned)
    let p2 = split(x(2), x(6), first, turned: turned)
    let p3 = split(x(3), x(7), first, turned: turned)
    // Children 0, 2 (a quarter turn on), each of two levels more.
    let q0 = split(p0.plus, p2.plus, second)
    let q1 = split(p1.plus, p3.plus, second)
    let r0 = split(q0.plus, q1.plus, third)
    store(0, r0.plus)
    store(4, r0.minus)
    let r2 = split(q0.minus, q1.minus, third, turned: true)
    store(2, r2.plus)
    store(6, r2.minus)
    let q2 = split(p0.minus, p2.minus, second, turned: true)
    let q3 = split(p1.minus, p3.minus, second, turned: true)
    let r1 = split(q2.plus, q3.plus, fourth)
    store(1, r1.plus)
    store(5, r1.minus)
    let r3 = split(q2.minus, q3.minus, fourth, turned: true)
    store(3, r3.plus)
    store(7, r3.minus)
}

/// A node of `radix` (2, 4, 8, 16) parts by its `radix`/2 twiddles; `load` and `store` number parts and children.
@inline(__always) func splitNode(
    _ radix: Int, _ twiddle: (Int) -> Twiddle, _ load: (Int) -> Point, _ store: (Int, Point) -> Void
) {
    switch radix {
    case 2:
        let pair = split(load(0), load(1), twiddle(0))
        store(0, pair.plus)
        store(1, pair.minus)
    case 4: splitFour(load(0), load(1), load(2), load(3), twiddle(0), turned: false, twiddle(1), store)
    case 8:
        splitEight(load, twiddle(0), turned: false, twiddle(1), twiddle(2), twiddle(3), store)
    default:
        let w = twiddle(0)
        let a0 = split(load(0), load(8), w)
        let a1 = split(load(1), load(9), w)
        let a2 = split(load(2), load(10), w)
        let a3 = split(load(3), load(11), w)
        let a4 = split(load(4), load(12), w)
        let a5 = split(load(5), load(13), w)
        let a6 = split(load(6), load(14), w)
        let a7 = split(load(7), load(15), w)
        splitEight(
            { u in
                switch u {
                case 0: a0.plus
                case 1: a1.plus
                case 2: a2.plus
                case 3: a3.plus
                case 4: a4.plus
                case 5: a5.plus
                case 6: a6.plus
                default: a7.plus
                }
            }, twiddle(1), turned: false, twiddle(2), twiddle(4), twiddle(6), { store(2 &* $0, $1) })
        splitEight(
            { u in
                switch u {
                case 0: a0.minus
                case 1: a1.minus
                case 2: a2.minus
                case 3: a3.minus
                case 4: a4.minus
                case 5: a5.minus
                case 6: a6.minus
                default: a7.minus
                }
            }, twiddle(1), turned: true, twiddle(3), twiddle(5), twiddle(7), { store(2 &* $0 &+ 1, $1) })
    }
}

/// X_t = Σ_u x_u·i^(tu).
@inline(__always) func transform4(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Quartet {
    let s = a + c
    let t = a - c
    let u = b + d
    let v = b - d
    return Quartet(a: s + u, b: t.plusTurned(v), c: s - u, d: t.minusTurned(v))
}
