public import SecretMemory

extension Regev {
    /// Makes a key pair from one draw of `seed of A (16) || seed of s and e (32)`.
    ///
    /// s is uniform modulo q and e has the errors of FrodoKEM-640, both from SHAKE128 of their seed. One pass over A:
    /// 12.6 MB of AES.
    public func generateKeyPair(using entropy: some EntropySource) throws(LWEError) -> RegevKeyPair {
        let (n, m) = (parameters.dimension, parameters.rows)
        var secret = try SecretBytes.zeros(2 * n)
        let byteCount =
            Scratch.byteCount(UInt8.self, Self.seedByteCount) + Scratch.byteCount(UInt16.self, 8 * n)
            + Scratch.byteCount(UInt16.self, n + m) + Scratch.byteCount(UInt16.self, 8 * m)
        let publicKey = try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) -> RegevPublicKey in
            let random = unsafe UnsafeMutableRawBufferPointer(scratch.take(UInt8.self, Self.seedByteCount))
            unsafe entropy.fill(random)
            let samples = unsafe scratch.take(UInt16.self, n + m)
            var hash = try Shake(.shake128)
            try unsafe hash.absorb(UnsafeRawBufferPointer(rebasing: random[16...]))
            try unsafe hash.squeeze(into: UnsafeMutableRawBufferPointer(samples))
            let errors = unsafe UnsafeMutableBufferPointer(rebasing: samples[n...])
            unsafe Kernels(level).sampleErrors(errors, table: RegevParameters.errors.errorTable.dropLast())

            // The kernel multiplies by eight columns; the other seven stay zero.
            let columns = unsafe scratch.take(UInt16.self, 8 * n)
            for index in 0..<n { unsafe columns[index] = samples[index] & RegevParameters.modulusMask }
            unsafe secret.withUnsafeMutableBytes {
                unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: columns.baseAddress, count: 2 * n))
            }
            let products = unsafe scratch.take(UInt16.self, 8 * m)
            let seed = unsafe Array(random[..<16])
            let matrix = PublicMatrix(generator: .aes, seed: seed, rows: m, columns: n, level: level)
            guard let factors = columns.baseAddress, let sums = products.baseAddress else {
                throw .cryptoLibrary(function: "malloc")
            }
            try unsafe matrix.forEachBlock { firstRow, rowCount, entries in
                unsafe Kernels(level).addRowProducts(
                    entries, rowCount: rowCount, columns: n, sTransposed: factors, to: sums + 8 * firstRow)
            }
            let b = (0..<m).map { unsafe (products[8 * $0] &+ errors[$0]) & RegevParameters.modulusMask }
            return try RegevPublicKey(parameters, seed: seed, b: b)
        }
        return RegevKeyPair(
            publicKey: publicKey,
            secretKey: RegevSecretKey(parameters: parameters, identifier: publicKey.identifier, s: secret))
    }

    private static let seedByteCount = 48
}
