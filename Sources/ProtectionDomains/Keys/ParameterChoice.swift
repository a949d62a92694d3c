internal import LWECore
internal import RequestLanguage
internal import Vault

/// Which scheme and parameters stand behind a purpose and a set: the one place where names become parameters.
enum ParameterChoice: Equatable {
    case transport(FrodoVariant)
    case arithmetic(FrodoVariant)
    case computation(TFHEParameters)

    /// The parameters that a request means; `nil` for a set that the purpose does not have.
    ///
    /// A set is `640`, `976` or `1344`, with `-SHAKE` for the other matrix generator, or a full name; without one,
    /// 976 for texts and 1344 for vectors of integers. Sets to compute with are those of TFHE that `computationSets`
    /// names, by default `2_2-ks32`.
    init?(_ purpose: Request.Purpose, set: String?) {
        switch purpose {
        case .transport:
            guard let variant = Self.variant(set ?? "976", prefix: "FrodoKEM-") else { return nil }
            self = .transport(variant)
        case .arithmetic:
            guard let variant = Self.variant(set ?? "1344", prefix: "FrodoPKE-") else { return nil }
            self = .arithmetic(variant)
        case .computation:
            let name = set ?? TFHEParameters.message2Carry2KeySwitch32.name
            let short =
                name.hasPrefix(Self.computationPrefix)
                ? String(name.dropFirst(Self.computationPrefix.count)) : name
            guard let parameters = Self.computationSets.first(where: { $0.name == short }) else { return nil }
            self = .computation(parameters)
        case .bits: return nil
        }
    }

    private static func variant(_ set: String, prefix: String) -> FrodoVariant? {
        let short = set.hasPrefix(prefix) ? String(set.dropFirst(prefix.count)) : set
        return FrodoVariant(name: "FrodoKEM-\(short)") ?? FrodoVariant(name: "FrodoKEM-\(short)-AES")
    }

    private static let computationPrefix = "TFHE-"

    /// The sets that are offered: safe although others see what is decrypted, and small enough for the region that
    /// evaluation keys travel in.
    static let computationSets: [TFHEParameters] = TFHEParameters.catalogue.filter { set in
        guard case .integer = set.plaintext, set.modulusBits == 64, set.glweDimension == 1,
            set.order == .keySwitchFirst,
            ServerKey<UInt64>.expandedByteCount(for: set) <= evaluationKeyByteLimit
        else { return false }
        return ParameterCheck(set, exposure: .decryptionService).isAccepted
    }
    /// The size of `evaluation_key_mem`.
    static let evaluationKeyByteLimit = 0x580_0000

    /// The full name, which records carry and `init` reads.
    var name: String {
        switch self {
        case .transport(let variant): variant.name
        case .arithmetic(let variant): "FrodoPKE-" + variant.name.dropFirst("FrodoKEM-".count)
        case .computation(let parameters): Self.computationPrefix + parameters.name
        }
    }

    /// What it is for.
    var purpose: Request.Purpose {
        switch self {
        case .transport: .transport
        case .arithmetic: .arithmetic
        case .computation: .computation
        }
    }
}

extension ParameterChoice {
    /// The parameters of a record; `nil` when its purpose or set is none of ours.
    init?(_ entry: VaultEntry) {
        guard let purpose = Request.Purpose(rawValue: entry.purpose),
            let choice = ParameterChoice(purpose, set: entry.set), choice.name == entry.set
        else { return nil }
        self = choice
    }
}
