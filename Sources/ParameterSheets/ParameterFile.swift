internal import Glibc
public import LWECore
internal import RequestLanguage

/// What a parameter file describes; docs/parameters.md has the format.
public enum ParameterFile: Hashable, Sendable {
    /// A whole set.
    case set(TFHEParameters)
    /// A single key, of any scheme on lattices.
    case key(name: String, LatticeKey)

    /// Files may have so many bytes.
    public static let byteLimit = 65_536

    /// Reads a file strictly: unknown and missing members, wrong kinds and numbers out of range are errors.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - file: its name, for errors.
    /// - Returns: what it describes; whether that is any good is for `ParameterCheck` to say.
    /// - Throws: the first error with its place.
    public static func read(_ bytes: [UInt8], file: String) throws(ParameterFileError) -> ParameterFile {
        guard bytes.count <= byteLimit else {
            throw ParameterFileError(file: file, reason: "more than \(byteLimit) bytes")
        }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSONReader.read(bytes) } catch {
            throw ParameterFileError(file: file, text: bytes, scalar: error.column, reason: error.reason)
        }
        do throws(FieldError) { return try parse(json) } catch {
            throw ParameterFileError(file: file, text: bytes, scalar: error.scalar, reason: error.reason)
        }
    }

    private static func parse(_ json: JSON) throws(FieldError) -> ParameterFile {
        var fields = try ObjectFields(json, "a parameter file")
        let name = try name(try fields.required("name"))
        if let key = fields.optional("key") {
            try fields.finish()
            return .key(name: name, try Self.key(key))
        }
        let set = try set(name, &fields)
        try fields.finish()
        return .set(set)
    }

    private static func name(_ json: JSON) throws(FieldError) -> String {
        guard let name = json.string, (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw FieldError(
                reason: "'name' is 1 to 64 printable ASCII characters without blanks", scalar: json.column)
        }
        return name
    }

    private static func set(
        _ name: String, _ fields: inout ObjectFields
    ) throws(FieldError) -> TFHEParameters {
        let plaintext = try plaintext(try fields.required("plaintext"))
        let order = try fields.word("order", ["KS-PBS", "PBS-KS"])
        let isCentred = try fields.word("modulusSwitch", ["standard", "centred"]) == "centred"
        var small = try fields.object("small")
        let lweDimension = try small.integer("dimension", 1...65_536)
        let smallModulusBits = try small.integer("modulusLog2", 1...128)
        let lweNoise = try noise(try small.required("noise"), modulusLog2: Double(smallModulusBits))
        try small.finish()
        var big = try fields.object("big")
        let glweDimension = try big.integer("masks", 1...64)
        let polynomialSize = try big.integer("polynomialSize", 1...1_048_576)
        let modulusBits = try big.integer("modulusLog2", 1...128)
        let glweNoise = try noise(try big.required("noise"), modulusLog2: Double(modulusBits))
        try big.finish()
        let squaredNorm = try fields.number("squaredNorm", 1...1e12)
        return TFHEParameters(
            name: name, lweDimension: lweDimension, glweDimension: glweDimension,
            polynomialSize: polynomialSize, modulusBits: modulusBits, smallModulusBits: smallModulusBits,
            lweNoise: lweNoise, glweNoise: glweNoise, bootstrap: try gadget(try fields.object("bootstrap")),
            keySwitch: try gadget(try fields.object("keySwitch")), plaintext: plaintext,
            order: order == "KS-PBS" ? .keySwitchFirst : .bootstrapFirst,
            modulusSwitch: isCentred ? .centredMean : .standard, squaredNorm: squaredNorm,
            publishedFailureLog2: try fields.optionalNumber("publishedFailureLog2", -1e5...0))
    }

    private static func plaintext(_ json: JSON) throws(FieldError) -> TFHEParameters.Plaintext {
        if json.string == "boolean" { return .boolean }
        var fields = try ObjectFields(json, "'plaintext', if not \"boolean\",")
        let message = try fields.integer("messageModulus", 2...1024)
        let carry = try fields.integer("carryModulus", 1...1024)
        try fields.finish()
        return .integer(messageModulus: message, carryModulus: carry)
    }

    private static func gadget(_ fields: consuming ObjectFields) throws(FieldError) -> Gadget {
        let baseLog = try fields.integer("baseLog2", 1...64)
        let levelCount = try fields.integer("levels", 1...64)
        try fields.finish()
        return Gadget(baseLog: baseLog, levelCount: levelCount)
    }

    /// `{"tuniform": b}`, `{"relative": σ/q}` or `{"units": σ}`.
    private static func noise(
        _ json: JSON, modulusLog2: Double
    ) throws(FieldError) -> NoiseDistribution {
        var fields = try ObjectFields(json, "'noise'")
        let noise: NoiseDistribution
        if let bound = try fields.optionalInteger("tuniform", 0...126) {
            noise = .tUniform(boundLog2: bound)
        } else if let relative = try fields.optionalNumber("relative", 0x1p-200...1) {
            noise = .gaussian(standardDeviation: relative)
        } else if let units = try fields.optionalNumber("units", 1e-6...1e38) {
            noise = .gaussian(standardDeviation: units * exp2(-modulusLog2))
        } else {
            throw FieldError(
                reason: "'noise' has one of 'tuniform', 'relative' and 'units'", scalar: json.column)
        }
        try fields.finish()
        return noise
    }

    private static func key(_ json: JSON) throws(FieldError) -> LatticeKey {
        var fields = try ObjectFields(json, "'key'")
        let dimension = try fields.integer("dimension", 1...65_536)
        let modulusLog2 = try fields.number("modulusLog2", 1...256)
        let noise = try fields.required("noise")
        let distribution = try Self.noise(noise, modulusLog2: modulusLog2)
        let secret = try secret(try fields.required("secret"))
        let weight = try fields.optionalInteger("hammingWeight", 0...dimension)
        let samples = try fields.optionalInteger("samples", 1...Int(Int32.max))
        try fields.finish()
        let deviationLog2: Double
        switch distribution {
        case .gaussian(let deviation): deviationLog2 = log2(deviation)
        case .tUniform(let bound):
            deviationLog2 = log2((exp2(2 * Double(bound)) + 0.5) / 3) / 2 - modulusLog2
        }
        return LatticeKey(
            dimension: dimension, modulusLog2: modulusLog2, deviationLog2: deviationLog2, secret: secret,
            hammingWeight: weight, sampleCount: samples)
    }

    private static func secret(_ json: JSON) throws(FieldError) -> SecretDistribution {
        switch json.string {
        case "binary": return .binary
        case "ternary": return .ternary
        default: break
        }
        var fields = try ObjectFields(json, "'secret', if neither \"binary\" nor \"ternary\",")
        let deviation = try fields.number("units", 0.1...1e9)
        try fields.finish()
        return .gaussian(standardDeviation: deviation)
    }
}
