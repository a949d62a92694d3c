public import SecretMemory

extension FrodoKEM {
    /// Gets the shared secret of a ciphertext.
    ///
    /// A ciphertext that was not made by encapsulation gives a secret that nobody can predict (implicit rejection),
    /// in the same time.
    ///
    /// - Throws: `.parametersDiffer` when key or ciphertext belongs to another variant.
    public func decapsulate(
        _ ciphertext: FrodoCiphertext, with secretKey: borrowing FrodoSecretKey
    ) throws(LWEError) -> SecretBytes {
        guard ciphertext.variant == variant, secretKey.variant == variant else {
            throw .parametersDiffer(
                "\(ciphertext.variant) ciphertext, \(secretKey.variant) key for \(variant)")
        }
        let publicKey = try secretKey.publicKey()
        var sharedSecret = try SecretBytes.zeros(variant.sharedSecretByteCount)
        let byteCount =
            Encryption.scratchByteCount(core) + Scratch.byteCount(UInt16.self, core.factorCount)
            + 2 * Scratch.byteCount(UInt16.self, FrodoParameterSet.entryCount)
            + Scratch.byteCount(UInt8.self, variant.parameters.secretByteCount)
        try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) in
            try unsafe secretKey.bytes.withUnsafeBytes { secret throws(LWEError) in
                let key = try unsafe selectKey(
                    ciphertext.bytes, secret: secret, publicKey: publicKey.bytes, &scratch)
                try unsafe finish(ciphertext.bytes, key: key, into: &sharedSecret)
            }
        }
        return sharedSecret
    }

    /// k' of the decrypted mu' when encrypting mu' again gives the ciphertext, else s; chosen without a branch.
    private func selectKey(
        _ ciphertext: [UInt8], secret: UnsafeRawBufferPointer, publicKey: [UInt8], _ scratch: inout Scratch
    ) throws(LWEError) -> UnsafeRawBufferPointer {
        let set = variant.parameters
        let layout = SecretKeyLayout(variant)
        let bPrime = unsafe scratch.take(UInt16.self, core.factorCount)
        let c = unsafe scratch.take(UInt16.self, FrodoParameterSet.entryCount)
        let split = set.packedByteCount(core.factorCount)
        let saltStart = ciphertext.count - set.seedByteCount
        let encryption = Encryption(core, &scratch)
        unsafe ciphertext.withUnsafeBytes { bytes in
            unsafe set.unpack(UnsafeRawBufferPointer(rebasing: bytes[..<split]), into: bPrime)
            unsafe set.unpack(UnsafeRawBufferPointer(rebasing: bytes[split..<saltStart]), into: c)
            unsafe encryption.salt.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[saltStart...]))
        }
        let noisy = unsafe scratch.take(UInt16.self, FrodoParameterSet.entryCount)
        unsafe core.removeMask(
            bPrime: UnsafeBufferPointer(bPrime), c: UnsafeBufferPointer(c),
            sTransposed: UnsafeRawBufferPointer(rebasing: secret[layout.sTransposed]).bindMemory(
                to: UInt16.self),
            into: noisy)
        unsafe set.decode(UnsafeBufferPointer(noisy), into: encryption.mu)
        try unsafe encryption.run(publicKey: publicKey, keyHash: Array(secret[layout.publicKeyHash]))

        var difference: UInt16 = 0
        for index in 0..<bPrime.count {
            difference |= unsafe (encryption.bPrime[index] & set.modulusMask) ^ bPrime[index]
        }
        for index in 0..<c.count { difference |= unsafe (encryption.c[index] & set.modulusMask) ^ c[index] }
        // All ones when equal, else zero.
        let equal = UInt8(truncatingIfNeeded: (UInt32(difference) &- 1) >> 24)
        let key = unsafe scratch.take(UInt8.self, set.secretByteCount)
        for index in 0..<key.count {
            unsafe key[index] = (encryption.k[index] & equal) | (secret[layout.s.lowerBound + index] & ~equal)
        }
        return UnsafeRawBufferPointer(key)
    }
}
