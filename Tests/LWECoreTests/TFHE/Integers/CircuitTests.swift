import LWECore
import Testing

@testable import LWECore

/// Circuits: checked before they run, and right when they do.
struct CircuitTests {
    typealias Step = Circuit.Step

    @Test func `computes (a + b) * c, a < b, max and a look-up`() throws {
        let bench = try IntegerBench(.sets[0])
        let (a, b, c): (UInt8, UInt8, UInt8) = (200, 77, 13)
        let inputs = try [a, b, c].map { AnyEncryptedInteger(try bench.encrypt($0)) }
        let table = (0..<256).map { Int128(255 - $0) }
        let circuit = Circuit([
            Step(.add, [.value(0), .value(1)]),
            Step(.mul, [.value(3), .value(2)]),
            Step(.lt, [.value(0), .value(1)]),
            Step(.select, [.value(5), .value(4), .constant(9)]),
            Step(.max, [.value(0), .value(6)]),
            Step(.table, [.value(7)], type: .int16, table: table),
            Step(.shl, [.value(8), .value(2)]),
        ])
        var done: [Int] = []
        let results = try circuit.run(inputs, on: bench.integers) { done.append($0) }
        #expect(done == Array(0..<7))
        #expect(results.map(\.type) == [.uint8, .uint8, .bool, .uint8, .uint8, .int16, .int16])
        #expect(try bench.decrypt(#require(results[1].integer(UInt8.self))) == (a &+ b) &* c)
        #expect(bench.decrypt(try #require(results[2].truth)) == false)
        #expect(try bench.decrypt(#require(results[4].integer(UInt8.self))) == 200)
        #expect(try bench.decrypt(#require(results[5].integer(Int16.self))) == 55)
        #expect(try bench.decrypt(#require(results[6].integer(Int16.self))) == 55 << 13)
    }

    /// Every operation, on every type that it takes, against the typed interface's arithmetic.
    @Test(arguments: EncryptedType.allCases) func `runs every operation`(type: EncryptedType) throws {
        let bench = try IntegerBench(.sets[0])
        func check<Clear: FixedWidthInteger & Sendable>(_ clear: Clear.Type) throws {
            let (a, b): (Clear, Clear) = (Clear.max / 3 &+ 1, 7)
            let inputs = [
                AnyEncryptedInteger(try bench.encrypt(a)), AnyEncryptedInteger(try bench.encrypt(b)),
                AnyEncryptedInteger(try bench.encrypt(true)),
                AnyEncryptedInteger(try bench.encrypt(3 as UInt8)),
            ]
            let expected: [(IntegerOperation, Int128)] = [
                (.add, Int128(a &+ b)), (.sub, Int128(a &- b)), (.mul, Int128(a &* b)), (.div, Int128(a / b)),
                (.rem, Int128(a % b)), (.neg, Int128(0 &- a)), (.abs, Int128(a)), (.and, Int128(a & b)),
                (.or, Int128(a | b)), (.xor, Int128(a ^ b)), (.not, Int128(~a)), (.shl, Int128(a << 3)),
                (.shr, Int128(a >> 3)), (.eq, 0), (.ne, 1), (.lt, 0), (.le, 0), (.gt, 1), (.ge, 1),
                (.min, Int128(b)), (.max, Int128(a)), (.select, Int128(a)), (.sum, Int128(a &+ b)),
                (.addOverflows, a.addingReportingOverflow(b).overflow ? 1 : 0), (.subOverflows, 0),
                (.mulOverflows, a.multipliedReportingOverflow(by: b).overflow ? 1 : 0),
                (.countOnes, Int128(a.nonzeroBitCount)), (.leadingZeros, Int128(a.leadingZeroBitCount)),
                (.trailingZeros, Int128(a.trailingZeroBitCount)),
            ]
            for (operation, value) in expected {
                var operands: [Circuit.Operand] =
                    operation.arity.lowerBound == 1 ? [.value(0)] : [.value(0), .value(1)]
                if operation.isShift { operands[1] = .value(3) }
                if operation == .select { operands = [.value(2), .value(0), .value(1)] }
                let results = try Circuit([Step(operation, operands)]).run(inputs, on: bench.integers)
                #expect(try decrypted(results[0], bench) == value, "\(operation)")
                // With a constant in the second place.
                guard operands.count == 2 else { continue }
                operands[1] = .constant(operation.isShift ? 3 : Int128(b))
                let constant = try Circuit([Step(operation, operands)]).run(inputs, on: bench.integers)
                #expect(try decrypted(constant[0], bench) == value, "\(operation) by a constant")
            }
            for other in EncryptedType.allCases where other.isInteger {
                let cast = try Circuit([Step(.cast, [.value(0)], type: other)]).run(
                    inputs, on: bench.integers)
                #expect(cast[0].type == other)
                let bits = Int128(a) & ((1 << Int128(other.width)) - 1)
                #expect(
                    try decrypted(cast[0], bench)
                        == (other.range.contains(bits) ? bits : bits - 1 << Int128(other.width)))
            }
            let random = try Circuit([
                Step(.random, [], type: type, seed: [UInt8](repeating: 1, count: 16))
            ]).run(inputs, on: bench.integers)
            #expect(random[0].type == type)
        }
        guard let clear = type.clear else { return try checkTruth(bench) }
        try check(clear)
    }

    private func checkTruth(_ bench: IntegerBench) throws {
        let inputs = [
            AnyEncryptedInteger(try bench.encrypt(true)), AnyEncryptedInteger(try bench.encrypt(false)),
        ]
        let expected: [(IntegerOperation, Int128)] = [
            (.and, 0), (.or, 1), (.xor, 1), (.eq, 0), (.ne, 1), (.not, 0), (.select, 1),
        ]
        for (operation, value) in expected {
            let operands: [Circuit.Operand] =
                operation == .not
                ? [.value(0)]
                : operation == .select ? [.value(0), .value(0), .value(1)] : [.value(0), .value(1)]
            let results = try Circuit([Step(operation, operands)]).run(inputs, on: bench.integers)
            #expect(results[0].type == .bool)
            #expect(try decrypted(results[0], bench) == value, "\(operation)")
        }
        let cast = try Circuit([Step(.cast, [.value(0)], type: .int64)]).run(inputs, on: bench.integers)
        #expect(try decrypted(cast[0], bench) == 1)
    }

    private func decrypted(_ value: AnyEncryptedInteger, _ bench: IntegerBench) throws -> Int128 {
        if let truth = value.truth { return bench.decrypt(truth) ? 1 : 0 }
        func open<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type) throws -> Int128 {
            Int128(try bench.decrypt(#require(value.integer(type))))
        }
        guard let clear = value.type.clear else { return -1 }
        return try open(clear)
    }

    @Test(arguments: [
        Step(.add, [.value(0)]), Step(.add, [.value(0), .value(9)]), Step(.add, [.value(0), .value(-1)]),
        Step(.add, [.value(0), .value(1)]), Step(.add, [.value(2), .value(2)]),
        Step(.add, [.constant(1), .constant(2)]), Step(.add, [.value(0), .constant(256)]),
        Step(.add, [.value(0), .constant(-1)]), Step(.add, [.value(0), .value(0)], type: .uint8),
        Step(.add, [.value(0), .value(0)], table: [1]), Step(.add, [.value(0), .value(0)], seed: [1]),
        Step(.neg, [.value(0), .value(0)]), Step(.not, []), Step(.select, [.value(0), .value(0), .value(0)]),
        Step(.select, [.constant(1), .value(0), .value(0)]),
        Step(.select, [.value(2), .value(0), .value(1)]),
        Step(.select, [.value(2), .constant(0), .constant(1)]), Step(.shl, [.value(0), .value(1)]),
        Step(.shl, [.value(0), .constant(-1)]), Step(.shl, [.value(0), .value(2)]), Step(.cast, [.value(0)]),
        Step(.cast, [.value(0)], type: .bool), Step(.cast, [.constant(0)], type: .int8),
        Step(.table, [.value(0)], table: [1, 2]),
        Step(.table, [.value(1)], table: [Int128](repeating: 1, count: 256)),
        Step(.table, [.value(0)], table: [Int128](repeating: 256, count: 256)),
        Step(.table, [.value(0)], type: .bool, table: [Int128](repeating: 1, count: 256)),
        Step(.random, [], type: .uint8, seed: [1]), Step(.random, [], seed: [UInt8](repeating: 1, count: 16)),
        Step(.random, [.value(0)], type: .uint8, seed: [UInt8](repeating: 1, count: 16)),
        Step(.sum, [.value(0)]), Step(.sum, [Circuit.Operand](repeating: .value(0), count: 65)),
        Step(.lt, [.value(2), .value(2)]),
    ])
    func `refuses what has no meaning before anything runs`(step: Step) throws {
        let bench = try IntegerBench(.sets[0])
        let inputs = [
            AnyEncryptedInteger(try bench.encrypt(1 as UInt8)),
            AnyEncryptedInteger(try bench.encrypt(1 as Int16)),
            AnyEncryptedInteger(try bench.encrypt(true)),
        ]
        let circuit = Circuit([Step(.add, [.value(0), .value(0)]), step])
        let error = #expect(throws: CircuitError.self) { try circuit.validate(inputs: inputs.map(\.type)) }
        #expect(error?.step == 1 && error?.description.hasPrefix("step 2: ") == true)
        #expect(throws: LWEError.self) { try circuit.run(inputs, on: bench.integers) }
        #expect(bench.evaluator.tally.lookUps == 0)
    }

    @Test func `refuses too many steps and none`() {
        #expect(throws: CircuitError.self) { try Circuit([]).validate(inputs: [.uint8]) }
        let step = Step(.not, [.value(0)])
        #expect(throws: CircuitError.self) {
            try Circuit([Step](repeating: step, count: 257)).validate(inputs: [.uint8])
        }
        #expect(throws: Never.self) {
            try Circuit([Step](repeating: step, count: 256)).validate(inputs: [.uint8])
        }
    }
}
