import Testing

@testable import WebPage

struct WebPageTests {
    @Test func `digests are those of the standard, in base64`() {
        // FIPS 180-4's one-block example and the empty message.
        #expect(Digest.sha256(Array("abc".utf8)) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        #expect(Digest.sha256([]) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }

    @Test(arguments: [
        ("</title><script>", "&lt;/title&gt;&lt;script&gt;"),
        ("a & \"b\" 'c'", "a &amp; &quot;b&quot; &#39;c&#39;"),
        ("格子", "格子"), ("", ""),
    ])
    func `text stays text`(text: String, escaped: String) { #expect(WebPage.escaped(text) == escaped) }

    @Test func `a title cannot break out`() {
        let head = String(decoding: WebPage(title: "</title><script>alert(1)</script>").head, as: UTF8.self)
        #expect(!head.contains("<script"))
    }

    @Test func `data cannot end its element`() {
        let json = "{\"a\":\"</script><!--\"}"
        let data = String(decoding: WebPage.scriptData(Array(json.utf8)), as: UTF8.self)
        #expect(data == "{\"a\":\"\\u003c/script>\\u003c!--\"}")
    }

    @Test func `a page without script forbids scripts`() {
        let head = String(decoding: WebPage(title: "t").head, as: UTF8.self)
        #expect(head.contains("script-src &#39;none&#39;"))
        #expect(head.contains("default-src &#39;none&#39;"))
    }

    @Test func `the policy names exactly what stands in the page`() throws {
        let page = WebPage(title: "t", style: Array("b{}".utf8), script: Array("let a = 1".utf8))
        let text = String(decoding: page.head + page.tail, as: UTF8.self)
        let style = try #require(text.firstMatch(of: #/<style>([\s\S]*)</style>/#)?.1)
        #expect(text.contains("sha256-\(Digest.sha256(Array(style.utf8)))"))
        #expect(text.contains("sha256-\(Digest.sha256(Array("let a = 1".utf8)))"))
        #expect(!text.contains("http:") && !text.contains("https:"), "nothing is loaded from anywhere")
    }
}
