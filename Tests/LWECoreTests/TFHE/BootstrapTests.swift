import SecretMemory
import Testing

@testable import LWECore

/// Keys of one set, made once a test.
struct KeyFixture<Word: TorusInteger>: ~Copyable {
    let client: ClientKey<Word>
    let server: ServerKey<Word>
    let entropy: SeededEntropy

    init(_ parameters: TFHEParameters, seed: UInt64, level: VectorLevel = .best, threads: Int = 1) throws {
        let entropy = try SeededEntropy(seed: seed, stream: parameters.name)
        let client = try ClientKey<Word>(parameters, using: entropy, level: level)
        server = try ServerKey(
            client.makeSeededServerKey(using: entropy), threadCount: threads, level: level)
        self.client = client
        self.entropy = entropy
    }

    func encrypt(_ values: [Word]) throws -> [LWECiphertext<Word>] {
        let scale = Word(1) << Word(Word.bitWidth - 1 - client.parameters.boxCount.trailingZeroBitCount)
        let plaintexts = values.map { $0 &* scale }
        return try client.encrypt(plaintexts.span, using: entropy).expanded()
    }
}

@Suite struct BootstrapTests {
    @Test(arguments: vectorLevels) func `every value of 2_2 is looked up in two tables`(level: VectorLevel)
        throws
    {
        let keys = try KeyFixture<UInt64>(.message2Carry2KeySwitch32, seed: 1, level: level, threads: 2)
        let values = Array<UInt64>(0..<16)
        let inputs = try keys.encrypt(values)
        for (value, input) in zip(values, inputs) { #expect(try keys.client.decrypt(input) == value) }
        let square = LookUpTable(keys.client.parameters) { $0 * $0 % 16 }
        let half = LookUpTable(keys.client.parameters) { $0 / 2 }
        let outputs = keys.server.bootstrap(
            inputs + inputs, Array(repeating: square, count: 16) + Array(repeating: half, count: 16))
        for value in values {
            #expect(try keys.client.decrypt(outputs[Int(value)]) == value * value % 16)
            #expect(try keys.client.decrypt(outputs[16 + Int(value)]) == value / 2)
        }
    }

    @Test func `a switching key is rounded to 32 bits only where that is no noise to speak of`() throws {
        for set in TFHEParameters.catalogue {
            #expect(set.switchingWordBits == (set.name == "4_4" ? 64 : 32), "\(set.name)")
        }
        var exact = TFHEParameters.message2Carry2
        exact.lweNoise = .tUniform(boundLog2: 20)
        exact.keySwitch = Gadget(baseLog: 4, levelCount: 5)
        #expect(exact.switchingWordBits == 64)
    }

    @Test(arguments: [45, 20]) func `both widths of a 64-bit switching key look up`(boundLog2: Int) throws {
        var set = TFHEParameters.message2Carry2
        set.name = "insecure-\(boundLog2)"
        set.lweDimension = 600
        set.lweNoise = .tUniform(boundLog2: boundLog2)
        set.keySwitch = Gadget(baseLog: 4, levelCount: 5)
        let keys = try KeyFixture<UInt64>(set, seed: 3)
        #expect(keys.server.layout.switchWordByteCount == (boundLog2 == 45 ? 4 : 8))
        let table = LookUpTable<UInt64>(set) { (3 * $0 + 1) % 16 }
        let outputs = keys.server.bootstrap(
            try keys.encrypt(Array(0..<16)), Array(repeating: table, count: 16))
        for value in 0..<16 {
            #expect(try keys.client.decrypt(outputs[value]) == UInt64((3 * value + 1) % 16))
        }
    }
}
