internal import Glibc
internal import LWECore
internal import RequestLanguage

extension ParameterSheet {
    var json: JSON {
        var members: [(String, JSON)] = [
            ("name", .text(name)), ("accepted", JSON(.bool(isAccepted))),
            ("refusals", .list(refusals.map { .text("\($0)") })),
            ("keys", .list(strengths.map(Self.json))),
        ]
        switch subject {
        case .set(let check): members += Self.members(check)
        case .companion(_, let budget, let set):
            members += [("beside", .text(set.name)), ("steps", .list(budget.steps.map(Self.json)))]
        case .key: break
        }
        return .object(members)
    }

    private static func json(_ strength: KeyStrength) -> JSON {
        .object([
            ("role", .text(strength.key.role.rawValue)), ("dimension", .count(strength.dimension)),
            ("modulus_log2", .decimal(strength.key.modulusLog2)),
            ("deviation_log2", .decimal(strength.deviationLog2)), ("bits", .decimal(strength.bits)),
            ("bits_is_lower_bound", JSON(.bool(strength.isLowerBound))),
            ("primal_bits", .decimal(strength.primalBits ?? .nan)),
            ("primal_bits_adjusted", .decimal(strength.adjustedPrimalBits ?? .nan)),
            ("primal_block_size", strength.primal.map { .count($0.blockSize) } ?? JSON(.null)),
        ])
    }

    private static func json(_ step: CompanionBudget.Step) -> JSON {
        .object([
            ("name", .text(step.name)), ("deviation_log2", .decimal(log2(step.variance) / 2)),
            ("failure_log2", .decimal(step.failureLog2 ?? .nan)),
        ])
    }

    private static func members(_ check: ParameterCheck) -> [(String, JSON)] {
        let (set, noise, cost) = (check.set, check.noise, CostEstimate(check.set))
        func deviation(_ variance: Double) -> JSON { .decimal(log2(variance) / 2) }
        return [
            ("parameters", set.fileJSON),
            (
                "deviation_log2",
                .object([
                    ("bootstrap", deviation(noise.bootstrap)), ("key_switch", deviation(noise.keySwitch)),
                    ("modulus_switch", deviation(noise.modulusSwitch)), ("total", deviation(noise.total)),
                ])
            ),
            (
                "operations",
                .list(
                    set.operations.map {
                        .object([
                            ("name", .text($0.name)),
                            ("failure_log2", .decimal(noise.failureLog2(of: $0, in: set))),
                        ])
                    })
            ),
            ("failure_log2", .decimal(check.failureLog2)),
            ("failure_source", .text(check.failureSource.rawValue)),
            (
                "bytes",
                .object([
                    ("ciphertext", .count(set.ciphertextByteCount)),
                    ("bootstrapping_key", .count(set.bootstrappingKeyByteCount)),
                    ("key_switching_key", .count(set.keySwitchingKeyByteCount)),
                    (
                        "seeded",
                        .count(set.seededBootstrappingKeyByteCount + set.seededKeySwitchingKeyByteCount)
                    ),
                ])
            ),
            (
                "estimated_us",
                .object([
                    ("blind_rotation", .decimal(cost.blindRotation)),
                    ("key_switch", .decimal(cost.keySwitch)),
                    ("total", .decimal(cost.total)),
                ])
            ),
        ]
    }
}
