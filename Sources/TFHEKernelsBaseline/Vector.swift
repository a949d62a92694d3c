internal import CFloatLanes

// One register of doubles: eight with AVX-512, four elsewhere (`CFloatLanes.h` says which).

/// Doubles side by side.
typealias Vector = lanes_double
/// 64-bit torus words side by side.
typealias Words64 = lanes_uint64
/// 32-bit torus words side by side.
typealias Words32 = lanes_uint32

/// How many coefficients a vector holds.
let laneCount = Vector.scalarCount

@inline(__always) func + (a: Vector, b: Vector) -> Vector { lanes_add(a, b) }
@inline(__always) func - (a: Vector, b: Vector) -> Vector { lanes_sub(a, b) }
@inline(__always) func * (a: Vector, b: Vector) -> Vector { lanes_mul(a, b) }
@inline(__always) prefix func - (a: Vector) -> Vector { lanes_neg(a) }
@inline(__always) func splat(_ x: Double) -> Vector { lanes_splat(x) }

/// `c + a·b`.
@inline(__always) func multiplyAdd(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector { lanes_fma(c, a, b) }

/// `c − a·b`.
@inline(__always) func multiplySubtract(_ c: Vector, _ a: Vector, _ b: Vector) -> Vector {
    lanes_fnma(c, a, b)
}

@inline(__always) func loadVector(_ p: UnsafePointer<Double>) -> Vector {
    UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

@inline(__always) func storeVector(_ v: Vector, _ p: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(p).storeBytes(of: v, as: Vector.self)
}
