internal import TFHEKernelInterface

extension ServerKey {
    /// Looks up to eight ciphertexts up in their tables, in one pass over each key.
    ///
    /// KS→PBS sets: key switch, modulus switch, blind rotation, extraction; PBS→KS sets switch keys last. The result has
    /// the noise of `NoiseBudget.bootstrap` (and of the key switch for PBS→KS).
    ///
    /// - Parameters:
    ///   - inputs: of the dimension that the set encrypts with.
    ///   - tables: one for each.
    ///   - workspace: for this set; of this thread alone.
    /// - Returns: one ciphertext for each input, of its dimension.
    func bootstrap(
        _ inputs: ArraySlice<LWECiphertext<Word>>, _ tables: ArraySlice<LookUpTable<Word>>,
        _ workspace: BootstrapWorkspace<Word>
    ) -> [LWECiphertext<Word>] {
        switch parameters.order {
        case .keySwitchFirst:
            if layout.switchWordByteCount == 4 {
                unsafe switchKeys(inputs, to: UInt32.self, workspace) { index, small in
                    unsafe setRotations(index, small, workspace)
                }
            } else {
                unsafe switchKeys(inputs, to: UInt64.self, workspace) { index, small in
                    unsafe setRotations(index, small, workspace)
                }
            }
        case .bootstrapFirst:
            for (index, input) in inputs.enumerated() {
                unsafe input.words.withUnsafeBufferPointer { unsafe setRotations(index, $0, workspace) }
            }
        }
        for index in 0..<inputs.count { setAccumulator(index, tables[tables.startIndex + index], workspace) }
        unsafe kernels.rotateWords(
            workspace.accumulatorStarts, masks: workspace.rotationStarts, count: inputs.count,
            stepCount: parameters.lweDimension, key: bootstrappingKey, layout.shape, workspace.rotation)
        let extracted = (0..<inputs.count).map { extractSample($0, workspace) }
        guard parameters.order == .bootstrapFirst else { return extracted }
        var results: [LWECiphertext<Word>] = []
        unsafe switchKeys(extracted[...], to: Word.self, workspace) { _, small in
            results.append(LWECiphertext(words: unsafe Array(small)))
        }
        return results
    }

    private func setRotations<Small: TorusInteger>(
        _ index: Int, _ words: UnsafeBufferPointer<Small>, _ workspace: BootstrapWorkspace<Word>
    ) {
        let count = parameters.lweDimension + 1
        unsafe switchModulus(
            words, polynomialSize: parameters.polynomialSize, parameters.modulusSwitch,
            to: UnsafeMutableBufferPointer(start: workspace.rotations + index * count, count: count))
    }

    /// X^(−b̃)·table in the body, zero in the masks.
    private func setAccumulator(
        _ index: Int, _ table: LookUpTable<Word>, _ workspace: BootstrapWorkspace<Word>
    ) {
        let n = parameters.polynomialSize
        let pitch = n + accumulatorTailCount
        let accumulator = unsafe workspace.accumulators + index * workspace.accumulatorPitch
        unsafe accumulator.update(repeating: 0, count: pitch * parameters.glweDimension)
        let body = unsafe accumulator + pitch * parameters.glweDimension
        let rotation = unsafe Int(workspace.rotationStarts[index][parameters.lweDimension])
        unsafe table.coefficients.withUnsafeBufferPointer { table in
            for j in 0..<n {
                // Coefficient j of X^(−b̃)·table is coefficient j + b̃ of the table, negated once around.
                let at = j + rotation
                let word = unsafe table[at & (n - 1)]
                unsafe body[j] = at & n == 0 ? word : 0 &- word
            }
        }
        for j in 0..<accumulatorTailCount { unsafe body[n + j] = 0 &- body[j] }
    }

    /// Coefficient 0: a'_0 = a_0, a'_i = −a_(N−i), b' = b_0.
    private func extractSample(_ index: Int, _ workspace: BootstrapWorkspace<Word>) -> LWECiphertext<Word> {
        let (n, k) = (parameters.polynomialSize, parameters.glweDimension)
        let accumulator = unsafe workspace.accumulators + index * workspace.accumulatorPitch
        let words = unsafe [Word](unsafeUninitializedCapacity: n * k + 1) { words, count in
            for polynomial in 0..<k {
                let mask = unsafe accumulator + polynomial * (n + accumulatorTailCount)
                let target = n * polynomial
                unsafe words[target] = mask[0]
                for i in 1..<n { unsafe words[target + i] = 0 &- mask[n - i] }
            }
            unsafe words[n * k] = accumulator[k * (n + accumulatorTailCount)]
            count = n * k + 1
        }
        return LWECiphertext(words: words)
    }
}
