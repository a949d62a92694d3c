/// `EventSchema` laid out for the byte loops of the writer and the reader: every piece of text that a line is
/// made of, padded to whole words so that it is stored, loaded and compared a word at a time.
///
/// Made once, never changed, never freed.
@safe
final class EventPlan: Sendable {
    /// Up to 24 bytes of text, zero-padded.
    struct Piece {
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var count = 0

        init(_ text: String) {
            let bytes = Array(text.utf8)
            precondition(bytes.count <= 24, "a piece of text has at most 24 bytes")
            count = bytes.count
            unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
        }
    }
    /// A field's key with its punctuation, `,"ch":`, in one word.
    struct Field {
        var key: UInt64
        var keyMask: UInt64
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
                        key: key.words.0, keyMask: key.count == 8 ? .max : (1 << (8 * UInt64(key.count))) - 1,
                        keyCount: key.count, type: field.type, firstName: names.count, nameCount: words.count)
                )
                names += words.map { Piece("\"\($0)\"") }
            }
            shapes.append(
                Shape(
                    text: Piece(",\"k\":\"\(shape.name)\""), firstField: first, fieldCount: shape.fields.count
                ))
        }
        shapeCount = shapes.count
        unsafe self.shapes = Self.immortal(shapes)
        unsafe self.fields = Self.immortal(fields)
        unsafe self.names = Self.immortal(names)
    }

    private static func immortal<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        unsafe copy.initialize(from: elements, count: elements.count)
        return unsafe UnsafePointer(copy)
    }
}
