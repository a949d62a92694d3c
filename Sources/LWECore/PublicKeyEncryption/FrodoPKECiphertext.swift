/// An encrypted 8 × 8 matrix, with what is known of its noise and its values.
///
/// The metadata are not secret and not authenticated: who accepts a ciphertext from elsewhere must know its sender.
public struct FrodoPKECiphertext: Equatable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// Bits of a plaintext entry.
    public let plaintextBits: Int
    /// The key it was made with.
    public let keyIdentifier: UInt64
    /// The fresh ciphertexts in it.
    public let combination: LinearCombination
    /// The values its entries can have.
    public let range: MessageRange
    /// B': 8 × n words below q, row-major.
    let mask: [UInt16]
    /// C: 8 × 8 words below q, row-major.
    let body: [UInt16]
}
