internal import SystemDescription
internal import SystemPolicy

extension FlowReport {
    /// The report as one page that needs nothing else: no network, no scripts, light and dark.
    public var html: String {
        let title = (other.map { "\(analysis.system.file) → \($0.system.file)" } ?? analysis.system.file)
        var body = "<header><h1>\(Self.escaped(title))</h1><p class=\"\(isClean ? "good" : "bad")\">"
        body += "\(Self.escaped(verdict(TextStyle())))</p></header>\n<main>\n"
        if query != nil || difference != nil {
            body += Self.section("Answer", "<pre>\(Self.escaped(text()))</pre>")
        } else {
            body += Self.section("Picture", PictureSVG(self).text)
            body += Self.section("Who can touch what", matrixTable)
            body += Self.section("Who can get information to whom", flowTable)
            body += Self.section("Findings", findingList)
            body += Self.section("What falls when one is taken over", blastTable)
            body += Self.section("What the policy relies on", reliance)
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            style-src '\(PageStyle.hash)'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(Self.escaped(title)) – kms analyze</title>
            <style>\(PageStyle.text)</style>
            </head>
            <body>
            \(body)</main>
            </body>
            </html>

            """
    }

    static func section(_ title: String, _ body: String) -> String {
        body.isEmpty ? "" : "<section><h2>\(escaped(title))</h2>\n\(body)</section>\n"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.isControl: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private func name(_ node: Int) -> String { Self.escaped(analysis.graph.name(at: node)) }

    // MARK: Tables

    private var matrixTable: String {
        let matrix = analysis.matrix
        guard !matrix.regions.isEmpty else { return "" }
        var text = "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">region</th>"
        if analysis.view != nil { text += "<th scope=\"col\">level</th>" }
        text +=
            matrix.subjects.map { "<th scope=\"col\">\(name($0))</th>" }.joined() + "</tr></thead><tbody>\n"
        for region in matrix.regions {
            text += "<tr><th scope=\"row\">\(name(region))</th>"
            if let view = analysis.view {
                let level = view.level(region)?.rawValue ?? "–"
                text += "<td class=\"\(level)\">\(level)</td>"
            }
            text += matrix.subjects.map { cell(matrix.access($0, region)) }.joined() + "</tr>\n"
        }
        return text + "</tbody></table></div>\n<p class=\"key\">r read, w write, x execute; "
            + "* around its own maps: open it to see how</p>\n"
    }

    private func cell(_ access: AccessMatrix.Access) -> String {
        guard !access.all.isEmpty else { return "<td>·</td>" }
        guard !access.indirect.isEmpty else {
            return
                "<td class=\"\(access.all.contains(.write) ? "write" : "read")\">\(access.all.letters)</td>"
        }
        let why = access.route.map { analysis.graph.words(analysis.graph.edges[$0]) }.joined(separator: "; ")
        return "<td class=\"around\"><details><summary>\(access.all.letters)*</summary>"
            + "\(Self.escaped(why))</details></td>"
    }

    private var flowTable: String {
        let subjects = analysis.matrix.subjects
        guard subjects.count > 1 else { return "" }
        var text = "<div class=\"scroll\"><table class=\"flow\"><thead><tr><th scope=\"col\">from \\ to</th>"
        text += subjects.map { "<th scope=\"col\">\(name($0))</th>" }.joined() + "</tr></thead><tbody>\n"
        for from in subjects {
            text += "<tr><th scope=\"row\">\(name(from))</th>"
            for to in subjects {
                let strength = from == to ? nil : analysis.closure.strongest(from, to)
                text += "<td class=\"\(strength?.name ?? "none")\">\(strength?.name ?? "·")</td>"
            }
            text += "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }

    private var blastTable: String {
        let graph = analysis.graph
        func names(_ nodes: [Int]) -> String {
            nodes.isEmpty ? "–" : Self.escaped(nodes.map(graph.name(at:)).joined(separator: ", "))
        }
        var text = "<div class=\"scroll\"><table><thead><tr>"
        for title in ["taken over", "controls", "reads", "writes", "influences", "can learn"] {
            text += "<th scope=\"col\">\(title)</th>"
        }
        text += "</tr></thead><tbody>\n"
        for one in analysis.blast {
            text += "<tr><th scope=\"row\">\(name(one.subject))</th>"
            for nodes in [one.controlled, one.readable, one.writable, one.influenced, one.learnable] {
                text += "<td class=\"names\">\(names(nodes))</td>"
            }
            text += "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }

    private var reliance: String {
        guard let view = analysis.view else { return "" }
        func domain(_ place: Int) -> String { analysis.system.protectionDomains[place].name }
        let items =
            view.policy.declassifiers.map {
                "declassifier \(domain($0.domain)) to \($0.level.rawValue): \($0.reason)"
            }
            + view.policy.endorsers.map { "endorser \(domain($0.domain)): \($0.reason)" }
            + view.policy.assumptions.map { "no DMA by \(domain($0.domain)): \($0.reason)" }
        return items.isEmpty
            ? "" : "<ul>" + items.map { "<li>\(Self.escaped($0))</li>" }.joined(separator: "\n") + "</ul>\n"
    }

    // MARK: Findings

    private var findingList: String {
        analysis.findings.map { finding in
            let isError = finding.severity == .error
            var text = "<details class=\"\(finding.severity.rawValue)\"\(isError ? " open" : "")><summary>"
            text += "<b>\(finding.severity.rawValue)</b> \(Self.escaped(finding.message)) "
            text += "<code>\(finding.rule)</code></summary>\n<ol>"
            for place in finding.places {
                text += "<li\(place.isMain ? " class=\"main\"" : "")>\(Self.escaped(place.text))"
                if let location = place.location {
                    text += " <code>\(Self.escaped(location.description))</code>"
                    if let excerpt = sources.excerpt(location) { text += "<pre>\(marked(excerpt))</pre>" }
                }
                text += "</li>"
            }
            text += "</ol>"
            for note in finding.notes { text += "<p>\(Self.escaped(note))</p>" }
            if let hint = finding.hint { text += "<p class=\"hint\">\(Self.escaped(hint))</p>" }
            return text + "</details>\n"
        }.joined()
    }

    private func marked(_ excerpt: Diagnostic.Excerpt) -> String {
        let scalars = Array(excerpt.line.unicodeScalars)
        func part(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
            return Self.escaped(String(view))
        }
        let end = excerpt.indent + excerpt.count
        return "<mark>\(part(excerpt.indent..<end))</mark>\(part(end..<max(end, scalars.count)))"
    }
}
