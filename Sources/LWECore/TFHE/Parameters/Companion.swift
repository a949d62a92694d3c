/// A set that stands beside a compute set: it shares keys with it and is worth nothing without it.
public enum Companion: Hashable, Sendable {
    /// Public-key encryption.
    case compactPublicKey(CompactPublicKeyParameters)
    /// Noise squashing, for threshold decryption.
    case noiseSquashing(NoiseSquashingParameters)
    /// Compression of lists.
    case listCompression(ListCompressionParameters)

    /// Its name, unique in the catalogue.
    public var name: String {
        switch self {
        case .compactPublicKey(let set): set.name
        case .noiseSquashing(let set): set.name
        case .listCompression(let set): set.name
        }
    }

    /// What it is for.
    public var purpose: String {
        switch self {
        case .compactPublicKey: "public-key encryption of lists"
        case .noiseSquashing: "noise squashing, for threshold decryption"
        case .listCompression: "compression of lists"
        }
    }

    /// The keys that it adds.
    public var keys: [LatticeKey] {
        switch self {
        case .compactPublicKey(let set): [set.key]
        case .noiseSquashing(let set): [set.key, set.packing.key]
        case .listCompression(let set): [set.packing.key]
        }
    }

    /// The set called `name`.
    public static func named(_ name: String) -> Companion? { catalogue.first { $0.name == name } }

    /// All of them; each stands beside `2_2`.
    public static let catalogue: [Companion] = [
        .compactPublicKey(
            CompactPublicKeyParameters(
                name: "2_2-compact", dimension: 2048, modulusBits: 64, noise: .tUniform(boundLog2: 17),
                casts: [
                    .init(to: .small, Gadget(baseLog: 4, levelCount: 4)),
                    .init(to: .big, Gadget(baseLog: 24, levelCount: 1)),
                ])),
        .compactPublicKey(
            CompactPublicKeyParameters(
                name: "2_2-compact-proof1", dimension: 1024, modulusBits: 64, noise: .tUniform(boundLog2: 43),
                casts: [.init(to: .small, Gadget(baseLog: 4, levelCount: 4))])),
        .noiseSquashing(
            NoiseSquashingParameters(
                name: "2_2-squash128", inputDimension: 918, glweDimension: 2, polynomialSize: 2048,
                modulusBits: 128, noise: .tUniform(boundLog2: 30),
                bootstrap: Gadget(baseLog: 24, levelCount: 3), modulusSwitch: .centredMean,
                packing: PackingParameters(
                    glweDimension: 6, polynomialSize: 1024, modulusBits: 128, noise: .tUniform(boundLog2: 3),
                    keySwitch: Gadget(baseLog: 41, levelCount: 2), count: 128, storedBits: 128))),
        .listCompression(
            ListCompressionParameters(
                name: "2_2-list",
                packing: PackingParameters(
                    glweDimension: 4, polynomialSize: 256, modulusBits: 64, noise: .tUniform(boundLog2: 43),
                    keySwitch: Gadget(baseLog: 4, levelCount: 3), count: 256, storedBits: 12),
                bootstrap: Gadget(baseLog: 23, levelCount: 1))),
    ]
}
