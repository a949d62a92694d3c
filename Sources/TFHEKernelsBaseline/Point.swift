/// As many complex numbers as a vector has lanes, real and imaginary parts apart.
struct Point {
    var re: Vector
    var im: Vector

    @inline(__always) init(_ re: Vector, _ im: Vector) {
        self.re = re
        self.im = im
    }

    /// The point stored at `p[0]` (real parts) and `p[1]` (imaginary parts).
    @inline(__always) init(at p: UnsafePointer<Vector>) { self.init(p[0], p[1]) }

    @inline(__always) func store(at p: UnsafeMutablePointer<Vector>) {
        p[0] = re
        p[1] = im
    }

    /// Real and imaginary parts exchanged.
    ///
    /// A transform of exchanged points is the inverse transform, exchanged.
    @inline(__always) var swapped: Point { Point(im, re) }

    @inline(__always) static func + (a: Point, b: Point) -> Point { Point(a.re + b.re, a.im + b.im) }
    @inline(__always) static func - (a: Point, b: Point) -> Point { Point(a.re - b.re, a.im - b.im) }

    /// `self + i·b`.
    @inline(__always) func plusTurned(_ b: Point) -> Point { Point(re - b.im, im + b.re) }

    /// `self − i·b`.
    @inline(__always) func minusTurned(_ b: Point) -> Point { Point(re + b.im, im - b.re) }

    /// `self + h·b` for real `h`.
    @inline(__always) func plus(_ b: Point, times h: Vector) -> Point {
        Point(multiplyAdd(re, b.re, h), multiplyAdd(im, b.im, h))
    }

    /// `self − h·b` for real `h`.
    @inline(__always) func minus(_ b: Point, times h: Vector) -> Point {
        Point(multiplySubtract(re, b.re, h), multiplySubtract(im, b.im, h))
    }

    @inline(__always) func times(_ wr: Vector, _ wi: Vector) -> Point {
        Point(multiplySubtract(re * wr, im, wi), multiplyAdd(im * wr, re, wi))
    }

    /// Times the scalar stored at `w[0]` (real) and `w[1]` (imaginary).
    @inline(__always) func times(scalar w: UnsafePointer<Double>) -> Point { times(splat(w[0]), splat(w[1])) }

    /// Times the point stored at `w`, lane by lane.
    @inline(__always) func times(lanes w: UnsafePointer<Vector>) -> Point { times(w[0], w[1]) }

    /// `self + x·y`.
    @inline(__always) func adding(_ x: Point, times y: Point) -> Point {
        Point(
            multiplySubtract(multiplyAdd(re, x.re, y.re), x.im, y.im),
            multiplyAdd(multiplyAdd(im, x.im, y.re), x.re, y.im))
    }
}
