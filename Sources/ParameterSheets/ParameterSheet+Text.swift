internal import Glibc
internal import LWECore

extension ParameterSheet {
    /// The sheet as text of at most 80 columns.
    public var text: String {
        var lines = [name + ": " + title, ""]
        lines += keyLines
        switch subject {
        case .set(let check): lines += Self.lines(check)
        case .companion(let companion, let budget, let set):
            lines += Self.lines(companion, budget, beside: set)
        case .key: break
        }
        lines += [""] + verdictLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        switch subject {
        case .set(let check):
            switch check.set.plaintext {
            case .boolean: "gates on truth values, \(check.set.order.rawValue)"
            case .integer(let message, let carry):
                "integers below \(message) with carries below \(carry), \(check.set.order.rawValue)"
            }
        case .companion(let companion, _, let set): "\(companion.purpose), beside \(set.name)"
        case .key: "a single key"
        }
    }

    /// Why it is refused, or that it is not.
    var verdictLines: [String] {
        isAccepted ? ["accepted"] : refusals.map { Layout.hanging("refused: ", "\($0)") }
    }

    private var keyLines: [String] {
        var lines = [
            Self.row("keys", ["dimension", "log2 q", "noise", "bits", "primal uSVP"])
        ]
        for strength in strengths {
            var primal = "none"
            if let bits = strength.primalBits, let adjusted = strength.adjustedPrimalBits {
                primal = "\(Layout.decimal(bits)) (\(Layout.decimal(adjusted)))"
            }
            lines.append(
                Self.row(
                    strength.key.role.rawValue,
                    [
                        String(strength.dimension), Layout.decimal(strength.key.modulusLog2, 0),
                        Layout.power(strength.deviationLog2),
                        (strength.isLowerBound && strength.bits > 0 ? ">=" : "")
                            + Layout.decimal(strength.bits),
                        primal,
                    ]))
        }
        return lines
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        "  " + Layout.left(name, 16)
            + zip(cells, [10, 8, 10, 9, 17]).map { Layout.right($0, $1) }.joined(separator: " ")
    }

    private static func lines(_ check: ParameterCheck) -> [String] {
        let (set, noise) = (check.set, check.noise)
        // Nothing below means anything where the shape itself is refused.
        if case .unsupported = check.refusals.first { return [] }
        var lines = [
            "",
            "  shape              n = \(set.lweDimension), k = \(set.glweDimension), N = \(set.polynomialSize)",
            line("bootstrap", "2^\(set.bootstrap.baseLog) x \(set.bootstrap.levelCount)"),
            line("key switch", "2^\(set.keySwitch.baseLog) x \(set.keySwitch.levelCount)"),
            line("modulus switch", set.modulusSwitch.rawValue),
            "", "  noise              log2 of the standard deviation, the torus being 1",
            line("bootstrap", deviation(noise.bootstrap)),
            line("key switch", deviation(noise.keySwitch)),
            line("modulus switch", deviation(noise.modulusSwitch)),
            line(
                "at the look-up",
                "\(deviation(noise.total)), with the largest norm \(Layout.decimal(set.squaredNorm.squareRoot(), 2))"
            ),
            line(
                "half a box",
                Layout.decimal(noise.halfBox / noise.total.squareRoot(), 2) + " of these deviations"),
            "", "  failure of one look-up",
        ]
        for operation in set.operations {
            lines.append(
                "    " + Layout.left(operation.name, 29)
                    + Layout.right(Layout.power(noise.failureLog2(of: operation, in: set)), 10))
        }
        if let published = set.publishedFailureLog2 {
            let which = check.failureSource == .published ? " (the worse: the verdict takes it)" : ""
            lines.append(
                "    " + Layout.left("published by its authors", 29)
                    + Layout.right(Layout.power(published), 10)
                    + which)
        }
        return lines + sizeLines(set)
    }

    private static func sizeLines(_ set: TFHEParameters) -> [String] {
        let cost = CostEstimate(set)
        let combined = set.bootstrappingKeyByteCount + set.keySwitchingKeyByteCount
        return [
            "", "  sizes",
            line("ciphertext", Layout.bytes(set.ciphertextByteCount)),
            line(
                "server key",
                "\(Layout.bytes(combined)): bootstrap \(Layout.bytes(set.bootstrappingKeyByteCount)), key switch "
                    + Layout.bytes(set.keySwitchingKeyByteCount)),
            line(
                "seeded",
                "\(Layout.bytes(set.seededBootstrappingKeyByteCount + set.seededKeySwitchingKeyByteCount)), to send"
            ),
            "", "  time               estimated, for one 4.1 GHz core with 512-bit vectors",
            line("blind rotation", Layout.duration(cost.blindRotation)),
            line("key switch", Layout.duration(cost.keySwitch)),
            line("together", Layout.duration(cost.total)),
        ]
    }

    private static func lines(
        _ companion: Companion, _ budget: CompanionBudget, beside set: TFHEParameters
    ) -> [String] {
        var lines = ["", "  noise              log2 of the standard deviation, the torus being 1"]
        for step in budget.steps {
            let failure = step.failureLog2.map { ", then fails with \(Layout.power($0))" } ?? ""
            lines.append(line(step.name, deviation(step.variance) + failure))
        }
        lines += ["", "  sizes"]
        switch companion {
        case .compactPublicKey(let parameters):
            lines += [
                line("public key", Layout.bytes(parameters.publicKeyByteCount)),
                line(
                    "full list",
                    Layout.bytes(parameters.ciphertextByteCount(elementCount: parameters.dimension))
                        + " for \(parameters.dimension) elements"),
            ]
        case .noiseSquashing(let parameters):
            lines += [
                line("bootstrap key", Layout.bytes(parameters.bootstrappingKeyByteCount))
            ]
            lines += packingLines(parameters.packing, from: parameters.key.dimension)
        case .listCompression(let parameters):
            lines += packingLines(parameters.packing, from: set.bigDimension)
        }
        return lines
    }

    private static func packingLines(_ packing: PackingParameters, from dimension: Int) -> [String] {
        [
            line("packing key", Layout.bytes(packing.keyByteCount(inputDimension: dimension))),
            line("packed list", Layout.bytes(packing.packedByteCount) + " for \(packing.count) elements"),
        ]
    }

    private static func line(_ name: String, _ value: String) -> String {
        Layout.hanging("    " + Layout.left(name, 17), value)
    }

    private static func deviation(_ variance: Double) -> String { Layout.decimal(log2(variance) / 2, 2) }
}
