import FlowAnalysis
import Foundation
import SystemDescription
import Testing

@Suite struct ReportTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    @Test(arguments: ["lwe-five", "pd", "hello"]) func `of a shipped system is the one on file`(name: String)
        throws
    {
        let (analysis, sources) = try Analysed.shipped(name)
        let text = FlowReport(analysis, sources: sources).text()
        let file = Self.golden.appendingPathComponent("\(name).txt")
        if ProcessInfo.processInfo.environment["KMS_UPDATE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
        for line in text.split(separator: "\n") {
            // Messages are one line each, as the checker's are; places may follow a step.
            let mayBeLong = line.contains(": warning: ") || line.contains(".system.xml:")
            #expect(mayBeLong || line.count <= 80, "\(line)")
        }
        #expect(!text.contains("\u{1b}"))
    }

    @Test func `shows a violation as the checker shows errors`() throws {
        let xml = """
            <system>
                <memory_region name="key" size="0x1000" />
                <protection_domain name="maker" priority="2">
                    <program_image path="m" />
                    <map mr="key" vaddr="0x4000000" perms="rw" />
                </protection_domain>
                <protection_domain name="spy" priority="1">
                    <program_image path="s" />
                    <map mr="key" vaddr="0x4000000" perms="r" />
                </protection_domain>
            </system>
            """
        let policy = "region key secret readers maker\ndomain maker secret\ndomain spy public"
        let analysis = try Analysed.analysis(xml, policy: policy)
        let sources = SourceText([("s.system", xml), ("s.policy", policy)])
        let text = FlowReport(analysis, sources: sources).text()
        #expect(
            text.contains(
                """
                s.system:9:9: error: spy can learn key (secret), and its readers do not include it [flow.reader]
                 9 |     <map mr="key" vaddr="0x4000000" perms="r" />
                   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ spy reads key
                   = note: the policy says so at s.policy:1:1

                """))
        #expect(
            text.hasSuffix("\ns.policy is broken: 1 violation, 1 warning\n")
                || text.contains("is broken: 1 violation"))
    }

    // MARK: Other formats

    private func hostile() throws -> FlowReport {
        let name = "</title><script>alert(1)</script>&quot;&#x22;'\\"
        let xml = """
            <system>
                <memory_region name="m" size="0x1000" />
                <protection_domain name="\(name.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))"><program_image path="m" />
                    <map mr="m" vaddr="0x4000000" perms="rw" />
                    <!-- "</script>" --> </protection_domain>
                <protection_domain name="b&#x9;&#xA;c" priority="3"><program_image path="m" />
                    <map mr="m" vaddr="0x4000000" perms="r" /></protection_domain>
            </system>
            """
        let policy = "region m secret"
        return FlowReport(
            try Analysed.analysis(xml, policy: policy),
            sources: SourceText([("s.system", xml), ("s.policy", policy)]))
    }

    @Test func `as JSON can be read, and says what the text says`() throws {
        for report in [try hostile()]
            + (try ["lwe-five", "pd"].map { name in
                let (analysis, sources) = try Analysed.shipped(name)
                return FlowReport(analysis, sources: sources)
            })
        {
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
            #expect(json["format"] as? String == "kms-analysis 1")
            #expect((json["findings"] as? [Any])?.count == report.analysis.findings.count)
            #expect((json["matrix"] as? [[String: Any]])?.allSatisfy { $0["direct"] != nil } == true)
            #expect(json["holds"] as? Bool == report.analysis.holds)
            #expect(report.json.split(separator: "\n").count == 1)
        }
    }

    /// The hostile system, questions about it, and what differs from it.
    private func hostilePages() throws -> [FlowReport] {
        let report = try hostile()
        let name = report.analysis.system.protectionDomains[0].name
        let other = try Analysed.analysis(
            "<system><protection_domain name=\"&lt;b>\"><program_image path=\"m\" /></protection_domain></system>"
        )
        let queries = [
            try FlowQuery(report.analysis, from: name, to: report.analysis.system.protectionDomains[1].name),
            try FlowQuery(report.analysis, from: name, to: nil),
            try FlowQuery(report.analysis, from: nil, to: "m"),
        ]
        return [
            report, FlowReport(report.analysis, sources: report.sources, other: (other, SourceText())),
            FlowReport(other, sources: SourceText(), other: (report.analysis, report.sources)),
        ]
            + queries.map { FlowReport(report.analysis, sources: report.sources, query: $0) }
    }

    @Test func `as a page needs no network, runs nothing, and takes names for names`() throws {
        for report in try hostilePages() {
            let html = report.html
            #expect(!html.contains("<script"))
            #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("url(h"))
            #expect(html.contains("default-src &#39;none&#39;"))
            #expect(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;quot;"))
            #expect(html.contains("prefers-color-scheme: dark"))
            let body = try #require(html.split(separator: "<body>", maxSplits: 1).last)
            for attribute in [" style=", " onclick=", " onload=", " src=", " href=", "\u{1b}", "b\tc"] {
                #expect(!body.contains(attribute), "\(attribute)")
            }
        }
    }

    /// A reader finds in the page what the text says: the way with its places, what is new, and what it breaks.
    @Test func `as a page answers questions and tells differences`() throws {
        let (analysis, sources) = try Analysed.shipped("lwe-five")
        let query = try FlowQuery(analysis, from: "encryption", to: "decryption")
        let answer = FlowReport(analysis, sources: sources, query: query).html
        for words in [
            "From encryption to decryption: data", "<mark>&lt;map mr=&quot;op_shared_mem&quot;",
            "It stops without",
            "lwe-five.system.xml:35:9", "class=\"edge read marked\"",
        ] { #expect(answer.contains(words), "\(words)") }
        let all = FlowReport(
            analysis, sources: sources, query: try FlowQuery(analysis, from: "encryption", to: nil))
        #expect(
            all.html.contains("From encryption, data")
                && all.html.contains("From encryption, one bit per signal"))

        let policy = "region key secret readers maker\ndomain maker secret\ndomain spy public"
        func analysed(_ xml: String) throws -> SystemAnalysis { try Analysed.analysis(xml, policy: policy) }
        let change = FlowReport(
            try analysed(Self.pair(spyPerms: nil)), sources: SourceText(),
            other: (
                try analysed(Self.pair(spyPerms: "r")), SourceText([("s.system", Self.pair(spyPerms: "r"))])
            ))
        #expect(!change.isClean)
        for words in [
            "1 new right, 1 new flow, 1 new violation", "What now breaks the policy", "Rights gained",
            "Flows gained", "spy can learn key (secret)", "<td class=\"alarm\">r</td>",
        ] { #expect(change.html.contains(words), "\(words)") }
        #expect(!change.html.contains("Rights lost"))
        #expect(change.text().contains("  + spy on key: – → r\n      spy reads key  s.system:5:"))
        #expect(change.json.contains("\"path\":[{"))
        let same = FlowReport(analysis, sources: sources, other: (analysis, sources))
        #expect(
            same.html.contains("verdict good") && same.html.contains("nobody can do more, and nobody less"))
    }

    private static func pair(spyPerms: String?) -> String {
        let map = spyPerms.map { "<map mr=\"key\" vaddr=\"0x4000000\" perms=\"\($0)\" />" } ?? ""
        return """
            <system>
                <memory_region name="key" size="0x1000" />
                <protection_domain name="maker" priority="2"><program_image path="m" />
                    <map mr="key" vaddr="0x4000000" perms="rw" /></protection_domain>
                <protection_domain name="spy" priority="1"><program_image path="s" />\(map)</protection_domain>
            </system>
            """
    }

    /// Whoever breaks a policy everywhere gets each violation, but not a page for each.
    @Test func `tells many violations in a line each`() throws {
        var xml = "<system><memory_region name=\"key\" size=\"0x1000\" />"
        for place in 0..<60 {
            xml += "<protection_domain name=\"d\(place)\"><program_image path=\"x\" />"
            xml += "<map mr=\"key\" vaddr=\"0x4000000\" perms=\"r\" /></protection_domain>"
        }
        let analysis = try Analysed.analysis(xml + "</system>", policy: "region key secret")
        let text = FlowReport(analysis, sources: SourceText([("s.system", xml)])).text()
        #expect(analysis.violations.count == 60)
        #expect(text.split(separator: "\n").count { $0.contains(": error: ") } == 60)
        #expect(text.split(separator: "\n").count { $0.contains("^^^") } < 60)
    }

    /// Markup is well formed: Python reads it again.
    @Test func `as a page closes what it opens, and names each part once`() throws {
        let script = """
            import sys
            from html.parser import HTMLParser
            open_,ids=[],[]
            void={'meta','link','br','hr','img','input'}
            class P(HTMLParser):
                def handle_starttag(self,tag,attrs):
                    if tag not in void: open_.append(tag)
                    ids.extend(v for k,v in attrs if k=='id')
                def handle_startendtag(self,tag,attrs): pass
                def handle_endtag(self,tag):
                    assert open_ and open_[-1]==tag,(open_[-3:],tag,self.getpos())
                    open_.pop()
            P().feed(sys.stdin.read())
            assert not open_,open_
            assert len(ids)==len(set(ids)),ids
            """
        let (analysis, sources) = try Analysed.shipped("pd")
        for report in try hostilePages() + [FlowReport(analysis, sources: sources)] {
            let result = try run("/usr/bin/env", ["python3", "-c", script], input: report.html)
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/dot")))
    func `as a graph is one that Graphviz draws`() throws {
        for report in [try hostile(), FlowReport(try Analysed.shipped("pd").analysis, sources: SourceText())]
        {
            let result = try run("/usr/bin/dot", ["-Tsvg"], input: report.dot)
            #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        }
    }

    @Test func `spells out what could move a cursor, in errors too`() throws {
        let analysis = try hostile().analysis
        for name in ["b\u{1b}", "b\t\n"] {
            let error = #expect(throws: FlowQuery.Unknown.self) {
                try FlowQuery(analysis, from: name, to: nil)
            }
            let words = try #require(error).description
            #expect(!words.unicodeScalars.contains { $0.value < 0x20 }, "\(words)")
        }
        let text = try hostile().text()
        #expect(text.contains("b\\u{9}\\u{a}c"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    private func run(_ program: String, _ words: [String], input: String) throws -> (
        status: Int32, errors: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input2, errors) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("err"))
        try Data(input.utf8).write(to: input2)
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardInput = try FileHandle(forReadingFrom: input2)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
    }
}
