import LWECore
import RequestLanguage
import SecretMemory
import SystemDescription
import Testing
import Vault

@testable import ProtectionDomains

struct ComputationPlanTests {
    private func ciphertext(_ id: UInt64, _ type: EncryptedType) -> VaultEntry {
        var entry = keyEntry(id, set: "TFHE-2_2-ks32", purpose: "computation")
        entry.kind = .ciphertext
        entry.type = type.rawValue
        return entry
    }

    @Test func `compiles names to numbers, in the order of their first use`() throws {
        let computation = Computation(
            steps: [
                .init("t", "add", [.handle("b"), .handle("a")]), .init("p", "mul", [.step(0), .handle("b")]),
                .init("l", "lt", [.step(1), .clear(7)]),
            ], results: [.init(step: 2, handle: "x"), .init(step: 1, handle: "y")])
        let made = try ComputationPlan.make(computation, [ciphertext(9, .uint8), ciphertext(4, .uint8)])
        #expect(made.plan.inputs == [9, 4])
        #expect(
            made.plan.circuit
                == Circuit([
                    .init(.add, [.value(0), .value(1)]), .init(.mul, [.value(2), .value(0)]),
                    .init(.lt, [.value(3), .constant(7)]),
                ]))
        #expect(made.plan.results == [2, 1] && made.results == [.bool, .uint8])
    }

    @Test func `the largest one that the reader lets through fits the job region`() throws {
        let table = Array(repeating: Int128(UInt64.max), count: 256)
        var steps = (0..<Computation.tableLimit).map {
            Computation.Step("t\($0)", "table", [.handle("h\($0)")], type: "uint64", table: table)
        }
        let operands = (0..<Computation.operandLimit).map { _ in Computation.Operand.clear(Int128(Int64.min))
        }
        steps += (steps.count..<Computation.stepLimit).map {
            Computation.Step("s\($0)", "add_overflows", operands)
        }
        let circuit = Circuit(
            steps.map { step in
                Circuit.Step(
                    IntegerOperation(rawValue: step.operation) ?? .add,
                    step.operands.map {
                        if case .clear(let value) = $0 { .constant(value) } else { .value(0) }
                    },
                    type: step.type.flatMap(EncryptedType.init), table: step.table)
            })
        let plan = ComputationPlan(
            inputs: Array(0..<UInt64(Computation.stepLimit * Computation.operandLimit)), circuit: circuit,
            results: Array(0..<Computation.resultLimit))
        var entry = keyEntry()
        entry.name = String(repeating: "n", count: 129)
        entry.allowed = Array(repeating: String(repeating: "c", count: 64), count: 16)
        let job = Job(number: 1, task: .compute(entry, plan))
        let region = try #require(
            try shippedSystem("pd.system.xml").memoryRegions.first { $0.name == "job_mem" })
        #expect(job.payload.count + MessageHeader.byteCount <= region.byteCount)
        #expect(try Job(payload: job.payload) == job)
    }

    @Test func `random numbers get fresh seeds, and count each`() throws {
        let computation = Computation(
            steps: [
                .init("r", "random", [], type: "uint8"), .init("q", "random", [], type: "uint8"),
                .init("x", "add", [.step(0), .handle("a")]), .init("y", "add", [.step(1), .step(2)]),
            ], results: [.init(step: 3, handle: "x")])
        let made = try ComputationPlan.make(computation, [ciphertext(9, .uint8)])
        #expect(made.results == [.uint8])
        let job = Job(number: 1, task: .compute(keyEntry(), made.plan))
        #expect(try Job(payload: job.payload) == job)
        let count = try made.plan.circuit.lookUpCount(
            inputs: made.inputs, .message2Carry2KeySwitch32, threadCount: 1)
        #expect(count == 4 + 4 + 7 + 7)
        let entropy = try SeededEntropy(seed: 1, stream: "seeds")
        let seeds = (0..<2).flatMap { _ in
            made.plan.seededCircuit(using: entropy).steps.prefix(2).map(\.seed)
        }
        #expect(Set(seeds).count == 4 && seeds.allSatisfy { $0.count == 32 })
        for wrong in [
            Computation.Step("r", "random", []), .init("r", "random", [], type: "bool"),
            .init("r", "random", [.handle("a")], type: "uint8"),
        ] {
            let bad = Computation(
                steps: [wrong, .init("n", "not", [.handle("a")])], results: [.init(step: 1, handle: "x")])
            #expect(throws: RequestError.self) { try ComputationPlan.make(bad, [ciphertext(9, .uint8)]) }
        }
    }

    @Test func `damaged ones never trap`() throws {
        let plan = ComputationPlan(
            inputs: [3, 4],
            circuit: Circuit([
                .init(.sum, [.value(0), .value(1), .constant(-1)]),
                .init(.table, [.value(2)], type: .int8, table: Array(repeating: 3, count: 256)),
            ]), results: [0, 1])
        let payload = Job(number: 1, task: .compute(keyEntry(), plan)).payload
        for index in payload.indices where index < 400 || index % 97 == 0 {
            for value in [UInt8(0), 1, 0x7f, 0x80, 0xff] {
                var damaged = payload
                damaged[index] = value
                if case .compute(_, let plan)? = (try? Job(payload: damaged))?.task {
                    _ = try? plan.circuit.validate(inputs: [.int8, .int8])
                    #expect(plan.results.allSatisfy { $0 < plan.circuit.steps.count })
                }
            }
            #expect(throws: MessageError.self) { try Job(payload: Array(payload[..<index])) }
        }
    }

    @Test(arguments: EncryptedType.allCases) func `patterns and values of a type are the same`(
        type: EncryptedType
    ) {
        for value in [type.range.lowerBound, type.range.lowerBound + 1, 0, 1, type.range.upperBound] {
            #expect(type.pattern(of: value).map { type.value(ofPattern: $0) } == value)
        }
        #expect(type.pattern(of: type.range.lowerBound - 1) == nil)
        #expect(type.pattern(of: type.range.upperBound + 1) == nil)
    }

    @Test func `counts look-ups without doing them`() throws {
        let set = TFHEParameters.message2Carry2KeySwitch32
        func count(
            _ operation: IntegerOperation, _ type: EncryptedType, _ operands: [Circuit.Operand],
            threads: Int = 1
        ) throws -> Int {
            try Circuit([.init(operation, operands)]).lookUpCount(
                inputs: [type, type], set, threadCount: threads)
        }
        #expect(try count(.not, .uint8, [.value(0)]) == 0)
        let add8 = try count(.add, .uint8, [.value(0), .value(1)])
        let add64 = try count(.add, .uint64, [.value(0), .value(1)])
        #expect(add8 >= 4 && add64 >= 32 && add64 < 10 * add8)
        #expect(try count(.mul, .uint8, [.value(0), .value(1)]) > add8)
        #expect(try count(.mul, .uint8, [.value(0), .constant(1)]) < add8)
        // docs/encrypted-integers.md: more cores do more, earlier.
        #expect(try count(.add, .uint64, [.value(0), .value(1)], threads: 1024) == 118)
        #expect(add64 == 63)
        // Masks that cancel leave nothing to look up; those of different ciphertexts never do.
        #expect(try count(.sub, .uint8, [.value(0), .value(0)]) == 0)
        let shifted = Circuit([
            .init(.shl, [.value(0), .constant(1)]), .init(.sub, [.value(2), .value(1)]),
        ])
        #expect(try shifted.lookUpCount(inputs: [.uint8, .uint8], set, threadCount: 1) == 4 + 7)
    }
}
