/// `EventSchema` laid out for the byte loops of the writer and the reader: every piece of text that a line is
/// made of, padded to whole words so that it is stored, loaded and compared a word at a time.
///
/// Made once, never changed, never freed.
@safe
final class EventPlan: Sendable {
    /// Up to 24 bytes of text, zero-padded.
    struct Piece {
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        /// Ones where the text has bytes.
        var masks: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var count = 0

        init(_ text: String) {
            let bytes = Array(text.utf8)
            precondition(bytes.count <= 24, "a piece of text has at most 24 bytes")
            count = bytes.count
            unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
            unsafe withUnsafeMutableBytes(of: &masks) { masks in
                for place in 0..<bytes.count { unsafe masks[place] = 0xff }
            }
        }
    }
    /// A field's key with its punctuation, `,"ch":`, in one word.
    struct Field {
        var key: UInt64
        var keyCount: Int
        var type: EventSchema.FieldType
        /// The names of the type, quotes included, in `names`.
        var firstName: Int
        var nameCount: Int
    }
    /// A kind's text from the comma, `,"k":"signal"`, and its fields in `fields`.
    struct Shape {
        var text: Piece
        var firstField: Int
        var fieldCount: Int
    }

    static let shared = EventPlan()

    nonisolated(unsafe) let shapes: UnsafePointer<Shape>
    nonisolated(unsafe) let fields: UnsafePointer<Field>
    nonisolated(unsafe) let names: UnsafePointer<Piece>
    let shapeCount: Int
    /// Codes by hash of the name; `shapeCount` where there is none.
    nonisolated(unsafe) private let codes: UnsafePointer<UInt8>
    private let hashFactor: UInt64

    private init() {
        var shapes: [Shape] = []
        var fields: [Field] = []
        var names: [Piece] = []
        for shape in EventSchema.shapes {
            let first = fields.count
            for field in shape.fields {
                let key = Piece(",\"\(field.key)\":")
                precondition(key.count <= 8, "a key has at most four letters")
                let words = EventSchema.names(field.type)
                fields.append(
                    Field(
                        key: key.words.0, keyCount: key.count, type: field.type, firstName: names.count,
                        nameCount: words.count)
                )
                names += words.map { Piece("\"\($0)\"") }
            }
            shapes.append(
                Shape(
                    text: Piece(",\"k\":\"\(shape.name)\""), firstField: first, fieldCount: shape.fields.count
                ))
        }
        shapeCount = shapes.count
        let (factor, codes) = Self.hash(EventSchema.shapes.map { Piece("\($0.name)").words.0 })
        hashFactor = factor
        unsafe self.codes = Self.immortal(codes)
        unsafe self.shapes = Self.immortal(shapes)
        unsafe self.fields = Self.immortal(fields)
        unsafe self.names = Self.immortal(names)
    }

    /// The code of the kind whose name begins the eight bytes `word` and ends there with a quote, unless it is
    /// longer; any code for other words.
    @inline(__always)
    func code(ofName word: UInt64) -> Int {
        // The lowest byte that is a quote has the lowest high bit set here.
        let difference = word ^ 0x2222_2222_2222_2222
        let quotes = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
        let name = quotes == 0 ? word : word & ((quotes & (0 &- quotes)) >> 7 &- 1)
        return unsafe Int(codes[Int(truncatingIfNeeded: (name &* hashFactor) >> 56)])
    }

    /// A factor that hashes all `names` apart into 256 places, and the table.
    private static func hash(_ names: [UInt64]) -> (factor: UInt64, codes: [UInt8]) {
        var factor: UInt64 = 0x9e37_79b9_7f4a_7c15
        while true {
            var codes = [UInt8](repeating: UInt8(names.count), count: 256)
            for (code, name) in names.enumerated() {
                codes[Int(truncatingIfNeeded: (name &* factor) >> 56)] = UInt8(code)
            }
            if codes.count(where: { $0 < names.count }) == names.count { return (factor, codes) }
            factor = factor &* 6_364_136_223_846_793_005 &+ 2
        }
    }

    private static func immortal<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        unsafe copy.initialize(from: elements, count: elements.count)
        return unsafe UnsafePointer(copy)
    }
}
