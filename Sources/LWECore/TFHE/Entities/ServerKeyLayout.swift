internal import TFHEKernelInterface

/// Where things lie in the memory of an expanded server key.
struct ServerKeyLayout: Sendable {
    let shape: GadgetShape
    /// Doubles of one step of the blind rotation.
    let stepDoubleCount: Int
    /// GLWE ciphertexts of the bootstrapping key, n·(k + 1)·ℓ.
    let bootstrapRowCount: Int
    /// Bytes of the bootstrapping key, from 0 on.
    let bootstrapByteCount: Int
    /// Bytes of a word of the switching key, 4 or 8.
    let switchWordByteCount: Int
    /// Rows of the switching key, kN·ℓ.
    let switchRowCount: Int
    /// n + 1.
    let switchColumnCount: Int
    /// Tiles that they fill.
    let tileCount: Int

    init(_ parameters: TFHEParameters) {
        shape = parameters.bootstrapShape
        let k1 = shape.polynomialCount
        stepDoubleCount = parameters.polynomialSize * k1 * k1 * shape.levelCount
        bootstrapRowCount = parameters.lweDimension * k1 * shape.levelCount
        bootstrapByteCount = 8 * stepDoubleCount * parameters.lweDimension
        switchWordByteCount = parameters.switchingWordBits / 8
        switchRowCount = parameters.bigDimension * parameters.keySwitch.levelCount
        switchColumnCount = parameters.lweDimension + 1
        tileCount = (switchColumnCount * switchWordByteCount + switchTileByteCount - 1) / switchTileByteCount
    }

    /// Words of one tile of one row.
    var tileWordCount: Int { switchTileByteCount / switchWordByteCount }
    /// Bytes of the switching key, behind the bootstrapping key.
    var switchByteCount: Int { switchRowCount * tileCount * switchTileByteCount }
    /// Bytes of both, in whole cache lines.
    var byteCount: Int { bootstrapByteCount + switchByteCount }
}

extension TFHEParameters {
    /// The shape of the bootstrap's external products.
    var bootstrapShape: GadgetShape {
        GadgetShape(
            polynomialCount: glweDimension + 1, levelCount: bootstrap.levelCount, baseLog: bootstrap.baseLog)
    }
}
