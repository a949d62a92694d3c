/// The evaluation keys of one client key in the form that travels: a seed for all masks, and the bodies.
///
/// Public: whoever holds it computes on ciphertexts, and learns nothing of them. Half the size of the words it stands
/// for, and a thousandth for the switching key. `ServerKey` is the form that computes.
public struct SeededServerKey<Word: TorusInteger>: Equatable, Sendable {
    /// The parameter set.
    public let parameters: TFHEParameters
    /// The client key's number.
    public let identifier: UInt64
    /// 16 bytes, expanded by `MaskStream`.
    public let seed: [UInt8]
    /// n·(k + 1)·ℓ polynomials of N words: [step i][component c][level l], the body of a GLWE encryption of zero, plus
    /// s_i·q/B^(l+1) where c is the body, less s_i·q/B^(l+1)·S_c where c is a mask (whose words the seed fixes).
    let bootstrapBodies: [Word]
    /// kN·ℓ bodies: [coefficient][level], of encryptions of S_i·q/B^(l+1) under s.
    let switchBodies: SwitchWords
}

/// Words modulo 2^32 or 2^64, as the small ciphertexts of the set have them.
enum SwitchWords: Equatable, Sendable {
    case narrow([UInt32])
    case wide([UInt64])

    var count: Int {
        switch self {
        case .narrow(let words): words.count
        case .wide(let words): words.count
        }
    }
}
