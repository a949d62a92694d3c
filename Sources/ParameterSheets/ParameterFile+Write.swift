public import LWECore
internal import RequestLanguage

extension TFHEParameters {
    /// The set as a parameter file holds it, one line of JSON.
    public var fileText: String { fileJSON.line }

    var fileJSON: JSON {
        var members: [(String, JSON)] = [
            ("name", .text(name)), ("plaintext", plaintext.fileJSON), ("order", .text(order.rawValue)),
            ("modulusSwitch", .text(modulusSwitch == .standard ? "standard" : "centred")),
            (
                "small",
                .object([
                    ("dimension", .count(lweDimension)), ("modulusLog2", .count(smallModulusBits)),
                    ("noise", lweNoise.fileJSON),
                ])
            ),
            (
                "big",
                .object([
                    ("masks", .count(glweDimension)), ("polynomialSize", .count(polynomialSize)),
                    ("modulusLog2", .count(modulusBits)), ("noise", glweNoise.fileJSON),
                ])
            ),
            ("bootstrap", bootstrap.fileJSON), ("keySwitch", keySwitch.fileJSON),
            ("squaredNorm", .decimal(squaredNorm)),
        ]
        if let publishedFailureLog2 {
            members.append(("publishedFailureLog2", .decimal(publishedFailureLog2)))
        }
        return .object(members)
    }
}

extension TFHEParameters.Plaintext {
    fileprivate var fileJSON: JSON {
        switch self {
        case .boolean: .text("boolean")
        case .integer(let message, let carry):
            .object([("messageModulus", .count(message)), ("carryModulus", .count(carry))])
        }
    }
}

extension NoiseDistribution {
    fileprivate var fileJSON: JSON {
        switch self {
        case .tUniform(let bound): .object([("tuniform", .count(bound))])
        case .gaussian(let deviation): .object([("relative", .decimal(deviation))])
        }
    }
}

extension Gadget {
    fileprivate var fileJSON: JSON {
        .object([("baseLog2", .count(baseLog)), ("levels", .count(levelCount))])
    }
}

extension JSON {
    static func object(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { Member(name: $0, value: $1) }))
    }
    static func list(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }
    static func count(_ number: Int) -> JSON { JSON(.integer(Int64(number))) }
    static func decimal(_ number: Double) -> JSON {
        number.isFinite ? JSON(.number(String(number))) : JSON(.null)
    }
}
