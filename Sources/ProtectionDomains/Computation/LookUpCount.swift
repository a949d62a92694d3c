internal import LWECore
internal import Synchronization

extension Circuit {
    /// Look-ups that the circuit takes: its price, found by a run on empty ciphertexts.
    ///
    /// Does not depend on any encrypted value. On more cores operations may take more look-ups, to be done earlier.
    ///
    /// - Parameters:
    ///   - inputs: types of the values that come first.
    ///   - parameters: of their key.
    ///   - threadCount: how many look-ups are done at the same time.
    /// - Returns: the number of bootstraps.
    /// - Throws: `.unsupportedParameters` for a circuit that does not validate.
    func lookUpCount(
        inputs: [EncryptedType], _ parameters: TFHEParameters, threadCount: Int
    ) throws(LWEError) -> Int {
        let counter = CountingEvaluator(parameters, threadCount)
        let integers = try IntegerEvaluator(counter)
        var values: [AnyEncryptedInteger] = []
        for type in inputs {
            let ciphertexts = try type.digits(ofPattern: 0, counter.parameters).map { _ in counter.fresh() }
            values.append(try AnyEncryptedInteger(type, ciphertexts: ciphertexts, integers.label))
        }
        _ = try run(values, on: integers)
        return counter.count
    }
}

/// Counts look-ups instead of doing them.
///
/// Their number depends on the plaintext space alone, so the ciphertexts are tiny ones that mean nothing.
private final class CountingEvaluator: TableEvaluator {
    let parameters: TFHEParameters
    let identifier: UInt64 = 0
    let threadCount: Int
    private let state = Mutex((lookUps: 0, ciphertexts: UInt64(0)))

    init(_ parameters: TFHEParameters, _ threadCount: Int) {
        self.threadCount = threadCount
        var tiny = parameters
        tiny.polynomialSize = max(parameters.boxCount, 16)
        tiny.glweDimension = 1
        self.parameters = tiny
    }

    var count: Int { state.withLock { $0.lookUps } }

    /// A ciphertext unlike all others, as real ones are: equal ones would be looked up once, and those whose sum has no
    /// mask not at all.
    func fresh() -> LWECiphertext<UInt64> {
        state.withLock { state in
            state.ciphertexts += 1
            var words = [UInt64](repeating: 0, count: parameters.bigDimension + 1)
            // Mixed (splitmix64), so that no sum of a few of them is zero.
            var mixed = state.ciphertexts &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            words[0] = mixed ^ mixed >> 31
            return LWECiphertext(words: words)
        }
    }

    func lookUp(
        _ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]
    ) -> [LWECiphertext<UInt64>] {
        state.withLock { $0.lookUps += inputs.count }
        return inputs.map { _ in fresh() }
    }
}
