internal import Synchronization

extension ServerKey {
    /// Looks `inputs[i]` up in `tables[i]`, on `threadCount` cores.
    ///
    /// Batches of up to eight share passes over the keys. The results do not depend on which runs first.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public func bootstrap(
        _ inputs: [LWECiphertext<Word>], _ tables: [LookUpTable<Word>]
    ) -> [LWECiphertext<Word>] {
        precondition(inputs.count == tables.count, "one table for each ciphertext")
        precondition(
            inputs.allSatisfy { $0.dimension == parameters.ciphertextDimension },
            "a ciphertext of another dimension than the key's")
        guard !inputs.isEmpty else { return [] }
        let limit = BootstrapWorkspace<Word>.batchLimit
        // At least as many batches as threads, all of nearly one size.
        let batchCount = max(min(threadCount, inputs.count), (inputs.count + limit - 1) / limit)
        let results = Mutex<[[LWECiphertext<Word>]]>(Array(repeating: [], count: batchCount))
        Threads.forEach(batchCount) { batch in
            let range = inputs.count * batch / batchCount..<inputs.count * (batch + 1) / batchCount
            workspaces.withWorkspace { workspace in
                let done = bootstrap(inputs[range], tables[range], workspace)
                results.withLock { $0[batch] = done }
            }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}

extension ServerKey: TableEvaluator where Word == UInt64 {
    /// Bootstraps all `inputs`, in parallel.
    public func lookUp(
        _ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]
    ) -> [LWECiphertext<UInt64>] { bootstrap(inputs, tables) }
}

extension TFHEParameters {
    /// n of the ciphertexts between operations.
    public var ciphertextDimension: Int { order == .keySwitchFirst ? bigDimension : lweDimension }
}
