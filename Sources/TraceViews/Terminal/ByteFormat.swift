/// How the bytes of a region are read.
enum ByteFormat: String, CaseIterable, Hashable, Sendable {
    case bytes
    case numbers16 = "u16"
    case numbers32 = "u32"
    case numbers64 = "u64"
    case text

    /// The next one, round.
    var next: ByteFormat {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// Bytes of one item.
    var byteCount: Int {
        switch self {
        case .bytes, .text: 1
        case .numbers16: 2
        case .numbers32: 4
        case .numbers64: 8
        }
    }

    /// Columns of one item, its mark included.
    var columnCount: Int {
        switch self {
        case .bytes: 3
        case .numbers16: 6
        case .numbers32: 11
        case .numbers64: 21
        case .text: 1
        }
    }

    /// An item of `bytes`, little-endian; nil when one of them is masked.
    func text(_ bytes: some Sequence<UInt8?>) -> String? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            guard let byte else { return nil }
            value |= UInt64(byte) << shift
            shift += 8
        }
        switch self {
        case .bytes: return digits(value, count: 2)
        case .text: return 0x20..<0x7f ~= value ? String(UnicodeScalar(UInt8(value))) : "."
        default: return padded(value, width: columnCount - 1)
        }
    }
}
