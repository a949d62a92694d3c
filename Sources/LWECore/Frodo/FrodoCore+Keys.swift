internal import SecretMemory

extension FrodoCore {
    /// Computes the public key `seedA || Pack(A·S + E)` from `matrixSeed` (seedA, 16 bytes) and `seed` (seedSE).
    ///
    /// Overwrites `sTransposed`, 8 × n words, with S transposed modulo 2^16.
    func publicKey(
        matrixSeed: [UInt8], seed: UnsafeRawBufferPointer, sTransposed: UnsafeMutableBufferPointer<UInt16>
    ) throws(LWEError) -> [UInt8] {
        let count = factorCount
        let packedCount = parameters.packedByteCount(count)
        return try Scratch.run(byteCount: Scratch.byteCount(UInt16.self, 2 * count)) {
            scratch throws(LWEError) in
            let errors = unsafe scratch.take(UInt16.self, 2 * count)
            try unsafe sample(prefix: 0x5F, seed: seed, into: errors)
            let s = unsafe UnsafeMutableBufferPointer(rebasing: errors[..<count])
            let b = unsafe UnsafeMutableBufferPointer(rebasing: errors[count...])
            _ = unsafe sTransposed.update(from: s)
            try unsafe addKeyProduct(seed: matrixSeed.span, sTransposed: UnsafeBufferPointer(s), to: b)
            var bytes = matrixSeed + [UInt8](repeating: 0, count: packedCount)
            unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe parameters.pack(
                    UnsafeBufferPointer(b),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[matrixSeed.count...]))
            }
            return bytes
        }
    }

    /// Computes `B' = S'·A + E'` and `C = S'·B + E''`, without a message, from `seed` (seedSE').
    ///
    /// `publicKey` is `seedA || Pack(B)`, its length checked. Overwrites `bPrime`, 8 × n words, and `c`, 64 words.
    func encryptZero(
        publicKey: [UInt8], seed: UnsafeRawBufferPointer, bPrime: UnsafeMutableBufferPointer<UInt16>,
        c: UnsafeMutableBufferPointer<UInt16>
    ) throws(LWEError) {
        let count = factorCount
        let samples = 2 * count + FrodoParameterSet.entryCount
        let byteCount = Scratch.byteCount(UInt16.self, samples) + Scratch.byteCount(UInt16.self, count)
        try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) in
            let errors = unsafe scratch.take(UInt16.self, samples)
            try unsafe sample(prefix: 0x96, seed: seed, into: errors)
            let s = unsafe UnsafeBufferPointer(rebasing: errors[..<count])
            _ = unsafe bPrime.update(from: errors[count..<2 * count])
            _ = unsafe c.update(from: errors[(2 * count)...])
            let matrixSeed = publicKey.span.extracting(first: FrodoParameterSet.matrixSeedByteCount)
            try unsafe addCiphertextProduct(seed: matrixSeed, s: s, to: bPrime)
            let b = unsafe scratch.take(UInt16.self, count)
            unsafe publicKey.withUnsafeBytes { bytes in
                unsafe parameters.unpack(
                    UnsafeRawBufferPointer(rebasing: bytes[FrodoParameterSet.matrixSeedByteCount...]), into: b
                )
            }
            unsafe addBodyProduct(s: s, b: UnsafeBufferPointer(b), to: c)
        }
    }
}
