internal import CLanes
internal import Glibc

/// Which instruction set the kernels use; results are the same at every level.
public enum VectorLevel: Int, CaseIterable, Comparable, Sendable {
    /// What every processor of the architecture has.
    case baseline = 0
    /// x86-64 with AVX2, FMA and BMI2.
    case avx2 = 1
    /// x86-64-v4: AVX-512 F, BW, CD, DQ, VL.
    case avx512 = 2

    /// Narrower levels come first.
    public static func < (left: VectorLevel, right: VectorLevel) -> Bool { left.rawValue < right.rawValue }

    /// The widest level of this processor.
    public static let supported: VectorLevel = {
        #if arch(x86_64)
            return VectorLevel(rawValue: Int(kms_vector_level())) ?? .baseline
        #else
            return .baseline
        #endif
    }()

    /// The widest supported level that the environment variable `KMS_VECTOR_LEVEL` (baseline, avx2, avx512) allows.
    public static let best: VectorLevel = {
        guard let value = unsafe getenv("KMS_VECTOR_LEVEL") else { return supported }
        let name = unsafe String(cString: value)
        let cap = allCases.first { "\($0)" == name }
        return min(cap ?? supported, supported)
    }()
}
