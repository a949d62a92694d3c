import Foundation
import Testing

@testable import LWECore

/// Sets beside the compute set, the cost model and the search.
struct CompanionTests {
    @Test(arguments: Companion.catalogue) func `has strong keys`(companion: Companion) {
        for key in companion.keys {
            #expect(KeyStrength(key).refusals == [], "\(companion.name) \(key.role)")
        }
        #expect(Companion.named(companion.name) == companion)
    }

    @Test(arguments: Companion.catalogue) func `fails less than once in 2^128`(companion: Companion) throws {
        let budget = CompanionBudget(companion, beside: .message2Carry2)
        let failures = budget.steps.compactMap(\.failureLog2)
        #expect(failures.isEmpty == false)
        #expect(failures.allSatisfy { $0 < -128 }, "\(budget.steps)")
    }

    @Test func `expresses a modulus of 128 bits`() throws {
        guard case .noiseSquashing(let set)? = Companion.named("2_2-squash128") else {
            Issue.record("no noise squashing")
            return
        }
        #expect(set.modulusBits == 128)
        #expect(set.key.dimension == 4096)
        #expect(set.bootstrappingKeyByteCount / 1_000_000 == 812)
        let budget = CompanionBudget(.noiseSquashing(set), beside: .message2Carry2)
        // 64 bits of noise below a torus of 128: room to hide it under 2^-40 of statistical distance and more.
        let squashed = try #require(budget.steps.first { $0.name == "squashed" })
        #expect(abs(log2(squashed.variance) / 2 + 63.6) < 0.1)
    }

    @Test func `stores a list in words of 12 bits`() throws {
        guard case .listCompression(let set)? = Companion.named("2_2-list") else {
            Issue.record("no compression")
            return
        }
        #expect(set.packing.packedByteCount == (1024 + 256) * 12 / 8)
        // Full carries would not survive: the formula without the shift fails.
        let budget = CompanionBudget(.listCompression(set), beside: .message2Carry2)
        let stored = try #require(budget.steps.first { $0.name == "stored" })
        #expect(FailureProbability.log2(halfBox: 1.0 / 64, variance: stored.variance) > -40)
    }

    @Test func `estimates what was measured`() {
        // Zen 5 at 4.1 GHz, milliseconds of the blind rotation; docs/parameters.md.
        let measured: [(TFHEParameters, Double)] = [
            (.message2Carry2, 3.3), (.insecureFirstLibrary, 2.35), (.booleanDefault, 4.5),
        ]
        for (set, milliseconds) in measured {
            let ratio = CostEstimate(set).blindRotation / 1000 / milliseconds
            #expect((0.85...1.15).contains(ratio), "\(set.name): \(ratio)")
        }
        #expect((430...560).contains(CostEstimate(.message2Carry2KeySwitch32).keySwitch))
    }

    @Test func `finds sets that hold what they promise`() {
        var search = ParameterSearch(replacing: .message1Carry1)
        (search.leastBits, search.failureLog2, search.resultCount) = (132, -100, 3)
        let found = search.run()
        #expect(found.count == 3)
        for set in found {
            let check = ParameterCheck(set)
            #expect(check.isAccepted, "\(check.refusals)")
            #expect(check.small.bits >= 132 && check.big.bits >= 132)
            #expect(check.failureLog2 <= -100)
            #expect(set.squaredNorm == 9 && set.plaintext == TFHEParameters.message1Carry1.plaintext)
        }
        let costs = found.map { CostEstimate($0).total }
        #expect(costs == costs.sorted())
        #expect(costs[0] < CostEstimate(.message1Carry1).total)
        search.failureLog2 = -1e6
        #expect(search.run().isEmpty)
    }
}
