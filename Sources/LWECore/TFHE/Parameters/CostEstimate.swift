internal import Glibc

/// What one look-up should take on one core, from counts of transforms, products and key bytes.
///
/// Calibrated on the kernels with 512-bit vectors on a Zen 5 core at 4.1 GHz that streams keys from memory; in reality
/// `kms bench` decides. Good to about 15 % there (docs/parameters.md), meant to compare sets, not machines.
public struct CostEstimate: Hashable, Sendable {
    /// Microseconds of a transform of M complex points with its conversion, per M·log2 M.
    static let transformPerPoint = 6.05e-5
    /// Microseconds of one complex multiply-add.
    static let product = 1.88e-4
    /// Factor on arithmetic for what does not overlap: loads, rotations, jumps.
    static let overhead = 1.08
    /// Bytes per microsecond of a bootstrapping key that is read between arithmetic.
    static let bootstrapStream = 25_000.0
    /// Bytes per microsecond of a switching key, which is nothing but read.
    static let switchStream = 60_000.0

    /// Transforms of one blind rotation, forward and inverse.
    public let transformCount: Int
    /// Complex multiply-adds of one blind rotation.
    public let productCount: Int
    /// Microseconds of the blind rotation.
    public let blindRotation: Double
    /// Microseconds of the key switch.
    public let keySwitch: Double

    /// Microseconds of both.
    public var total: Double { blindRotation + keySwitch }

    /// The cost of one look-up with `set`.
    public init(_ set: TFHEParameters) {
        let points = set.polynomialSize / 2
        let polynomials = set.glweDimension + 1
        let levels = set.bootstrap.levelCount
        transformCount = set.lweDimension * polynomials * (levels + 1)
        productCount = set.lweDimension * polynomials * polynomials * levels * points
        let transform = Self.transformPerPoint * Double(points) * log2(Double(points))
        let arithmetic =
            Self.overhead * (Double(transformCount) * transform + Double(productCount) * Self.product)
        blindRotation = max(arithmetic, Double(set.bootstrappingKeyByteCount) / Self.bootstrapStream)
        let switchBytes = set.keySwitchingKeyByteCount / set.smallModulusBits * set.switchingWordBits
        keySwitch = Double(switchBytes) / Self.switchStream
    }
}
