/// A TFHE parameter set, as data.
///
/// Keys are binary and uniform.
public struct TFHEParameters: Hashable, Sendable {
    /// What a ciphertext holds.
    public enum Plaintext: Hashable, Sendable {
        /// An integer below `messageModulus · carryModulus`, with one bit of padding above.
        case integer(messageModulus: Int, carryModulus: Int)
        /// A truth value, as ±1/8 of the torus.
        case boolean
    }
    /// Which key encrypts, and what comes first when a table is looked up.
    public enum Order: String, Hashable, Sendable {
        /// Under the big key of dimension kN: switch keys, then bootstrap.
        case keySwitchFirst = "KS-PBS"
        /// Under the small key of dimension n: bootstrap, then switch keys.
        case bootstrapFirst = "PBS-KS"
    }
    /// How the words of a ciphertext become rotations.
    public enum ModulusSwitch: String, Hashable, Sendable {
        /// Each word is rounded.
        case standard
        /// The body also takes the mean error that a binary key gives the rounding of the mask.
        case centredMean = "centred mean"
    }

    /// Its name, unique in the catalogue.
    public var name: String
    /// n, dimension of the small key.
    public var lweDimension: Int
    /// k, masks of a GLWE ciphertext.
    public var glweDimension: Int
    /// N, coefficients of a polynomial.
    public var polynomialSize: Int
    /// log2 q, 32 or 64.
    public var modulusBits: Int
    /// log2 of the modulus of small ciphertexts and of the key-switching key, 32 or 64.
    public var smallModulusBits: Int
    /// Fresh noise under the small key; TUniform in units of the small modulus.
    public var lweNoise: NoiseDistribution
    /// Fresh noise under the big key.
    public var glweNoise: NoiseDistribution
    /// Decomposition of the bootstrap.
    public var bootstrap: Gadget
    /// Decomposition of the key switch.
    public var keySwitch: Gadget
    /// What a ciphertext holds.
    public var plaintext: Plaintext
    /// Which key encrypts.
    public var order: Order
    /// How the words of a ciphertext become rotations.
    public var modulusSwitch: ModulusSwitch
    /// ν², largest squared 2-norm of the linear combination between two bootstraps.
    public var squaredNorm: Double
    /// log2 of the failure probability that the set's authors publish.
    public var publishedFailureLog2: Double?

    /// A set, field by field; `ParameterCheck` says whether it is any good.
    public init(
        name: String, lweDimension: Int, glweDimension: Int, polynomialSize: Int, modulusBits: Int,
        smallModulusBits: Int, lweNoise: NoiseDistribution, glweNoise: NoiseDistribution, bootstrap: Gadget,
        keySwitch: Gadget, plaintext: Plaintext, order: Order, modulusSwitch: ModulusSwitch,
        squaredNorm: Double, publishedFailureLog2: Double?
    ) {
        self.name = name
        self.lweDimension = lweDimension
        self.glweDimension = glweDimension
        self.polynomialSize = polynomialSize
        self.modulusBits = modulusBits
        self.smallModulusBits = smallModulusBits
        self.lweNoise = lweNoise
        self.glweNoise = glweNoise
        self.bootstrap = bootstrap
        self.keySwitch = keySwitch
        self.plaintext = plaintext
        self.order = order
        self.modulusSwitch = modulusSwitch
        self.squaredNorm = squaredNorm
        self.publishedFailureLog2 = publishedFailureLog2
    }

    /// kN, dimension of the big key.
    public var bigDimension: Int { glweDimension * polynomialSize }

    /// Half the width of a box, as a fraction of the torus: a larger error decrypts wrongly.
    public var halfBox: Double {
        switch plaintext {
        case .integer(let message, let carry): 1 / Double(4 * message * carry)
        case .boolean: 1 / 8
        }
    }

    /// The key of dimension n.
    public var smallKey: LatticeKey {
        LatticeKey(.small, dimension: lweDimension, modulusBits: smallModulusBits, noise: lweNoise)
    }

    /// The key of dimension kN.
    public var bigKey: LatticeKey {
        LatticeKey(.big, dimension: bigDimension, modulusBits: modulusBits, noise: glweNoise)
    }

    /// The same noise measured relative to 1, of the small key.
    public var lweVariance: Double { lweNoise.variance(modulusBits: smallModulusBits) }

    /// The same of the big key.
    public var glweVariance: Double { glweNoise.variance(modulusBits: modulusBits) }

    /// Bytes of the bootstrapping key in the Fourier domain: doubles, for n steps of ℓ(k + 1)² polynomials.
    public var bootstrappingKeyByteCount: Int {
        8 * lweDimension * bootstrap.levelCount * (glweDimension + 1) * (glweDimension + 1) * polynomialSize
    }

    /// Bytes of the key-switching key as the set defines it: ℓ·kN ciphertexts of n + 1 words; see `switchingWordBits`.
    public var keySwitchingKeyByteCount: Int {
        smallModulusBits / 8 * keySwitch.levelCount * bigDimension * (lweDimension + 1)
    }

    /// Bits of the words that a key switch adds up in.
    ///
    /// 32 for sets modulo 2^64 too, where rounding the switching key to them is noise below a thousandth of the key
    /// switch's own: half the key to read, which is what a key switch waits for.
    public var switchingWordBits: Int {
        guard smallModulusBits == 64, order == .keySwitchFirst else { return smallModulusBits }
        let added = NoiseFormulas.roundedSwitchingKey(
            keySwitch, inputDimension: bigDimension, outputDimension: lweDimension, wordBits: 32)
        let own = NoiseFormulas.keySwitch(
            keySwitch, inputDimension: bigDimension, keyVariance: lweVariance, modulusBits: modulusBits,
            outputModulusBits: smallModulusBits)
        return added < own / 1000 ? 32 : 64
    }

    /// Bytes of the bootstrapping key to send: only bodies, ℓ(k + 1) polynomials for each step; masks from a seed.
    public var seededBootstrappingKeyByteCount: Int {
        modulusBits / 8 * lweDimension * bootstrap.levelCount * (glweDimension + 1) * polynomialSize
    }

    /// Bytes of the key-switching key to send: one word for each of its ℓ·kN ciphertexts.
    public var seededKeySwitchingKeyByteCount: Int {
        smallModulusBits / 8 * keySwitch.levelCount * bigDimension
    }

    /// Bytes of one ciphertext between operations.
    public var ciphertextByteCount: Int {
        order == .keySwitchFirst
            ? modulusBits / 8 * (bigDimension + 1) : smallModulusBits / 8 * (lweDimension + 1)
    }
}
