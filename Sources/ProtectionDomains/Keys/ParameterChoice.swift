internal import LWECore
internal import RequestLanguage
internal import Vault

/// Which scheme and parameters stand behind a purpose and a set: the one place where names become parameters.
enum ParameterChoice: Equatable {
    case transport(FrodoVariant)
    case arithmetic(FrodoVariant)

    /// The parameters that a request means; `nil` for a set that the purpose does not have.
    ///
    /// A set is `640`, `976` or `1344`, with `-SHAKE` for the other matrix generator, or a full name; without one,
    /// 976 for texts and 1344 for integers.
    init?(_ purpose: Request.Purpose, set: String?) {
        switch purpose {
        case .transport:
            guard let variant = Self.variant(set ?? "976", prefix: "FrodoKEM-") else { return nil }
            self = .transport(variant)
        case .arithmetic:
            guard let variant = Self.variant(set ?? "1344", prefix: "FrodoPKE-") else { return nil }
            self = .arithmetic(variant)
        case .bits: return nil
        }
    }

    private static func variant(_ set: String, prefix: String) -> FrodoVariant? {
        let short = set.hasPrefix(prefix) ? String(set.dropFirst(prefix.count)) : set
        return FrodoVariant(name: "FrodoKEM-\(short)") ?? FrodoVariant(name: "FrodoKEM-\(short)-AES")
    }

    /// The full name, which records carry and `init` reads.
    var name: String {
        switch self {
        case .transport(let variant): variant.name
        case .arithmetic(let variant): "FrodoPKE-" + variant.name.dropFirst("FrodoKEM-".count)
        }
    }

    /// What it is for.
    var purpose: Request.Purpose {
        switch self {
        case .transport: .transport
        case .arithmetic: .arithmetic
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
