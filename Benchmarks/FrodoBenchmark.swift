internal import CCrypto
internal import LWECore
internal import SecretMemory

/// FrodoKEM against liboqs, whose published times are scaled by the rate of AES-128-CTR in the same run.
enum FrodoBenchmark {
    /// Key generation, encapsulation and decapsulation of all six variants, and their ratios to liboqs.
    static let kem = Benchmark(
        "frodo", "FrodoKEM; ratios are to liboqs on the same processor, scaled by the rate of AES-128-CTR."
    ) { effort throws(BenchmarkError) in
        do {
            var results: [BenchmarkResult] = []
            let counterMode = try CounterMode()
            for variant in FrodoVariant.allCases {
                results += try measure(variant, counterMode, samples: effort.choose(quick: 5, full: 301))
            }
            let rates = (0..<effort.choose(quick: 5, full: 101)).map { _ in counterMode.rate() }.sorted()
            return [BenchmarkResult("frodo/aes-ctr", .value(rates[rates.count / 2], unit: "GB/s"))] + results
        } catch let error as BenchmarkError {
            throw error
        } catch { throw BenchmarkError("FrodoKEM: \(error)") }
    }

    /// liboqs on a Zen 5 at 4.1 GHz, microseconds of key generation, encapsulation and decapsulation.
    private static let published: [String: [Double]] = [
        "FrodoKEM-640-AES": [194, 266, 247], "FrodoKEM-640-SHAKE": [427, 504, 491],
    ]
    /// The rate of AES-128-CTR where liboqs was measured, GB/s.
    private static let publishedRate = 12.3

    private static func measure(
        _ variant: FrodoVariant, _ counterMode: CounterMode, samples: Int
    ) throws -> [BenchmarkResult] {
        let kem = FrodoKEM(variant)
        let entropy = try SeededEntropy(seed: 1, stream: variant.name)
        let pair = try kem.generateKeyPair(using: entropy)
        let ciphertext = try kem.encapsulate(to: pair.publicKey, using: entropy).ciphertext
        var samplesOf = [[Double]](repeating: [], count: 3)
        var ratiosOf = samplesOf
        for _ in 0..<samples {
            let rate = counterMode.rate()
            let began = Stopwatch.microseconds()
            _ = try kem.generateKeyPair(using: entropy)
            let generated = Stopwatch.microseconds()
            _ = try kem.encapsulate(to: pair.publicKey, using: entropy)
            let encapsulated = Stopwatch.microseconds()
            _ = try kem.decapsulate(ciphertext, with: pair.secretKey)
            let decapsulated = Stopwatch.microseconds()
            let durations = [generated - began, encapsulated - generated, decapsulated - encapsulated]
            for (index, duration) in durations.enumerated() {
                samplesOf[index].append(duration)
                guard let reference = published[variant.name]?[index] else { continue }
                ratiosOf[index].append(duration / (reference * publishedRate / rate))
            }
        }
        return results(variant, samplesOf, ratiosOf)
    }

    private static func results(
        _ variant: FrodoVariant, _ samples: [[Double]], _ ratios: [[Double]]
    ) -> [BenchmarkResult] {
        let prefix = "frodo/" + variant.name.dropFirst("FrodoKEM-".count).lowercased()
        return zip(["keygen", "encaps", "decaps"], zip(samples, ratios)).flatMap { operation, measured in
            let name = "\(prefix)/\(operation)"
            let duration = BenchmarkResult(name, .duration(Durations(samples: measured.0)))
            guard !measured.1.isEmpty else { return [duration] }
            let median = measured.1.sorted()[measured.1.count / 2]
            return [duration, BenchmarkResult(name + "/ratio", .value(median, unit: "of liboqs"))]
        }
    }
}

/// AES-128-CTR of OpenSSL over a buffer that stays in the cache: the processor's yardstick.
@safe
private final class CounterMode {
    private let context: OpaquePointer
    private var buffer = [UInt8](repeating: 0, count: 16384)

    init() throws(BenchmarkError) {
        let key = [UInt8](repeating: 1, count: 32)
        guard let context = unsafe EVP_CIPHER_CTX_new(),
            unsafe EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nil, key, Array(key[..<16])) == 1
        else { throw BenchmarkError("OpenSSL has no AES-128-CTR") }
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// GB/s over some 50 µs.
    func rate() -> Double {
        let rounds = 40
        var length: Int32 = 0
        let began = Stopwatch.microseconds()
        for _ in 0..<rounds {
            unsafe buffer.withUnsafeMutableBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe EVP_EncryptUpdate(context, base, &length, base, Int32(bytes.count))
            }
        }
        return Double(rounds * buffer.count) / (Stopwatch.microseconds() - began) / 1000
    }
}
