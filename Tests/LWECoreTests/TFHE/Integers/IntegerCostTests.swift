import Foundation
import LWECore
import Testing

@testable import LWECore

/// What operations cost: the table in docs/encrypted-integers.md, and the goals.
struct IntegerCostTests {
    /// Look-ups and rounds of independent ones.
    private static func cost(
        threads: Int, set: TFHEParameters = .message2Carry2, _ operation: (IntegerBench) throws -> Void
    ) throws -> (lookUps: Int, depth: Int) {
        let bench = try IntegerBench(IntegerSetting(set: set, threads: threads))
        try operation(bench)
        let tally = bench.evaluator.tally
        return (tally.lookUps, tally.batches)
    }

    private struct Row {
        let name: String
        let operation: (IntegerBench, any (FixedWidthInteger & Sendable).Type) throws -> Void
    }

    private static func row(_ name: String, _ body: some Body) -> Row {
        Row(name: name) { bench, type in
            func open<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type) throws {
                try body.run(bench, bench.encrypt(Clear.max / 3), bench.encrypt(5 as Clear))
            }
            try open(type)
        }
    }

    private protocol Body {
        func run<Clear>(
            _ bench: IntegerBench, _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>) throws
    }

    private struct Generic: Body {
        let name: String
        func run<Clear>(
            _ bench: IntegerBench, _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
        ) throws {
            let integers = bench.integers
            let clear = Clear(truncatingIfNeeded: 0x0B3D_51A7_6F92_C84D as UInt64)
            switch name {
            case "add, subtract": _ = try integers.add(x, y)
            case "add, subtract with overflow": _ = try integers.addReportingOverflow(x, y)
            case "add a known number": _ = try integers.add(x, clear)
            case "negate": _ = try integers.negate(x)
            case "absolute": _ = try integers.absolute(x)
            case "multiply": _ = try integers.multiply(x, y)
            case "multiply with overflow": _ = try integers.multiplyReportingOverflow(x, y)
            case "multiply by a known number": _ = try integers.multiply(x, clear)
            case "multiply by 3": _ = try integers.multiply(x, 3)
            case "divide with remainder": _ = try integers.divide(x, by: y)
            case "divide by 10": _ = try integers.divide(x, by: 10)
            case "and, or, xor": _ = try integers.xor(x, y)
            case "not": _ = try integers.not(x)
            case "equal": _ = try integers.isEqual(x, y)
            case "equal to a known number": _ = try integers.isEqual(x, integers.trivial(clear))
            case "less, less or equal": _ = try integers.isLess(x, y)
            case "less than a known number": _ = try integers.isLess(x, integers.trivial(clear))
            case "minimum, maximum": _ = try integers.maximum(x, y)
            case "select": _ = try integers.select(bench.encrypt(true), x, y)
            case "shift by 3": _ = try integers.shiftRight(x, by: 3)
            case "rotate by 3": _ = try integers.rotateLeft(x, by: 3)
            case "shift by an encrypted amount": _ = try integers.shiftLeft(x, by: y)
            case "rotate by an encrypted amount": _ = try integers.rotateLeft(x, by: y)
            case "sum of 8":
                _ = try integers.sum([x, y, x, y, x, y, x, y].map { _ in try bench.encrypt(1 as Clear) })
            case "count ones": _ = try integers.countOnes(x)
            case "leading zeros": _ = try integers.leadingZeros(x)
            case "random": _ = try integers.random(Clear.self, seed: [1])
            default: preconditionFailure(name)
            }
        }
    }

    private static let names = [
        "add, subtract", "add, subtract with overflow", "add a known number", "negate", "absolute",
        "multiply",
        "multiply with overflow", "multiply by a known number", "multiply by 3", "divide with remainder",
        "divide by 10", "and, or, xor", "not", "equal", "equal to a known number", "less, less or equal",
        "less than a known number", "minimum, maximum", "select", "shift by 3", "rotate by 3",
        "shift by an encrypted amount", "rotate by an encrypted amount", "sum of 8", "count ones",
        "leading zeros",
        "random",
    ]

    /// The table of the document, made anew.
    private static func table() throws -> String {
        let types: [(String, any (FixedWidthInteger & Sendable).Type)] = [
            ("FheUint8", UInt8.self), ("FheUint16", UInt16.self), ("FheUint32", UInt32.self),
            ("FheUint64", UInt64.self), ("FheInt8", Int8.self), ("FheInt64", Int64.self),
        ]
        var lines = [
            "| look-ups / depth on 1 thread, on many | " + types.map(\.0).joined(separator: " | ") + " |",
            "|---|" + types.map { _ in "---|" }.joined(),
        ]
        for name in names {
            let row = row(name, Generic(name: name))
            let cells = try types.map { _, type in
                let one = try cost(threads: 1) { try row.operation($0, type) }
                let many = try cost(threads: 1000) { try row.operation($0, type) }
                let first = "\(one.lookUps) / \(one.depth)"
                return one == many ? first : first + ", \(many.lookUps) / \(many.depth)"
            }
            lines.append("| \(name) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    @Test func `the documented table is true`() throws {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        var root = here
        for _ in 0..<5 { root.deleteLastPathComponent() }
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/encrypted-integers.md"), encoding: .utf8)
        let table = try Self.table()
        #expect(document.contains(table), "docs/encrypted-integers.md must have:\n\(table)")
    }

    @Test func `the goals are met`() throws {
        // With bootstraps of 4.0 ms: 34 ms, 120 ms, 280 ms.
        let add = try Self.cost(threads: 1) {
            _ = try $0.integers.add($0.encrypt(1 as UInt8), $0.encrypt(2 as UInt8))
        }
        #expect(add.lookUps == 7)
        let multiply = try Self.cost(threads: 1) {
            _ = try $0.integers.multiply($0.encrypt(1 as UInt8), $0.encrypt(2 as UInt8))
        }
        #expect(multiply.lookUps <= 22)
        let addWide = try Self.cost(threads: 1) {
            _ = try $0.integers.add($0.encrypt(1 as UInt64), $0.encrypt(2 as UInt64))
        }
        #expect(addWide.lookUps == 63)
        var generator = SplitMix(9)
        let entries = (0..<256).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let table = try Self.cost(threads: 1) { bench in
            let x = try bench.encrypt(1 as UInt8)
            _ = try bench.integers.lookUp(x, in: entries)
        }
        #expect(table.lookUps <= 86)
        // On many threads depth counts.
        let deep = try Self.cost(threads: 1000) {
            _ = try $0.integers.add($0.encrypt(1 as UInt64), $0.encrypt(2 as UInt64))
        }
        #expect(deep.depth <= 5)
    }
}
