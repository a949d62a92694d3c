/// A parsed description: elements in document order in one array, names and values as ranges of one byte array.
struct XMLTree {
    /// Each source and its padding, the values that references or line ends changed, and padding again.
    var bytes: [UInt8] = []
    /// Elements in document order, each before its children.
    var elements: [Element] = []
    /// Attributes in document order, without namespace declarations.
    var attributes: [Attribute] = []
    /// The files the bytes came from; the first is the description itself.
    var sources: [Source] = []
    /// Runs of text that is not blank, directly inside a root element, in document order.
    var rootText: [TextRun] = []

    struct Source {
        var file: String
        var bytes: Range<Int>
    }

    struct Element {
        /// The `<` of its start tag.
        var offset: UInt32
        /// Behind the `>` of its start tag.
        var tagEnd: UInt32 = 0
        /// The local name.
        var nameOffset: UInt32
        var nameCount: UInt32
        /// Of `offset`, from 1.
        var row: UInt32
        var column: UInt32
        var firstAttribute: UInt32 = 0
        var attributeCount: UInt32 = 0
        /// The index after its last descendant.
        var end: UInt32 = 0
        /// Where the first text that is not blank begins, directly inside it; 0 is none.
        var textOffset: UInt32 = 0
        /// Index in `sources`.
        var source: UInt16 = 0
        /// The local name, when the grammar knows it.
        var name: ElementName
        /// An `include` element of XInclude's namespace.
        var isInclude = false
    }

    struct Attribute {
        /// The local name.
        var nameOffset: UInt32
        var nameCount: UInt32
        /// The value, references resolved.
        var valueOffset: UInt32
        var valueCount: UInt32
        /// The local name, when the grammar knows it.
        var name: AttributeName
        /// Prefixed attributes are never read.
        var isPrefixed: Bool
    }

    /// Adjacent text and CDATA sections.
    struct TextRun {
        var offset: UInt32
        /// Of `offset`.
        var position: TextPosition
        /// It is the first child node of its element.
        var isFirstChild: Bool
        /// The root element it is in.
        var element: Int
        /// Index in `sources`.
        var source = 0
    }

    /// Positions in `bytes`.
    typealias Text = Range<Int>

    func name(of element: Int) -> Text {
        let record = elements[element]
        return Int(record.nameOffset)..<Int(record.nameOffset + record.nameCount)
    }

    func attributes(of element: Int) -> Range<Int> {
        let record = elements[element]
        return Int(record.firstAttribute)..<Int(record.firstAttribute + record.attributeCount)
    }

    func name(ofAttribute attribute: Int) -> Text {
        let record = attributes[attribute]
        return Int(record.nameOffset)..<Int(record.nameOffset + record.nameCount)
    }

    func value(ofAttribute attribute: Int) -> Text {
        let record = attributes[attribute]
        return Int(record.valueOffset)..<Int(record.valueOffset + record.valueCount)
    }

    /// The value of an attribute as written, without its quotes.
    func writtenValue(ofAttribute attribute: Int) -> Text {
        var start = name(ofAttribute: attribute).upperBound
        while bytes[start] != 0x22, bytes[start] != 0x27 { start += 1 }
        var end = start + 1
        while bytes[end] != bytes[start] { end += 1 }
        return (start + 1)..<end
    }

    /// The attribute `name` of `element`, by index; prefixed ones are not found.
    func attribute(_ name: AttributeName, of element: Int) -> Int? {
        let record = elements[element]
        var index = Int(record.firstAttribute)
        let end = index + Int(record.attributeCount)
        while index < end {
            if attributes[index].name == name, !attributes[index].isPrefixed { return index }
            index += 1
        }
        return nil
    }

    func string(_ text: Text) -> String { String(decoding: bytes[text], as: UTF8.self) }

    func equal(_ text: Text, _ literal: StaticString) -> Bool {
        guard text.count == literal.utf8CodeUnitCount else { return false }
        for (index, byte) in zip(text, 0...) where unsafe bytes[index] != literal.utf8Start[byte] {
            return false
        }
        return true
    }

    func location(of element: Int) -> SourceLocation {
        let record = elements[element]
        return SourceLocation(
            file: sources[Int(record.source)].file, row: Int(record.row), column: Int(record.column))
    }

    /// The children of `element` in document order.
    func children(of element: Int) -> Children { Children(tree: self, parent: element) }

    struct Children: Sequence, IteratorProtocol {
        private let tree: XMLTree
        private var index: Int
        private let end: Int

        init(tree: XMLTree, parent: Int) {
            self.tree = tree
            index = parent + 1
            end = Int(tree.elements[parent].end)
        }

        mutating func next() -> Int? {
            guard index < end else { return nil }
            defer { index = Int(tree.elements[index].end) }
            return index
        }
    }
}
