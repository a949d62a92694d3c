internal import TFHEKernelInterface

extension ServerKey {
    /// Switches big ciphertexts to the small key and hands each over: (0, b) − Σ d_(i,l)·KSK_(i,l).
    ///
    /// Adds the variance of `NoiseFormulas.keySwitch`. Narrow words go four at a time through one pass over the key. Time
    /// depends on sizes alone.
    ///
    /// - Parameters:
    ///   - inputs: of dimension kN.
    ///   - small: the word that the switching key is kept in.
    ///   - workspace: of this thread.
    ///   - consume: takes the index of a result and its n + 1 words, valid during the call.
    func switchKeys<Small: TorusInteger>(
        _ inputs: ArraySlice<LWECiphertext<Word>>, to small: Small.Type,
        _ workspace: BootstrapWorkspace<Word>, _ consume: (Int, UnsafeBufferPointer<Small>) -> Void
    ) {
        precondition(
            MemoryLayout<Small>.stride == layout.switchWordByteCount, "the switching key has other words")
        var done = 0
        while done < inputs.count {
            let rest = inputs.count - done
            let count = Small.bitWidth == 32 && rest >= 3 ? min(4, rest) : 1
            let group = inputs[(inputs.startIndex + done)..<(inputs.startIndex + done + count)]
            switchGroup(group, to: small, workspace)
            let pitch = workspace.smallByteCount / MemoryLayout<Small>.stride
            let results = unsafe workspace.small.assumingMemoryBound(to: Small.self)
            for index in 0..<count {
                unsafe consume(
                    done + index,
                    UnsafeBufferPointer(start: results + index * pitch, count: layout.switchColumnCount))
            }
            done += count
        }
    }

    /// One, or up to four narrow ones, to `workspace.small`.
    private func switchGroup<Small: TorusInteger>(
        _ group: ArraySlice<LWECiphertext<Word>>, to _: Small.Type, _ workspace: BootstrapWorkspace<Word>
    ) {
        let lanes = group.count == 1 ? 1 : 4
        let results = unsafe workspace.small.assumingMemoryBound(to: Small.self)
        let pitch = workspace.smallByteCount / MemoryLayout<Small>.stride
        unsafe results.update(repeating: 0, count: lanes * pitch)
        if lanes > group.count {
            let digits = unsafe workspace.digits.assumingMemoryBound(to: Small.self)
            unsafe digits.update(repeating: 0, count: lanes * layout.switchRowCount)
        }
        for (index, input) in group.enumerated() {
            unsafe results[index * pitch + layout.switchColumnCount - 1] = input.body.rounded(to: Small.self)
            unsafe input.words.withUnsafeBufferPointer { words in
                unsafe decompose(words, index: index, stride: lanes, to: Small.self, workspace)
            }
        }
        if Small.bitWidth == 64 {
            unsafe switchKernels.subtractRows(
                workspace.digits.assumingMemoryBound(to: UInt64.self), rowCount: layout.switchRowCount,
                key: switchingKey.assumingMemoryBound(to: UInt64.self), tileCount: layout.tileCount,
                from: workspace.small.assumingMemoryBound(to: UInt64.self))
        } else if lanes == 1 {
            unsafe switchKernels.subtractRows(
                workspace.digits.assumingMemoryBound(to: UInt32.self), rowCount: layout.switchRowCount,
                key: switchingKey.assumingMemoryBound(to: UInt32.self), tileCount: layout.tileCount,
                from: workspace.small.assumingMemoryBound(to: UInt32.self))
        } else {
            unsafe switchKernels.subtractRowsOfFour(
                workspace.digits.assumingMemoryBound(to: UInt32.self), rowCount: layout.switchRowCount,
                key: switchingKey.assumingMemoryBound(to: UInt32.self), tileCount: layout.tileCount,
                from: workspace.small.assumingMemoryBound(to: UInt32.self))
        }
    }

    /// Digits of the mask, [row][lane].
    private func decompose<Small: TorusInteger>(
        _ words: UnsafeBufferPointer<Word>, index: Int, stride: Int, to _: Small.Type,
        _ workspace: BootstrapWorkspace<Word>
    ) {
        guard let base = words.baseAddress else { return }
        let raw = unsafe UnsafeRawPointer(base)
        let (count, gadget) = (parameters.bigDimension, parameters.keySwitch)
        if Small.bitWidth == 64 {
            unsafe switchKernels.decompose(
                raw.assumingMemoryBound(to: UInt64.self), count: count, levelCount: gadget.levelCount,
                baseLog: gadget.baseLog, to: workspace.digits.assumingMemoryBound(to: UInt64.self) + index,
                stride: stride)
        } else if Word.bitWidth == 64 {
            unsafe switchKernels.decompose(
                raw.assumingMemoryBound(to: UInt64.self), count: count, levelCount: gadget.levelCount,
                baseLog: gadget.baseLog, to: workspace.digits.assumingMemoryBound(to: UInt32.self) + index,
                stride: stride)
        } else {
            unsafe switchKernels.decompose(
                raw.assumingMemoryBound(to: UInt32.self), count: count, levelCount: gadget.levelCount,
                baseLog: gadget.baseLog, to: workspace.digits.assumingMemoryBound(to: UInt32.self) + index,
                stride: stride)
        }
    }
}

extension TorusInteger {
    /// The nearest torus word of at most the same width.
    func rounded<Small: TorusInteger>(to _: Small.Type) -> Small {
        let dropped = Self.bitWidth - Small.bitWidth
        guard dropped > 0 else { return Small(truncatingIfNeeded: self) }
        let half = Self(1) << Self(dropped - 1)
        return Small(truncatingIfNeeded: (self &+ half) >> Self(dropped))
    }
}
