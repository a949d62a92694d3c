internal import SystemDescription
internal import WebPage

/// Pieces of a page, as text in HTML.
enum Markup {
    /// `text` as it may stand in an element or a quoted attribute; control characters are spelt out.
    static func escaped(_ text: String) -> String { WebPage.escaped(text.printable) }

    /// A part of the page with a heading that can be linked to; empty when there is nothing to show.
    ///
    /// `id` and `title` are the program's own words.
    static func section(_ id: String, _ title: String, _ body: String) -> String {
        guard !body.isEmpty else { return "" }
        return "<section id=\"\(id)\" class=\"sheet\" aria-labelledby=\"\(id)-title\">"
            + "<h2 id=\"\(id)-title\">\(title)</h2>\n\(body)</section>\n"
    }

    /// A table that scrolls sideways by itself; cells are HTML already.
    ///
    /// - Parameters:
    ///   - heads: of the columns.
    ///   - kind: a class of the style sheet.
    ///   - rows: the first cell of each is its head.
    /// - Returns: nothing when there are no rows.
    static func table(_ heads: [String], kind: String, rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        var text = "<div class=\"scroll\" tabindex=\"0\"><table class=\"\(kind)\"><thead><tr>"
        text += heads.map { "<th scope=\"col\"><span>\($0)</span></th>" }.joined()
        text += "</tr></thead><tbody>\n"
        for row in rows {
            text += "<tr><th scope=\"row\">\(row[0])</th>" + row.dropFirst().joined() + "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }

    /// A cell of a table.
    static func cell(_ html: String, kind: String = "") -> String {
        kind.isEmpty ? "<td>\(html)</td>" : "<td class=\"\(kind)\">\(html)</td>"
    }

    /// A level, or the strength of a flow, as a coloured word; `none` stands for no level.
    static func chip(_ word: String) -> String {
        "<span class=\"chip \(word)\">\(word == "none" ? "–" : word)</span>"
    }

    static func list(_ items: [String], kind: String = "") -> String {
        guard !items.isEmpty else { return "" }
        let items = items.map { "<li>\($0)</li>" }.joined(separator: "\n")
        return "<ul\(kind.isEmpty ? "" : " class=\"\(kind)\"")>\(items)</ul>\n"
    }

    /// A place in a file, and its line with the element marked when the text is known.
    static func place(_ location: SourceLocation?, _ sources: SourceText) -> String {
        guard let location else { return "" }
        let excerpt = sources.excerpt(location).map { "<pre>\(marked($0))</pre>" } ?? ""
        return " <code>\(escaped(location.description))</code>" + excerpt
    }

    private static func marked(_ excerpt: Diagnostic.Excerpt) -> String {
        let scalars = Array(excerpt.line.unicodeScalars)
        func part(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
            return escaped(String(view))
        }
        let end = excerpt.indent + excerpt.count
        return "<mark>\(part(excerpt.indent..<end))</mark>\(part(end..<max(end, scalars.count)))"
    }
}
