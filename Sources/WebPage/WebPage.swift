/// One self-contained HTML page in the look of kms: light and dark, nothing loaded from anywhere.
///
/// The page carries a strict Content Security Policy: only the style and the script written here take effect, each
/// named by its SHA-256; scripts cannot turn text into markup; nothing can be fetched, sent or framed. So whatever a
/// body or its data hold, they stay text, even where somebody forgot to escape them.
public struct WebPage: Sendable {
    /// The title of the window, plain text.
    public var title: String
    /// Style beyond the common one, CSS.
    public var style: [UInt8]
    /// The script, JavaScript without `</script`; it runs when the whole page is there.
    public var script: [UInt8]

    /// Makes a page without a body.
    public init(title: String, style: [UInt8] = [], script: [UInt8] = []) {
        self.title = title
        self.style = style
        self.script = script
    }

    /// Everything before the body's contents.
    public var head: [UInt8] {
        let style = PackageResources.page_css + self.style
        let policy = Self.policy(style: style, script: script)
        let top = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.escaped(policy))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(Self.escaped(title))</title>
            <link rel="icon" href="data:,">

            """
        return Array("\(top)<style>".utf8) + style + Array("</style>\n</head>\n<body>\n".utf8)
    }

    /// Everything after the body's contents.
    public var tail: [UInt8] {
        let script = script.isEmpty ? [] : Array("<script>".utf8) + script + Array("</script>\n".utf8)
        return script + Array("</body>\n</html>\n".utf8)
    }

    /// What the browser lets the page do.
    static func policy(style: [UInt8], script: [UInt8]) -> String {
        let scripts = script.isEmpty ? "'none'" : "'sha256-\(Digest.sha256(script))'"
        return "default-src 'none'; script-src \(scripts); style-src 'sha256-\(Digest.sha256(style))'; "
            + "img-src data:; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    }

    /// `text` as it may stand in an element or a quoted attribute.
    public static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON as it may stand in `<script type="application/json">`, where only `<` could end it.
    public static func scriptData(_ json: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in json {
            if byte == UInt8(ascii: "<") { result += Array("\\u003c".utf8) } else { result.append(byte) }
        }
        return result
    }
}
