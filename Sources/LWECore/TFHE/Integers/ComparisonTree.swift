// Comparisons are made on *differences*: blocks whose value is negative, zero or positive. Σ 2^i·sign_i has the sign of
// the most significant one that is not zero; a table that only asks for signs may take the whole turn, −MC < v < MC.
extension IntegerEvaluator {
    /// What is asked about a sign.
    enum SignTest {
        case less, lessOrEqual, greater, greaterOrEqual

        func callAsFunction(_ value: Int) -> Int {
            switch self {
            case .less: value < 0 ? 1 : 0
            case .lessOrEqual: value <= 0 ? 1 : 0
            case .greater: value > 0 ? 1 : 0
            case .greaterOrEqual: value >= 0 ? 1 : 0
            }
        }
    }

    /// Tests the sign of the number with these digits' differences, little-endian, each between −(M − 1) and M − 1.
    ///
    /// - Complexity: one look-up for each difference, log(count) deep: a look-up takes one difference and, above it, the
    ///   signs of log2 C runs of more significant ones. On many threads, with C = 2: signs first, then pairs of them.
    func test(_ differences: [EncryptedBlock], _ test: SignTest) -> EncryptedBlock {
        let children = children(carryModulus.trailingZeroBitCount)
        if children == 1 && evaluator.threadCount > 2 { return testByPairs(differences, test) }
        return foldTree(
            count: differences.count, children: children,
            { own, results in
                results.reduce(differences[own], +)
            },
            weight: { [messageModulus] in messageModulus << $0 }, node: { $0.signum() }, root: { test($0) })
    }

    /// Tests the sign through signs of each difference alone; differences may take the whole turn.
    func testByPairs(_ differences: [EncryptedBlock], _ test: SignTest) -> EncryptedBlock {
        var signs = differences
        while signs.count > 1 {
            let results = lookUp(
                signs.enumerated().map { index, sign in
                    LookUpRequest(sign) { [capacityBits] in $0.signum() << (index % capacityBits) }
                })
            signs = stride(from: 0, to: results.count, by: capacityBits).map { start in
                let group = results[start..<min(start + capacityBits, results.count)]
                return group.dropFirst().reduce(group[start], +)
            }
        }
        return lookUp(signs[0]) { test($0) }
    }

    /// Whether all blocks are zero.
    ///
    /// Each block comes with the number of digits in it, 1 or 2: its values lie between −(M^size − 1) and M^size − 1.
    ///
    /// - Complexity: one look-up for each block, log(count) deep, or on more threads a few more and less depth.
    func equals(_ blocks: [(size: Int, block: EncryptedBlock)], _ isWanted: Bool = true) -> EncryptedBlock {
        let (yes, no) = isWanted ? (1, 0) : (0, 1)
        let count = blocks.count
        let children = children(carryModulus - 1)
        let treeRounds = treeSizes(count, children).reduce(0) { $0 + rounds($1) }
        var sumRounds = 0
        var left = count
        while left > 1 {
            sumRounds += rounds(left)
            left = (left + capacity - 1) / capacity
        }
        sumRounds += 1
        if treeRounds <= sumRounds && blocks.allSatisfy({ $0.size == 1 }) {
            return foldTree(
                count: count, children: children, { own, results in results.reduce(blocks[own].block, +) },
                weight: { [messageModulus] _ in messageModulus }, node: { $0 == 0 ? 0 : 1 },
                root: { $0 == 0 ? yes : no })
        }
        var terms = blocks.map(\.block)
        while terms.count > 1 {
            let flags = lookUp(terms.map { term in LookUpRequest(term) { $0 == 0 ? 0 : 1 } })
            terms = sums(flags)
        }
        return lookUp(terms[0]) { $0 == 0 ? yes : no }
    }

    /// How many results, `room` at most, a node takes beside a difference: that of two operands from elsewhere has ν = 2, and
    /// bootstraps of their own add √count.
    func children(_ room: Int) -> Int {
        let left = noiseLimit.squareRoot() - 2
        return max(1, min(room, Int(left * left)))
    }

    /// Whether any of these blocks, none of them negative, is not zero.
    func any(_ blocks: [EncryptedBlock]) -> EncryptedBlock {
        var terms = sums(blocks)
        while terms.count > 1 {
            terms = sums(lookUp(terms.map { term in LookUpRequest(term) { $0 == 0 ? 0 : 1 } }))
        }
        return lookUp(terms[0]) { $0 == 0 ? 0 : 1 }
    }

    /// Sums of blocks that are not negative, as few as a test for zero allows: values up to MC.
    private func sums(_ blocks: [EncryptedBlock]) -> [EncryptedBlock] {
        var sums: [EncryptedBlock] = []
        for block in blocks {
            if let last = sums.last, case let more = last + block, more.range.upperBound <= capacity,
                more.squaredNoise <= noiseLimit
            {
                sums[sums.count - 1] = more
            } else {
                sums.append(block)
            }
        }
        return sums.isEmpty ? [known(0)] : sums
    }

    /// Folds `count` leaves in a tree where each node has one of its own and up to `children` nodes above it.
    ///
    /// `combine` makes the input of a node from the index of its own leaf and the children's results; `node` is a node's
    /// result, times `weight` of its number among its parent's children; `root` the result of the last one.
    private func foldTree(
        count: Int, children: Int, _ combine: (Int, [EncryptedBlock]) -> EncryptedBlock,
        weight: @escaping (Int) -> Int, node: @escaping (Int) -> Int, root: @escaping (Int) -> Int
    ) -> EncryptedBlock {
        /// Leaves start ..< end; its own is the first.
        struct Node {
            let start: Int
            let rank: Int
            let parent: Int?
            var children: [Int] = []
            var level = 0
        }
        var nodes: [Node] = []
        func build(_ start: Int, _ end: Int, rank: Int, parent: Int?) -> Int {
            let index = nodes.count
            nodes.append(Node(start: start, rank: rank, parent: parent))
            let rest = end - start - 1
            let parts = min(children, rest)
            for part in 0..<parts {
                let child = build(
                    start + 1 + rest * part / parts, start + 1 + rest * (part + 1) / parts, rank: part,
                    parent: index)
                nodes[index].children.append(child)
                nodes[index].level = max(nodes[index].level, nodes[child].level + 1)
            }
            return index
        }
        _ = build(0, count, rank: 0, parent: nil)
        var results: [Int: EncryptedBlock] = [:]
        for level in 0...nodes[0].level {
            let batch = nodes.indices.filter { nodes[$0].level == level }
            let blocks = lookUp(
                batch.map { index in
                    let above = nodes[index].children.compactMap { results[$0] }
                    let input = combine(nodes[index].start, above)
                    guard nodes[index].parent != nil else { return LookUpRequest(input, root) }
                    let factor = weight(nodes[index].rank)
                    return LookUpRequest(input) { factor * node($0) }
                })
            for (index, block) in zip(batch, blocks) { results[index] = block }
        }
        return results[0] ?? known(0)
    }

    /// Sizes of `foldTree`'s batches, for a balanced tree.
    private func treeSizes(_ count: Int, _ children: Int) -> [Int] {
        var sizes: [Int] = []
        var (left, level) = (count, 1)
        while left > 0 {
            sizes.append(min(level, left))
            left -= level
            level *= children
        }
        return sizes
    }
}
