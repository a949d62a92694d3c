/// Public-key encryption to the holder of a compute key: ring LWE, a public key of two polynomials.
///
/// Encrypts a list as one ciphertext (a·r + e₁, b·r + e₂ + m) with r binary; each element is then cast by a key switch.
public struct CompactPublicKeyParameters: Hashable, Sendable {
    /// A key switch out of the encryption key.
    public struct Cast: Hashable, Sendable {
        /// Which compute key it leads to: `small` wants one bootstrap more to reach the big one.
        public var target: LatticeKey.Role
        /// Its decomposition.
        public var gadget: Gadget

        /// A cast.
        public init(to target: LatticeKey.Role, _ gadget: Gadget) {
            self.target = target
            self.gadget = gadget
        }
    }

    /// Its name, unique in the catalogue.
    public var name: String
    /// Degree of the ring, and dimension of the key.
    public var dimension: Int
    /// log2 q.
    public var modulusBits: Int
    /// Noise of the public key and of encryptions.
    public var noise: NoiseDistribution
    /// Where ciphertexts can be cast to.
    public var casts: [Cast]

    /// Its only key.
    public var key: LatticeKey {
        LatticeKey(.compact, dimension: dimension, modulusBits: modulusBits, noise: noise)
    }

    /// Bytes of the public key, its mask as a seed of 16 bytes.
    public var publicKeyByteCount: Int { modulusBits / 8 * dimension + 16 }
    /// Bytes of one list of up to `dimension` elements.
    public func ciphertextByteCount(elementCount: Int) -> Int { modulusBits / 8 * (dimension + elementCount) }
}

/// A bootstrap into a wider modulus that leaves so little noise that a threshold of parties can hide what is left.
public struct NoiseSquashingParameters: Hashable, Sendable {
    /// Its name, unique in the catalogue.
    public var name: String
    /// n of the small key that it starts from.
    public var inputDimension: Int
    /// k.
    public var glweDimension: Int
    /// N.
    public var polynomialSize: Int
    /// log2 q: 128, more than a double's product holds.
    public var modulusBits: Int
    /// Fresh noise under the wide key.
    public var noise: NoiseDistribution
    /// Decomposition of the bootstrap.
    public var bootstrap: Gadget
    /// How the words of its input become rotations.
    public var modulusSwitch: TFHEParameters.ModulusSwitch
    /// How its results are packed.
    public var packing: PackingParameters

    /// The wide key.
    public var key: LatticeKey {
        LatticeKey(
            .squashing, dimension: glweDimension * polynomialSize, modulusBits: modulusBits, noise: noise)
    }

    /// Bytes of its bootstrapping key in the Fourier domain, two doubles for each number.
    public var bootstrappingKeyByteCount: Int {
        16 * inputDimension * bootstrap.levelCount * (glweDimension + 1) * (glweDimension + 1)
            * polynomialSize
    }
}

/// A key switch that packs many LWE ciphertexts into one GLWE ciphertext, which is then rounded to fewer bits.
public struct PackingParameters: Hashable, Sendable {
    /// k.
    public var glweDimension: Int
    /// N.
    public var polynomialSize: Int
    /// log2 q.
    public var modulusBits: Int
    /// Fresh noise of the packing key.
    public var noise: NoiseDistribution
    /// Decomposition of the key switch.
    public var keySwitch: Gadget
    /// Ciphertexts per GLWE ciphertext, at most N.
    public var count: Int
    /// Bits of a word as stored; `modulusBits` where it is not rounded.
    public var storedBits: Int

    /// The key that is packed under.
    public var key: LatticeKey {
        LatticeKey(
            .packing, dimension: glweDimension * polynomialSize, modulusBits: modulusBits, noise: noise)
    }

    /// Bytes of one full packed ciphertext.
    public var packedByteCount: Int { (storedBits * (glweDimension * polynomialSize + count) + 7) / 8 }
    /// Bytes of the packing key from dimension `inputDimension`.
    public func keyByteCount(inputDimension: Int) -> Int {
        modulusBits / 8 * keySwitch.levelCount * inputDimension * (glweDimension + 1) * polynomialSize
    }
}

/// Compression of lists: pack, round, store; a bootstrap brings each element back.
public struct ListCompressionParameters: Hashable, Sendable {
    /// Its name, unique in the catalogue.
    public var name: String
    /// How lists are packed.
    public var packing: PackingParameters
    /// Decomposition of the bootstrap that starts from the packing key and leads back to the big key.
    public var bootstrap: Gadget
}
