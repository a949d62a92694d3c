public import SecretMemory

extension FrodoKEM {
    /// Makes a shared secret and the ciphertext that carries it, from one draw of `mu || salt`.
    ///
    /// - Throws: `.parametersDiffer` when the key belongs to another variant.
    public func encapsulate(
        to publicKey: FrodoPublicKey, using entropy: some EntropySource
    ) throws(LWEError) -> FrodoEncapsulation {
        guard publicKey.variant == variant else {
            throw .parametersDiffer("\(publicKey.variant) key for \(variant)")
        }
        let set = variant.parameters
        let keyHash = try hash(of: publicKey)
        var sharedSecret = try SecretBytes.zeros(variant.sharedSecretByteCount)
        let ciphertext = try Scratch.run(byteCount: Encryption.scratchByteCount(core)) {
            scratch throws(LWEError) -> [UInt8] in
            let encryption = Encryption(core, &scratch)
            unsafe entropy.fill(encryption.muAndSalt)
            try encryption.run(publicKey: publicKey.bytes, keyHash: keyHash)
            var ciphertext = [UInt8](repeating: 0, count: variant.ciphertextByteCount)
            unsafe ciphertext.withUnsafeMutableBytes { bytes in
                let split = set.packedByteCount(core.factorCount)
                let saltStart = bytes.count - set.seedByteCount
                unsafe set.pack(
                    UnsafeBufferPointer(encryption.bPrime),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<split]))
                unsafe set.pack(
                    UnsafeBufferPointer(encryption.c),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[split..<saltStart]))
                unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[saltStart...])
                    .copyMemory(from: UnsafeRawBufferPointer(encryption.salt))
            }
            try unsafe finish(ciphertext, key: UnsafeRawBufferPointer(encryption.k), into: &sharedSecret)
            return ciphertext
        }
        return FrodoEncapsulation(
            ciphertext: try FrodoCiphertext(variant, bytes: ciphertext), sharedSecret: sharedSecret)
    }

    /// SHAKE of the public key, as long as a secret.
    private func hash(of publicKey: FrodoPublicKey) throws(LWEError) -> [UInt8] {
        var hash = try core.hash()
        try hash.absorb(publicKey.bytes)
        return try hash.squeeze(variant.parameters.secretByteCount)
    }

    /// ss = SHAKE(ciphertext || key).
    func finish(
        _ ciphertext: [UInt8], key: UnsafeRawBufferPointer, into sharedSecret: inout SecretBytes
    ) throws(LWEError) {
        var hash = try core.hash()
        try hash.absorb(ciphertext)
        try unsafe hash.absorb(key)
        try unsafe sharedSecret.withUnsafeMutableBytes { bytes throws(LWEError) in
            try unsafe hash.squeeze(into: bytes)
        }
    }
}

extension FrodoKEM {
    /// The deterministic encryption of mu under a salt, which encapsulation runs and decapsulation repeats.
    @safe
    struct Encryption {
        private let core: FrodoCore
        /// mu || salt, to be filled before `run`.
        let muAndSalt: UnsafeMutableRawBufferPointer
        /// seedSE' || k, written by `run`.
        private let seedAndKey: UnsafeMutableRawBufferPointer
        /// 8 × n and 8 × 8 words, written by `run`, not reduced.
        let bPrime, c: UnsafeMutableBufferPointer<UInt16>

        static func scratchByteCount(_ core: FrodoCore) -> Int {
            2 * Scratch.byteCount(UInt8.self, core.parameters.secretByteCount + core.parameters.seedByteCount)
                + Scratch.byteCount(UInt16.self, core.factorCount)
                + Scratch.byteCount(UInt16.self, FrodoParameterSet.entryCount)
        }

        init(_ core: FrodoCore, _ scratch: inout Scratch) {
            let set = core.parameters
            self.core = core
            unsafe muAndSalt = UnsafeMutableRawBufferPointer(
                scratch.take(UInt8.self, set.secretByteCount + set.seedByteCount))
            unsafe seedAndKey = UnsafeMutableRawBufferPointer(
                scratch.take(UInt8.self, set.seedByteCount + set.secretByteCount))
            unsafe bPrime = scratch.take(UInt16.self, core.factorCount)
            unsafe c = scratch.take(UInt16.self, FrodoParameterSet.entryCount)
        }

        var mu: UnsafeMutableRawBufferPointer {
            unsafe UnsafeMutableRawBufferPointer(rebasing: muAndSalt[..<core.parameters.secretByteCount])
        }
        var salt: UnsafeMutableRawBufferPointer {
            unsafe UnsafeMutableRawBufferPointer(rebasing: muAndSalt[core.parameters.secretByteCount...])
        }
        var k: UnsafeMutableRawBufferPointer {
            unsafe UnsafeMutableRawBufferPointer(rebasing: seedAndKey[core.parameters.seedByteCount...])
        }

        func run(publicKey: [UInt8], keyHash: [UInt8]) throws(LWEError) {
            var hash = try core.hash()
            try hash.absorb(keyHash)
            try unsafe hash.absorb(UnsafeRawBufferPointer(muAndSalt))
            try unsafe hash.squeeze(into: seedAndKey)
            try unsafe core.encryptZero(
                publicKey: publicKey,
                seed: UnsafeRawBufferPointer(rebasing: seedAndKey[..<core.parameters.seedByteCount]),
                bPrime: bPrime, c: c)
            unsafe core.parameters.addEncoded(UnsafeRawBufferPointer(mu), to: c)
        }
    }
}
