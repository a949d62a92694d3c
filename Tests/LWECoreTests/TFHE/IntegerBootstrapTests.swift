import SecretMemory
import Testing

@testable import LWECore

/// Encrypted integers through real bootstraps.
struct IntegerBootstrapTests {
    @Test(arguments: [TFHEParameters.message2Carry2KeySwitch32, .message1Carry1])
    func `computes on bytes`(set: TFHEParameters) throws {
        let keys = try KeyFixture<UInt64>(set, seed: 5, threads: 2)
        let integers = try IntegerEvaluator(keys.server)
        let (a, b): (UInt8, UInt8) = (0xC7, 0x5A)
        let x = try keys.client.encrypt(a, using: keys.entropy)
        let y = try keys.client.encrypt(b, using: keys.entropy)
        #expect(try keys.client.decrypt(x) == a)
        #expect(try keys.client.decrypt(integers.add(x, y)) == a &+ b)
        #expect(try keys.client.decrypt(integers.subtract(y, x)) == b &- a)
        #expect(try keys.client.decrypt(integers.multiply(x, y)) == a &* b)
        #expect(try keys.client.decrypt(integers.multiply(x, 0x6D)) == a &* 0x6D)
        #expect(try keys.client.decrypt(integers.isLess(x, y)) == false)
        #expect(try keys.client.decrypt(integers.isEqual(x, x)) == true)
        #expect(try keys.client.decrypt(integers.maximum(x, y)) == a)
        #expect(try keys.client.decrypt(integers.xor(x, y)) == a ^ b)
        #expect(try keys.client.decrypt(integers.shiftLeft(x, by: y)) == a << 2)
        #expect(try keys.client.decrypt(integers.rotateRight(x, by: 3)) == a >> 3 | a << 5)
        let sum = try integers.addReportingOverflow(x, y)
        #expect(try keys.client.decrypt(sum.overflow) == true)
        let seed = [UInt8](repeating: 3, count: 16)
        let drawn = try keys.client.decrypt(integers.random(UInt8.self, seed: seed))
        #expect(try keys.client.decrypt(integers.random(UInt8.self, seed: seed)) == drawn)
    }

    @Test func `divides, signed, and looks a byte up`() throws {
        let keys = try KeyFixture<UInt64>(.message2Carry2KeySwitch32, seed: 6, threads: 2)
        let integers = try IntegerEvaluator(keys.server)
        let x = try keys.client.encrypt(-113 as Int8, using: keys.entropy)
        let y = try keys.client.encrypt(9 as Int8, using: keys.entropy)
        let (quotient, remainder) = try integers.divide(x, by: y)
        #expect(try keys.client.decrypt(quotient) == -12)
        #expect(try keys.client.decrypt(remainder) == -5)
        let table = (0..<256).map { Int16($0 * 97) - 999 }
        let index = Int(UInt8(bitPattern: -113))
        #expect(try keys.client.decrypt(integers.lookUp(x, in: table)) == table[index])
    }

    @Test func `adds and compares 64 bits`() throws {
        let keys = try KeyFixture<UInt64>(.message2Carry2KeySwitch32, seed: 7, threads: 2)
        let integers = try IntegerEvaluator(keys.server)
        let (a, b): (UInt64, UInt64) = (0xFEDC_BA98_7654_3210, 0x0123_4567_89AB_CDF0)
        let x = try keys.client.encrypt(a, using: keys.entropy)
        let y = try keys.client.encrypt(b, using: keys.entropy)
        #expect(try keys.client.decrypt(integers.add(x, y)) == a &+ b)
        #expect(try keys.client.decrypt(integers.isGreater(x, y)) == true)
        // The tree of carries, too.
        let columns = integers.columns(x.blocks, plus: y.blocks)
        let digits = integers.propagate(columns, integers.layout(UInt64.self), plan: .parallel).digits
        #expect(try keys.client.decrypt(FheUint64(digits, integers.label)) == a &+ b)
    }

    @Test func `travels and is admitted`() throws {
        let keys = try KeyFixture<UInt64>(.message2Carry2KeySwitch32, seed: 8)
        let integers = try IntegerEvaluator(keys.server)
        let x = AnyEncryptedInteger(try keys.client.encrypt(0xE4 as UInt8, using: keys.entropy))
        let read = try AnyEncryptedInteger(decoding: x.encoded(), under: keys.client.label)
        let admitted = try #require(integers.admitted(read).integer(UInt8.self))
        #expect(try keys.client.decrypt(admitted) == 0xE4)
        let other = KeyLabel(keys.client.parameters, identifier: keys.client.identifier &+ 1)
        #expect(throws: LWEError.self) { try AnyEncryptedInteger(decoding: x.encoded(), under: other) }
        #expect(throws: LWEError.self) {
            try keys.client.decrypt(FheUint8(ciphertexts: admitted.blocks.map(\.ciphertext), other))
        }
    }
}
