internal import TFHEKernelInterface

/// Turns a seeded key into the layout that the kernels of one instruction set read.
struct KeyExpansion<Word: TorusInteger> {
    let parameters: TFHEParameters
    let layout: ServerKeyLayout
    private let kernels: any TorusKernelSet

    init(_ parameters: TFHEParameters, _ level: VectorLevel) throws(LWEError) {
        try ClientKey<Word>.expectUsable(parameters, level)
        guard let kernels = level.torusKernels(polynomialSize: parameters.polynomialSize) else {
            throw .unsupportedParameters(parameters.name)
        }
        self.parameters = parameters
        self.kernels = kernels
        layout = ServerKeyLayout(parameters)
    }

    /// Fills `layout.byteCount` bytes, aligned to 64, from a seeded key of these parameters.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    func expand(_ seeded: SeededServerKey<Word>, to memory: UnsafeMutableRawPointer) {
        unsafe expandBootstrappingKey(seeded, to: memory.assumingMemoryBound(to: Double.self))
        let masks = MaskStream(seed: seeded.seed, .keySwitchingKey)
        let target = unsafe memory + layout.bootstrapByteCount
        switch seeded.switchBodies {
        case .narrow(let bodies):
            unsafe expandSwitchingKey(bodies, masks, layout, to: target.assumingMemoryBound(to: UInt32.self))
        case .wide(let bodies) where layout.switchWordByteCount == 4:
            unsafe expandSwitchingKey(bodies, masks, layout, to: target.assumingMemoryBound(to: UInt32.self))
        case .wide(let bodies):
            unsafe expandSwitchingKey(bodies, masks, layout, to: target.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// Transforms every polynomial, scaled so that 1.0 is one turn and the inverse's factor N/2 is gone.
    private func expandBootstrappingKey(
        _ seeded: SeededServerKey<Word>, to key: UnsafeMutablePointer<Double>
    ) {
        let (n, k) = (parameters.polynomialSize, parameters.glweDimension)
        let shape = layout.shape
        let rowsPerStep = shape.polynomialCount * shape.levelCount
        let masks = MaskStream(seed: seeded.seed, .bootstrappingKey)
        let scale =
            Double(sign: .plus, exponent: -Word.bitWidth, significand: 1) * 2 / Double(n)
        let workspace = UnsafeMutableRawPointer.allocate(byteCount: 8 * n, alignment: 64)
        defer { unsafe workspace.deallocate() }
        let points = unsafe workspace.bindMemory(to: Double.self, capacity: n)
        var row = [Word](repeating: 0, count: n * (k + 1))
        for index in 0..<parameters.lweDimension * rowsPerStep {
            let input = index % rowsPerStep
            let step = unsafe key + index / rowsPerStep * layout.stepDoubleCount
            unsafe row.withUnsafeMutableBufferPointer { row in
                unsafe masks.fill(UnsafeMutableBufferPointer(rebasing: row[..<(n * k)]), row: index)
                for j in 0..<n { unsafe row[n * k + j] = seeded.bootstrapBodies[index * n + j] }
                guard let base = row.baseAddress else { return }
                for output in 0...k {
                    unsafe kernels.forwardWords(base + n * output, scale: scale, to: points)
                    unsafe kernels.storeKeyPolynomial(points, input: input, output: output, shape, to: step)
                }
            }
        }
    }
}

/// Lays rows of mask and body out in tiles, rounded to the words that key switches add up in.
private func expandSwitchingKey<Small: TorusInteger, Sum: TorusInteger>(
    _ bodies: [Small], _ masks: MaskStream, _ layout: ServerKeyLayout, to words: UnsafeMutablePointer<Sum>
) {
    let tileWords = layout.tileWordCount
    let width = layout.tileCount * tileWords
    var row = [Small](repeating: 0, count: width)
    for (index, body) in bodies.enumerated() {
        let dimension = layout.switchColumnCount - 1
        unsafe row.withUnsafeMutableBufferPointer { row in
            unsafe masks.fill(UnsafeMutableBufferPointer(rebasing: row[..<dimension]), row: index)
            unsafe row[dimension] = body
            for tile in 0..<layout.tileCount {
                let place = unsafe words + (tile * bodies.count + index) * tileWords
                for column in 0..<tileWords {
                    unsafe place[column] = row[tile * tileWords + column].rounded(to: Sum.self)
                }
            }
        }
    }
}
