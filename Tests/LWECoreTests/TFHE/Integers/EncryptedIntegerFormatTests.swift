import LWECore
import Testing

@testable import LWECore

/// Bytes of encrypted values, and what is no such bytes.
struct EncryptedIntegerFormatTests {
    let bench: IntegerBench
    var label: KeyLabel { bench.integers.label }

    init() throws { bench = try IntegerBench(IntegerSetting(set: .message2Carry2, threads: 1)) }

    // Behind the frame of 16 bytes: digest (16), key (8), type (8), blocks.
    private let typeAt = 40
    private let blocksAt = 48
    private var blockByteCount: Int { 8 * (bench.parameters.bigDimension + 2) }

    @Test func `reads back what it wrote`() throws {
        let x = try bench.encrypt(0xB7 as UInt8)
        let read = try AnyEncryptedInteger(decoding: AnyEncryptedInteger(x).encoded(), under: label)
        #expect(read == AnyEncryptedInteger(x))
        #expect(try bench.decrypt(#require(read.integer(UInt8.self))) == 0xB7)
        #expect(read.integer(Int8.self) == nil && read.truth == nil)
        let truth = AnyEncryptedInteger(try bench.encrypt(true))
        #expect(try AnyEncryptedInteger(decoding: truth.encoded(), under: label) == truth)
        let known = AnyEncryptedInteger(bench.integers.trivial(-77 as Int16))
        #expect(try AnyEncryptedInteger(decoding: known.encoded(), under: label).knownValue == -77)
        // A selection is noisier than a bootstrap; so is what is read.
        let chosen = try bench.integers.select(bench.encrypt(true), x, bench.encrypt(1 as UInt8))
        let noisy = try AnyEncryptedInteger(decoding: AnyEncryptedInteger(chosen).encoded(), under: label)
        #expect(noisy.blocks[0].squaredNoise == 4)
    }

    /// Rounding up must not add to what was rounded up before.
    @Test(arguments: 1...25) func `noise is written as it was read`(noise: UInt8) throws {
        var bytes = try AnyEncryptedInteger(bench.encrypt(0xB7 as UInt8)).encoded()
        for block in 0..<4 { bytes[blocksAt + block * blockByteCount] = noise }
        let read = try AnyEncryptedInteger(decoding: bytes, under: label)
        #expect(try read.encoded() == bytes)
    }

    @Test func `what cancels has no mask, and is read as known`() throws {
        let integers = bench.integers
        let x = try bench.encrypt(0xB7 as UInt8)
        let results: [(AnyEncryptedInteger, Int128)] = [
            (.init(try integers.subtract(x, x)), 0), (.init(try integers.isEqual(x, x)), 1),
            (.init(try integers.isLess(x, x)), 0), (.init(try integers.isGreaterOrEqual(x, x)), 1),
            (.init(try integers.subtractReportingOverflow(x, x).overflow), 0),
            (.init(try integers.add(integers.subtract(x, x), 7)), 7),
        ]
        for (result, value) in results {
            let read = try AnyEncryptedInteger(decoding: result.encoded(), under: label)
            #expect(read.knownValue == value)
            #expect(result.knownValue == value)
        }
        // Before any look-up, too: the sum still knows of two noises, which are gone.
        let nothing = try integers.subtract(x.blocks[0], x.blocks[0])
        #expect(try bench.decrypt(integers.message(nothing)) == 0)
        let left = EncryptedInteger<UInt8>(x.blocks.map { $0 - $0 }, label)
        #expect(
            try AnyEncryptedInteger(decoding: AnyEncryptedInteger(left).encoded(), under: label).knownValue
                == 0)
        #expect(bench.evaluator.tally.lookUps == 0)
    }

    @Test func `refuses any other length`() throws {
        let bytes = try AnyEncryptedInteger(bench.encrypt(5 as UInt8)).encoded()
        for count in Array(0..<60) + [bytes.count - 1] {
            #expect(throws: LWEError.self) {
                try AnyEncryptedInteger(decoding: Array(bytes[..<count]), under: label)
            }
        }
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: bytes + [0], under: label) }
        // The length in the frame grown, too.
        var longer = bytes + [UInt8](repeating: 0, count: blockByteCount)
        let count = UInt32(longer.count - 16)
        for index in 0..<4 { longer[8 + index] = UInt8(truncatingIfNeeded: count >> UInt32(8 * index)) }
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: longer, under: label) }
    }

    @Test func `refuses every change before the words`() throws {
        let bytes = try AnyEncryptedInteger(bench.encrypt(5 as UInt8)).encoded()
        for index in 0..<blocksAt {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                // Types of other widths do not fit the length; the signed twin does.
                if index == typeAt, changed[index] == 6 { continue }
                #expect(throws: LWEError.self, "byte \(index) bit \(bit)") {
                    try AnyEncryptedInteger(decoding: changed, under: label)
                }
            }
        }
    }

    @Test(arguments: [0, 26, 255, UInt64.max]) func `refuses noise that cannot be`(noise: UInt64) throws {
        var bytes = try AnyEncryptedInteger(bench.encrypt(5 as UInt8)).encoded()
        for index in 0..<8 {
            bytes[blocksAt + blockByteCount + index] = UInt8(truncatingIfNeeded: noise >> UInt64(8 * index))
        }
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: bytes, under: label) }
    }

    @Test func `refuses known values that are no digits`() throws {
        let bytes = try AnyEncryptedInteger(bench.integers.trivial(3 as UInt8)).encoded()
        let body = blocksAt + blockByteCount - 8
        #expect(try AnyEncryptedInteger(decoding: bytes, under: label).knownValue == 3)
        var offGrid = bytes
        offGrid[body] = 1
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: offGrid, under: label) }
        var carry = bytes
        carry[body + 7] = 0x20  // 4·Δ
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: carry, under: label) }
        var noisy = bytes
        noisy[blocksAt] = 1
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: noisy, under: label) }
    }

    @Test func `refuses other keys and sets`() throws {
        let bytes = try AnyEncryptedInteger(bench.encrypt(5 as UInt8)).encoded()
        let other = KeyLabel(bench.parameters, identifier: 8)
        #expect(throws: LWEError.parametersDiffer("not of this key")) {
            try AnyEncryptedInteger(decoding: bytes, under: other)
        }
        var parameters = bench.parameters
        parameters.lweNoise = .tUniform(boundLog2: 46)
        #expect(throws: LWEError.self) {
            try AnyEncryptedInteger(decoding: bytes, under: KeyLabel(parameters, identifier: 7))
        }
        parameters = bench.parameters
        parameters.name = "the same numbers"
        #expect(try parameters.digest() == bench.parameters.digest())
    }

    @Test func `what strangers send becomes digits`() throws {
        for value in 0..<32 {
            let word = UInt64(value) &* bench.parameters.delta
            let block = bench.evaluator.ciphertext(of: word, noise: SplitMix(UInt64(value)))
            let claimed = try FheUint8(ciphertexts: [block, block, block, block], label)
            let admitted = try bench.integers.admitted(AnyEncryptedInteger(claimed))
            let digits = try #require(admitted.integer(UInt8.self)).blocks.map { bench.decrypt($0) }
            #expect(digits.allSatisfy { $0 < 4 })
            if value < 16 { #expect(digits[0] == value % 4) }
        }
    }
}
