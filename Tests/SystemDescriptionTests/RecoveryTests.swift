import SystemDescription
import Testing

/// After an error of XML the check goes on: everything that is wrong is found in one run, and nothing that only
/// follows from an earlier error.
struct RecoveryTests {
    private func messages(_ text: String) -> [String] {
        DescriptionChecker(files: StubFiles()).check(text, file: "x").errors.map(\.message)
    }

    private func inDomain(_ text: String) -> String {
        "<system><protection_domain name=\"p\">\(text)<program_image path=\"p\" /></protection_domain></system>"
    }

    private func syntax(_ text: String) -> String { "Could not parse 'x': \(text)" }

    @Test(arguments: [
        ("&bad; ", "unknown entity reference 'bad' at 1:37"), ("& ", "malformed entity reference at 1:37"),
        ("<!-- -- -->", "comment at 1:37 contains '--'"),
        ("]]>", "']]>' at 1:40 is not allowed inside a character data"),
        ("<?1?>", "invalid name token at 1:39"), ("\u{1} ", "a non-XML character '\\u{1}' found at 1:37"),
        ("<!-- \u{1} -->", "a non-XML character '\\u{1}' found at 1:42"),
        ("<![CDATA[\u{1}]]>", "a non-XML character '\\u{1}' found at 1:46"),
        ("<?a \u{1}?>", "a non-XML character '\\u{1}' found at 1:41"),
    ])
    func `checks the system after what cannot change its elements`(part: String, words: String) {
        #expect(messages(inDomain(part)) == [syntax(words)])
        #expect(
            messages(inDomain(part + "<mapp/>")).last?.hasPrefix("Invalid XML element 'mapp': x:1:") == true)
    }

    @Test(arguments: [
        ("mr=\"r\" mr=\"q\"", "attribute 'mr' at 1:49 is already defined"),
        ("mr=\"r\"vaddr=\"0\"", "expected a whitespace not 'v' at 1:48"),
        ("a:mr=\"r\" mr=\"r\"", "an unknown namespace prefix 'a' at 1:42"),
        ("xmlns:xml=\"u\" mr=\"r\"", "'xml' namespace prefix mapped to wrong URI at 1:42"),
        ("mr=\"&bad;\"", "unknown entity reference 'bad' at 1:46"),
        ("mr=\"\u{1}\"", "a non-XML character '\\u{1}' found at 1:46"),
    ])
    func `checks the system after an attribute that is wrong`(attributes: String, words: String) {
        let all = messages(inDomain("<map \(attributes) /><mapp/>"))
        #expect(all.first == syntax(words))
        #expect(all.contains { $0.hasPrefix("Invalid XML element 'mapp'") })
    }

    @Test func `finds several errors of XML`() {
        let text = "<system>\n<a b=c/>\n<d e=\"1\" e=\"2\"/>\n<f></g>\n<h>&i;</h>\n</system>"
        #expect(
            messages(text) == [
                syntax("expected a quote not 'c' at 2:6"), syntax("attribute 'e' at 3:10 is already defined"),
                syntax("expected 'f' tag, not 'g' at 4:4"), syntax("unknown entity reference 'i' at 5:4"),
            ])
    }

    @Test(arguments: [
        // A tag left out, a name misspelt, a tag never ended, a quote too few.
        ("<a><b><c></b></a>", "expected 'c' tag, not 'b' at 1:46"),
        ("<a></aa>", "expected 'a' tag, not 'aa' at 1:40"),
        ("<irq id=\"1\" <irq/>", "invalid name token at 1:49"),
        ("<irq id=\"1><irq/>", "expected '\"' not '<' at 1:48"),
        ("<1a></1a>", "invalid name token at 1:38"), ("<!DOCTYPE a>", "unknown token at 1:37"),
        ("</ p><a></a>", "invalid name token at 1:39"),
        ("<irq =\"1\"/>", "invalid name token at 1:42"),
    ])
    func `reports no consequence of a broken tag`(part: String, words: String) {
        let found = messages(inDomain(part))
        #expect(found.first == syntax(words))
        #expect(found.count <= 2, "\(found)")
    }

    @Test func `gives up after twenty`() {
        let text = "<system>" + String(repeating: "<a b=c/>", count: 100_000) + "</system>"
        #expect(messages(text).count == 20)
    }

    @Test func `accepts nothing that is not XML`() {
        for part in ["&bad;", "<!-- -- -->", "<map mr=\"a\" mr=\"a\" vaddr=\"0\"/>"] {
            let text = inDomain(part)
            #expect(DescriptionChecker().check(text, file: "x").system == nil)
        }
    }
}
