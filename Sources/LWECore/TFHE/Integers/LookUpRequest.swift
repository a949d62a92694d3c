/// One look-up to be done: a block and a function of its value.
struct LookUpRequest {
    let input: EncryptedBlock
    /// Whether the function gives units of Δ/2.
    let isInHalves: Bool
    /// Whether a bootstrap is wanted even if the function only adds a constant: its noise is known to be independent.
    var isForced = false
    let function: (Int) -> Int

    init(_ input: EncryptedBlock, _ function: @escaping (Int) -> Int) {
        self.input = input
        isInHalves = false
        self.function = function
    }

    /// `function` counts in halves; the result's range is rounded outwards, and the caller adds up to whole ones.
    init(_ input: EncryptedBlock, halves function: @escaping (Int) -> Int) {
        self.input = input
        isInHalves = true
        self.function = function
    }

    /// A function of the two messages or bits `high` < `highModulus` and `low` < `lowModulus`.
    init(
        high: EncryptedBlock, low: EncryptedBlock, lowModulus: Int, _ function: @escaping (Int, Int) -> Int
    ) {
        if let value = high.knownValue {
            self.init(low) { function(value, $0) }
        } else if let value = low.knownValue {
            self.init(high) { function($0, value) }
        } else {
            self.init(high.scaled(by: lowModulus) + low) { function($0 / lowModulus, $0 % lowModulus) }
        }
    }

    fileprivate var halves: (Int) -> Int {
        isInHalves ? function : { [function] in 2 * function($0) }
    }

    /// The values that the function takes, whole ones.
    fileprivate var outputRange: ClosedRange<Int> {
        var (low, high) = (Int.max, Int.min)
        for value in input.range {
            let output = function(value)
            low = min(low, isInHalves ? output >> 1 : output)
            high = max(high, isInHalves ? (output + 1) >> 1 : output)
        }
        return low...high
    }

    /// The difference of output and input, if it is the same for all values.
    fileprivate var translation: Int? {
        guard !isInHalves else { return nil }
        let distance = function(input.range.lowerBound) - input.range.lowerBound
        return input.range.allSatisfy { function($0) - $0 == distance } ? distance : nil
    }
}

extension IntegerEvaluator {
    /// Looks all `requests` up at once.
    ///
    /// A bootstrap is spared where the input is evident or the output known, where the function only adds a constant to a
    /// block that is no noisier than a bootstrap's output, and where the same was asked before.
    func lookUp(_ requests: [LookUpRequest]) -> [EncryptedBlock] {
        var results = [EncryptedBlock?](repeating: nil, count: requests.count)
        var inputs: [LWECiphertext<UInt64>] = []
        var tables: [LookUpTable<UInt64>] = []
        var pending: [(request: Int, job: Int, range: ClosedRange<Int>, offset: UInt64)] = []
        var jobs: [[UInt64]: [(job: Int, boxes: [UInt64])]] = [:]
        for (index, request) in requests.enumerated() {
            let range = request.outputRange
            if range.count == 1 && !request.isInHalves {
                results[index] = known(range.lowerBound)
                continue
            }
            if let value = request.input.evidentValue {
                guard request.isInHalves else {
                    results[index] = known(request.function(value))
                    continue
                }
                let word = UInt64(truncatingIfNeeded: request.function(value)) &* (parameters.delta / 2)
                results[index] = EncryptedBlock(
                    LWECiphertext(trivial: word, dimension: parameters.bigDimension), range: range,
                    noise: .none, label)
                continue
            }
            if !request.isForced, request.input.squaredNoise <= 1, let distance = request.translation {
                results[index] = request.input + distance
                continue
            }
            guard let table = BlockTable(parameters, on: request.input.range, halves: request.halves),
                request.input.squaredNoise <= noiseLimit * (1 + 1e-9)
            else {
                // Not a matter of inputs: the operation asked for what its operands' ranges do not allow.
                fatalError(
                    "no table for \(request.input.range) with noise \(request.input.squaredNoise)")
            }
            let words = request.input.ciphertext.words
            let key = [words[0], words[words.count / 2], words[words.count - 1]]
            let same = jobs[key]?.first { $0.boxes == table.boxes && inputs[$0.job].words == words }
            let job = same?.job ?? inputs.count
            if same == nil {
                jobs[key, default: []].append((job, table.boxes))
                inputs.append(request.input.ciphertext)
                tables.append(LookUpTable(boxes: table.boxes, polynomialSize: parameters.polynomialSize))
            }
            pending.append((index, job, range, table.offset))
        }
        if !inputs.isEmpty {
            let outputs = evaluator.lookUp(inputs, in: tables)
            for (index, job, range, offset) in pending {
                let noise = BlockNoise.bootstrap(outputs[job])
                results[index] = EncryptedBlock(
                    outputs[job], range: range, noise: noise, label
                ).shifted(byWord: offset)
            }
        }
        return results.map { block in
            guard let block else { fatalError("a look-up without a result") }
            return block
        }
    }

    /// Looks one up.
    func lookUp(_ input: EncryptedBlock, _ function: @escaping (Int) -> Int) -> EncryptedBlock {
        lookUp([LookUpRequest(input, function)])[0]
    }

    /// The blocks, bootstrapped where their noise has a larger ν than `limit`.
    func refreshed(_ blocks: [EncryptedBlock], above limit: Double = 1) -> [EncryptedBlock] {
        var blocks = blocks
        let noisy = blocks.indices.filter { blocks[$0].squaredNoise > limit * limit * (1 + 1e-9) }
        let clean = lookUp(noisy.map { LookUpRequest(blocks[$0]) { $0 } })
        for (index, block) in zip(noisy, clean) { blocks[index] = block }
        return blocks
    }
}
