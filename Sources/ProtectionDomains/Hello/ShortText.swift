internal import Microkernel

/// A text in shared memory, which one domain writes: its length in bytes as 32 bits, then the bytes, UTF-8.
///
/// The two ends agree on this layout and on nothing else, so it stands in one place.
enum ShortText {
    /// The longest text, in bytes.
    static let capacity = 64

    /// The text in `region`; nil when its writer left anything else.
    ///
    /// The writer may change the bytes at any time, so each is copied once, then checked, then used.
    static func load<Rights>(_ region: borrowing Region<UInt8, Rights>) throws(Fault) -> String? {
        let length = Int(try region.load(UInt32.self, atByte: 0))
        guard length <= capacity else { return nil }
        return String(validating: try region.load(4..<4 + length), as: UTF8.self)
    }

    /// Writes `text`, cut to the capacity, over all that an earlier one left.
    static func store(_ text: String, in region: borrowing Region<UInt8, ReadWrite>) throws(Fault) {
        var bytes = Array(text.utf8.prefix(capacity))
        while String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        let length = UInt32(bytes.count)
        bytes += Array(repeating: 0, count: capacity - bytes.count)
        try region.store(bytes, at: 4)
        try region.store(length, atByte: 0)
    }
}
