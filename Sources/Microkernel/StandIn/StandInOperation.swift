/// One operation of a stand-in's script.
public enum StandInOperation: Hashable, Sendable {
    /// `nK`: notify channel K.
    case notify(UInt32)
    /// `dK`: deferred notify.
    case deferredNotify(UInt32)
    /// `cK`: protected call; `CK`: with ten message words.
    case call(UInt32, words: Int)
    /// `aK`: acknowledge interrupt K.
    case acknowledge(UInt32)
    /// `DK`: deferred acknowledge.
    case deferredAcknowledge(UInt32)
    /// `F`: the device of this system's interrupt asserts its line now.
    case raise
    /// `tK`: the device asserts its line in K microseconds.
    case raiseLater(UInt64)
    /// `k`: the device drops its line.
    case drop
    /// `x`: fault.
    case fault
    /// `T`: this `fault` entry resumes the child.
    case answerTrue
    /// `rK`, `sK`, `uK`: restart, stop, resume child K.
    case control(ChildControl, UInt32)
    /// `mK`: record mark K.
    case mark(UInt32)
    /// `zK`: use K microseconds of processor time.
    case burn(UInt64)
    /// `{"store": REGION, "at": OFFSET, "text": TEXT}`: store the text's UTF-8 bytes.
    case store(region: String, offset: Int, text: String)
    /// `{"load": REGION, "at": OFFSET, "count": BYTES}`: load bytes.
    case load(region: String, offset: Int, byteCount: Int)
    /// `{"print": TEXT}`: print a line.
    case print(String)
    /// `wK`: go on when K microseconds have passed.
    case spin(UInt64)

    /// Reads one operation, such as `n5`; `nil` when it is none.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let letter = bytes.first else { return nil }
        let digits = text.dropFirst()
        switch (letter, digits.isEmpty) {
        case (UInt8(ascii: "F"), true): self = .raise
        case (UInt8(ascii: "k"), true): self = .drop
        case (UInt8(ascii: "x"), true): self = .fault
        case (UInt8(ascii: "T"), true): self = .answerTrue
        default:
            guard bytes.dropFirst().allSatisfy({ (48...57).contains($0) }), let number = UInt64(digits),
                let operation = Self(letter: letter, number)
            else { return nil }
            self = operation
        }
    }

    private init?(letter: UInt8, _ number: UInt64) {
        let small = UInt32(clamping: number)
        switch letter {
        case UInt8(ascii: "n"): self = .notify(small)
        case UInt8(ascii: "d"): self = .deferredNotify(small)
        case UInt8(ascii: "c"): self = .call(small, words: 0)
        case UInt8(ascii: "C"): self = .call(small, words: 10)
        case UInt8(ascii: "a"): self = .acknowledge(small)
        case UInt8(ascii: "D"): self = .deferredAcknowledge(small)
        case UInt8(ascii: "t"): self = .raiseLater(number)
        case UInt8(ascii: "r"): self = .control(.restart, small)
        case UInt8(ascii: "s"): self = .control(.stop, small)
        case UInt8(ascii: "u"): self = .control(.resume, small)
        case UInt8(ascii: "m"): self = .mark(small)
        case UInt8(ascii: "z"): self = .burn(number)
        case UInt8(ascii: "w"): self = .spin(number)
        default: return nil
        }
    }
}
