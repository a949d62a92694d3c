/// What a protected call carries each way: a label and up to 64 words, copied.
public struct Message: Sendable, Equatable, CustomStringConvertible {
    /// The most words a message can carry (Microkit's manual).
    public static let capacity = 64
    /// The label: 52 bits reach the other end.
    public var label: UInt64 { didSet { label &= Self.labelMask } }
    /// How many words it carries.
    public private(set) var count = 0
    private var words: [64 of UInt64] = InlineArray(repeating: 0)
    private static let labelMask: UInt64 = 1 << 52 - 1

    /// A message without words.
    public init(label: UInt64 = 0) { self.label = label & Self.labelMask }
    /// A message of `words`, of which at most 64 are taken.
    public init(label: UInt64 = 0, _ words: UInt64...) {
        self.init(label: label)
        for word in words.prefix(Self.capacity) { append(word) }
    }

    /// Adds a word; a 65th stops the program, as an index out of range does.
    public mutating func append(_ word: UInt64) {
        words[count] = word
        count += 1
    }

    /// Word `index`, below `count`.
    public subscript(_ index: Int) -> UInt64 {
        get {
            precondition(index < count)
            return words[index]
        }
        set {
            precondition(index < count)
            words[index] = newValue
        }
    }

    /// Equal labels and equal words.
    public static func == (a: Message, b: Message) -> Bool {
        a.label == b.label && a.count == b.count && (0..<a.count).allSatisfy { a.words[$0] == b.words[$0] }
    }
    /// The label and how many words; never the words, which may be secret.
    public var description: String { "label \(label), \(count) words" }
}
