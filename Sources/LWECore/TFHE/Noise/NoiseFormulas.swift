internal import Glibc

/// Variances that operations add, relative to the squared modulus; `B = 2^β`, keys binary.
///
/// The formulas and the fit for the transform of tfhe-rs are those of its parameter generation (1.7.0).
public enum NoiseFormulas {
    /// Whose transform rounds.
    public enum Transform: Hashable, Sendable {
        /// Exact: number-theoretic.
        case exact
        /// The fit to the transform of tfhe-rs.
        case peer
        /// This engine's, measured alone (`TransformNoiseTests`): the largest of all instruction sets and shapes.
        case ours

        /// The constant of the fit.
        var factor: Double {
            switch self {
            case .exact: 0
            case .peer: 0.00705
            case .ours: 0.0108
            }
        }
    }

    /// A key switch of ℓ levels from dimension `inputDimension`.
    ///
    /// - Parameters:
    ///   - gadget: β and ℓ.
    ///   - inputDimension: of the ciphertext that is switched.
    ///   - keyVariance: fresh noise of the key-switching key.
    ///   - modulusBits: log2 q of the input.
    ///   - outputModulusBits: log2 q' of the key and the output.
    /// - Returns: the variance that it adds.
    public static func keySwitch(
        _ gadget: Gadget, inputDimension: Int, keyVariance: Double, modulusBits: Int, outputModulusBits: Int
    ) -> Double {
        let (n, levels) = (Double(inputDimension), Double(gadget.levelCount))
        let q = exp2(-2 * Double(modulusBits))
        return levels * n * keyVariance * digitEnergy(gadget)
            + n * (q / 48 + droppedEnergy(gadget) / 24) - q / 12 + exp2(-2 * Double(outputModulusBits)) / 12
    }

    /// What rounding a switching key to words of `wordBits` bits adds to a key switch.
    ///
    /// Each row errs by (1 + n/2)/12 units of the last bit, as half of a binary key's bits meet the mask's errors, and
    /// is multiplied by a digit.
    public static func roundedSwitchingKey(
        _ gadget: Gadget, inputDimension: Int, outputDimension: Int, wordBits: Int
    ) -> Double {
        Double(gadget.levelCount * inputDimension) * digitEnergy(gadget)
            * (1 + Double(outputDimension) / 2) / 12 * exp2(-2 * Double(wordBits))
    }

    /// The rounding of n + 1 words to multiples of 1/2N.
    public static func modulusSwitch(
        _ kind: TFHEParameters.ModulusSwitch, dimension: Int, modulusBits: Int, polynomialSize: Int
    ) -> Double {
        let n = Double(dimension)
        let q = exp2(-2 * Double(modulusBits))
        let q2 = 1 / (4 * Double(polynomialSize) * Double(polynomialSize))
        return switch kind {
        case .standard: n * (q / 48 + q2 / 24) - q / 12 + q2 / 12
        case .centredMean: n * (q / 24 + q2 / 48)
        }
    }

    /// The doubles of one external product.
    public static func transform(
        _ transform: Transform, _ gadget: Gadget, glweDimension: Int, polynomialSize: Int, modulusBits: Int
    ) -> Double {
        let (k, n) = (Double(glweDimension), Double(polynomialSize))
        // Below 53 bits the word fits a double and the doubles' own 53 bits decide, relative to one turn.
        let digitBits = 2 * Double(gadget.baseLog) - 106
        let lost = max(0, Double(53 - modulusBits))
        let scale = transform == .peer ? exp2(digitBits + 2 * lost) : exp2(digitBits)
        return transform.factor * scale * pow(Double(gadget.levelCount), 1.01827) * pow(k, 1.22003)
            * pow(n, 2.22003) * pow(k + 1, 1.01827)
    }

    /// A programmable bootstrap with somebody's transform.
    public static func bootstrap(_ set: TFHEParameters, _ transform: Transform) -> Double {
        bootstrap(
            set.bootstrap, lweDimension: set.lweDimension, glweDimension: set.glweDimension,
            polynomialSize: set.polynomialSize, keyVariance: set.glweVariance, modulusBits: set.modulusBits,
            transform)
    }

    /// A programmable bootstrap of any shape.
    ///
    /// - Parameters:
    ///   - gadget: β and ℓ.
    ///   - lweDimension: n of its input, and the number of its steps.
    ///   - glweDimension: k of its output.
    ///   - polynomialSize: N.
    ///   - keyVariance: fresh noise of the bootstrapping key.
    ///   - modulusBits: log2 q.
    ///   - transform: whose transform rounds.
    /// - Returns: the variance of its output, which does not depend on its input's.
    public static func bootstrap(
        _ gadget: Gadget, lweDimension: Int, glweDimension: Int, polynomialSize: Int, keyVariance: Double,
        modulusBits: Int, _ transform: Transform
    ) -> Double {
        let (k, n) = (Double(glweDimension), Double(polynomialSize))
        let q = exp2(-2 * Double(modulusBits))
        let key = Double(gadget.levelCount) * n * (k + 1) * keyVariance * digitEnergy(gadget)
        let dropped = droppedEnergy(gadget) / 24
        let rounding = k * n / 2 * (q / 48 + dropped) + dropped - q / 24
        let fourier = Self.transform(
            transform, gadget, glweDimension: glweDimension, polynomialSize: polynomialSize,
            modulusBits: modulusBits)
        return Double(lweDimension) * (fourier + key + rounding)
    }

    /// A packing key switch of `count` ciphertexts into one GLWE ciphertext.
    public static func packingKeySwitch(
        _ gadget: Gadget, inputDimension: Int, count: Int, keyVariance: Double, modulusBits: Int
    ) -> Double {
        let n = Double(inputDimension)
        return Double(gadget.levelCount) * n * Double(count) * keyVariance * digitEnergy(gadget)
            + n / 2 * (exp2(-2 * Double(modulusBits)) / 6 + droppedEnergy(gadget) / 12)
    }

    /// Mean square of a digit, with the noise it meets: B²/12 + 1/6.
    private static func digitEnergy(_ gadget: Gadget) -> Double {
        exp2(2 * Double(gadget.baseLog)) / 12 + 1.0 / 6
    }

    /// B^(-2ℓ).
    private static func droppedEnergy(_ gadget: Gadget) -> Double {
        exp2(-2 * Double(gadget.baseLog * gadget.levelCount))
    }
}
