import Foundation
import SecretMemory
import Testing

@testable import LWECore

/// The packing key switch: many results in one ciphertext for their owner.
@Suite(.serialized) struct PackingTests {
    private static let isSlow = ProcessInfo.processInfo.environment["KMS_SLOW_TESTS"] == "1"
    static let set = TFHEParameters.message2Carry2KeySwitch32

    static func packing(_ gadget: Gadget? = nil) throws -> PackingParameters {
        guard case .listCompression(let list)? = Companion.named("2_2-list") else { throw Missing() }
        var packing = list.packing
        if let gadget { packing.keySwitch = gadget }
        return packing
    }

    private struct Missing: Error {}

    private func values(_ secret: borrowing SecretBytes) -> [UInt64] {
        secret.withElements(of: UInt64.self) { span in span.indices.map { span[$0] } }
    }

    @Test func `results of bootstraps come out as they went in, in few bytes`() throws {
        let keys = try KeyFixture<UInt64>(Self.set, seed: 31, threads: 2)
        let secret = try keys.client.makePackingSecretKey(Self.packing(), using: keys.entropy)
        let packer = try PackingKey(keys.client.makeSeededPackingKey(to: secret, using: keys.entropy))
        let integers = try IntegerEvaluator(keys.server)
        let a = try keys.client.encrypt(0xB7 as UInt8, using: keys.entropy)
        let b = try keys.client.encrypt(-2 as Int64, using: keys.entropy)
        let truth = try keys.client.encrypt(true, using: keys.entropy)
        let sum = try integers.add(a, 0x5A)
        // Noisier than a bootstrap, and known to all.
        let chosen = try integers.select(truth, a, sum)
        let packed = try packer.pack([
            .init(sum), .init(b), .init(truth), .init(chosen), .init(integers.trivial(9 as UInt16)),
        ])
        #expect(try values(secret.decrypt(packed)) == [0x11, 0xFFFF_FFFF_FFFF_FFFE, 1, 0xB7, 9])
        #expect(packed.types == [.uint8, .int64, .bool, .uint8, .uint16])
        let bytes = try packed.encoded()
        // Frame and label, number and types, 1024 + 4 + 32 + 1 + 4 + 8 words of 12 bits.
        #expect(bytes.count == 16 + 48 + 8 + 40 + (1073 * 12 + 7) / 8)
        let read = try unsafe PackedIntegers(decoding: bytes.span.bytes)
        #expect(read == packed)
    }

    @Test func `as many as there is room for, and not one more`() throws {
        let entropy = try SeededEntropy(seed: 32, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        let secret = try client.makePackingSecretKey(Self.packing(), using: entropy)
        let packer = try PackingKey(client.makeSeededPackingKey(to: secret, using: entropy))
        let clear = (0..<64).map { UInt8($0 * 37 & 255) }
        let full = try clear.map { AnyEncryptedInteger(try client.encrypt($0, using: entropy)) }
        #expect(try values(secret.decrypt(packer.pack(full))) == clear.map { UInt64($0) })
        let one = AnyEncryptedInteger(try client.encrypt(true, using: entropy))
        #expect(throws: LWEError.wrongLength(object: .ciphertext, expected: 256, actual: 257)) {
            try packer.pack(full + [one])
        }
        #expect(throws: LWEError.wrongLength(object: .ciphertext, expected: 256, actual: 0)) {
            try packer.pack([])
        }
    }

    @Test func `other keys neither pack nor open`() throws {
        let entropy = try SeededEntropy(seed: 33, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        let other = try ClientKey<UInt64>(Self.set, using: entropy)
        let packing = try Self.packing()
        let secret = try client.makePackingSecretKey(packing, using: entropy)
        let second = try client.makePackingSecretKey(packing, using: entropy)
        let packer = try PackingKey(client.makeSeededPackingKey(to: secret, using: entropy))
        let packed = try packer.pack([.init(client.encrypt(77 as UInt8, using: entropy))])
        #expect(try values(secret.decrypt(packed)) == [77])
        #expect(throws: LWEError.self) { _ = try second.decrypt(packed) }
        #expect(throws: LWEError.self) {
            try packer.pack([.init(other.encrypt(77 as UInt8, using: entropy))])
        }
        #expect(throws: LWEError.self) { try other.makeSeededPackingKey(to: secret, using: entropy) }
    }

    @Test func `refuses packings that are weak, impossible or lose digits`() throws {
        let entropy = try SeededEntropy(seed: 34, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        func expectRefusal(
            _ change: (inout PackingParameters) -> Void, _ location: SourceLocation = #_sourceLocation
        )
            throws
        {
            var packing = try Self.packing()
            change(&packing)
            #expect(throws: LWEError.self, sourceLocation: location) {
                _ = try client.makePackingSecretKey(packing, using: entropy)
            }
        }
        try expectRefusal { $0.noise = .tUniform(boundLog2: 39) }
        try expectRefusal { $0.noise = .tUniform(boundLog2: 60) }
        try expectRefusal { $0.noise = .tUniform(boundLog2: 63) }
        try expectRefusal { $0.glweDimension = 1 }
        try expectRefusal { $0.glweDimension = 0 }
        try expectRefusal { $0.polynomialSize = 300 }
        try expectRefusal { $0.modulusBits = 128 }
        try expectRefusal { $0.count = 257 }
        try expectRefusal { $0.count = 0 }
        try expectRefusal { $0.storedBits = 8 }
        try expectRefusal { $0.storedBits = 65 }
        try expectRefusal { $0.keySwitch = Gadget(baseLog: 2, levelCount: 2) }
        try expectRefusal { $0.keySwitch = Gadget(baseLog: 23, levelCount: 3) }
        try expectRefusal { $0.keySwitch = Gadget(baseLog: 0, levelCount: 3) }
    }

    /// The kernels' way against schoolbook products, to what their doubles lose.
    @Test(arguments: vectorLevels) func `packs as the plain twin does`(level: VectorLevel) throws {
        let entropy = try SeededEntropy(seed: 35, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy, level: level)
        let packing = try Self.packing()
        let gadget = packing.keySwitch
        let secret = try client.makePackingSecretKey(packing, using: entropy)
        let seeded = try client.makeSeededPackingKey(to: secret, using: entropy)
        let (n, k, dimension) = (packing.polynomialSize, packing.glweDimension, Self.set.bigDimension)
        var random = SplitMix(36)
        let inputs = [1, n].map { count in
            (0..<count).map { _ in LWECiphertext(words: random.words(UInt64.self, dimension + 1)) }
        }
        let packer = try PackingKey(seeded, level: level)
        for inputs in inputs {
            var expected = [[UInt64]](repeating: [UInt64](repeating: 0, count: n), count: k + 1)
            let digits = inputs.map { input in
                input.words.dropLast().flatMap {
                    PlainTorus.digits(of: $0, levelCount: gadget.levelCount, baseLog: gadget.baseLog)
                }
            }
            for row in 0..<dimension * gadget.levelCount {
                var polynomial = digits.map { $0[row] }
                polynomial += [UInt64](repeating: 0, count: n - polynomial.count)
                var masks = [UInt64](repeating: 0, count: n * k)
                unsafe masks.withUnsafeMutableBufferPointer {
                    unsafe MaskStream(seed: seeded.seed, .packingKey).fill($0, row: row)
                }
                // The first mask and the body: the others are like the first.
                for c in [0, k] {
                    let key = c < k ? masks[c * n..<(c + 1) * n] : seeded.bodies[row * n..<(row + 1) * n]
                    let product = PlainTorus.product(polynomial, Array(key))
                    for j in 0..<n { expected[c][j] &-= product[j] }
                }
            }
            for (j, input) in inputs.enumerated() { expected[k][j] &+= input.body }
            let result = packer.packed(inputs)
            for c in [0, k] {
                let ours = result[c * n..<(c + 1) * n]
                let errors = zip(ours, expected[c]).map { (a: UInt64, b: UInt64) -> UInt64 in
                    Int64(bitPattern: a &- b).magnitude
                }
                let worst = errors.max() ?? 0
                #expect(worst < 1 << 34, "2^\(log2(Double(worst)))")
            }
        }
    }

    /// Key errors alone (fine digits), then what rounding the digits adds (the set's own).
    @Test(arguments: [Gadget(baseLog: 4, levelCount: 7), Gadget(baseLog: 4, levelCount: 3)])
    func `adds the noise of the formula`(gadget: Gadget) throws {
        let entropy = try SeededEntropy(seed: 37, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        let packing = try Self.packing(gadget)
        let secret = try client.makePackingSecretKey(packing, using: entropy)
        let packer = try PackingKey(client.makeSeededPackingKey(to: secret, using: entropy))
        let kernels = try #require(VectorLevel.best.torusKernels(polynomialSize: packing.polynomialSize))
        var products = try SecretPolynomials(secret.key, kernels)
        let (n, k) = (packing.polynomialSize, packing.glweDimension)
        let perPack = 16
        var squares = 0.0
        let packCount = Self.isSlow ? 1000 : 40
        for _ in 0..<packCount {
            let zeros = [UInt64](repeating: 0, count: perPack)
            let inputs = try client.encrypt(zeros.span, using: entropy).expanded()
            let words = packer.packed(inputs)
            var sum = [UInt64](repeating: 0, count: n)
            unsafe words.withUnsafeBufferPointer { words in
                unsafe sum.withUnsafeMutableBufferPointer { sum in
                    if let source = words.baseAddress, let target = sum.baseAddress {
                        unsafe products.addProducts(source, to: target)
                    }
                }
            }
            for (j, input) in inputs.enumerated() {
                let error = (words[n * k + j] &- sum[j]) &- (try client.phase(of: input))
                squares += pow(Double(Int64(bitPattern: error)) * 0x1p-64, 2)
            }
        }
        let count = Double(packCount * perPack)
        let expected = NoiseFormulas.packingKeySwitch(
            gadget, inputDimension: Self.set.bigDimension, count: perPack,
            keyVariance: packing.noise.variance(modulusBits: 64), modulusBits: 64)
        let tolerance = max(1.0 / 16, 4.5 * (2 / count).squareRoot())
        #expect(
            abs(squares / count / expected - 1) < tolerance, "\(squares / count / expected) of the formula")
    }

    @Test func `keys and lists come back, strictly`() throws {
        let entropy = try SeededEntropy(seed: 38, stream: "packing")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        let secret = try client.makePackingSecretKey(Self.packing(), using: entropy)
        let seeded = try client.makeSeededPackingKey(to: secret, using: entropy)
        let keyBytes = try seeded.encoded()
        #expect(keyBytes.count == 16 + 48 + 16 + 3 * 2048 * 256 * 8)
        let same = try unsafe SeededPackingKey(decoding: keyBytes.span.bytes)
        #expect(same == seeded)
        let packed = try PackingKey(seeded).pack([.init(client.encrypt(201 as UInt8, using: entropy))])
        let encodedSecret = try secret.encoded()
        let secretBytes = encodedSecret.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
        let again = try unsafe PackingSecretKey(decoding: secretBytes.span.bytes)
        #expect(try values(again.decrypt(packed)) == [201])
        #expect(secretBytes.count == 16 + 48 + 128)

        func expectStrict(_ bytes: [UInt8], _ fixed: Range<Int>, _ decode: ([UInt8]) throws -> Void) {
            for count in [0, 15, 16, 63, 64, bytes.count - 1] {
                #expect(throws: LWEError.self) { try decode(Array(bytes[..<count])) }
            }
            #expect(throws: LWEError.self) { try decode(bytes + [0]) }
            for index in fixed {
                var changed = bytes
                changed[index] ^= 0x40
                #expect(throws: LWEError.self, "byte \(index)") { try decode(changed) }
            }
        }
        let numbers = Set(32..<40).union(56..<64)
        for fixed in [0..<32, 40..<56] {
            expectStrict(secretBytes, fixed) { _ = try unsafe PackingSecretKey(decoding: $0.span.bytes) }
            expectStrict(keyBytes, fixed) { _ = try unsafe SeededPackingKey(decoding: $0.span.bytes) }
        }
        let bytes = try packed.encoded()
        expectStrict(bytes, 0..<32) { _ = try unsafe PackedIntegers(decoding: $0.span.bytes) }
        expectStrict(bytes, 40..<56) { _ = try unsafe PackedIntegers(decoding: $0.span.bytes) }
        expectStrict(bytes, 64..<80) { _ = try unsafe PackedIntegers(decoding: $0.span.bytes) }
        // Every change of any byte is refused, or another list that opens to something, or not at all.
        var random = SplitMix(39)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= UInt8(truncatingIfNeeded: random.next()) | 1
            guard let read = try? unsafe PackedIntegers(decoding: changed.span.bytes) else { continue }
            #expect(read != packed, "byte \(index)")
            if numbers.contains(index) {
                #expect(throws: LWEError.self) { _ = try secret.decrypt(read) }
            } else {
                #expect(try values(secret.decrypt(read)).count == 1)
            }
        }
    }

    @Test(arguments: [1, 7, 12, 63, 64]) func `packs words of any width`(bits: Int) {
        var random = SplitMix(UInt64(bits))
        for count in [1, 2, 9, 100] {
            let words = random.words(UInt64.self, count).map {
                bits == 64 ? $0 : $0 & (1 << UInt64(bits) - 1)
            }
            let bytes = BitPacking.packed(words, bits: bits)
            #expect(bytes.count == (count * bits + 7) / 8)
            #expect(BitPacking.unpacked(bytes, bits: bits, count: count) == words)
            guard count * bits % 8 != 0 else { continue }
            #expect(
                BitPacking.unpacked(
                    bytes.dropLast() + [bytes[bytes.count - 1] | 0x80], bits: bits, count: count) == nil)
        }
    }
}
