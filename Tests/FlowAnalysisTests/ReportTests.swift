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

    @Test func `as a page needs no network, runs nothing, and takes names for names`() throws {
        let html = try hostile().html
        #expect(!html.contains("<script"))
        #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("url(h"))
        #expect(html.contains("default-src 'none'"))
        #expect(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;quot;"))
        #expect(html.contains("prefers-color-scheme:dark"))
        for attribute in [" style=", " onclick=", " onload=", " src=", " href="] {
            #expect(!html.contains(attribute), "\(attribute)")
        }
    }

    /// The policy of the page lets in one style sheet, by its hash: Python computes it again.
    @Test func `as a page names the hash of its own style sheet`() throws {
        let html = try hostile().html
        let script = """
            import sys,re,hashlib,base64
            t=sys.stdin.read()
            s=re.search(r'<style>(.*?)</style>',t,re.S).group(1)
            h=base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()
            from html.parser import HTMLParser
            open_=[]
            void={'meta','link','br','hr','img','input'}
            class P(HTMLParser):
                def handle_starttag(self,tag,attrs):
                    if tag not in void: open_.append(tag)
                def handle_startendtag(self,tag,attrs): pass
                def handle_endtag(self,tag):
                    assert open_ and open_[-1]==tag,(open_[-3:],tag,self.getpos())
                    open_.pop()
            P().feed(t)
            assert not open_,open_
            sys.exit(0 if "style-src 'sha256-"+h+"'" in t else 1)
            """
        #expect(try run("/usr/bin/env", ["python3", "-c", script], input: html).status == 0)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/dot")))
    func `as a graph is one that Graphviz draws`() throws {
        for report in [try hostile(), FlowReport(try Analysed.shipped("pd").analysis, sources: SourceText())]
        {
            let result = try run("/usr/bin/dot", ["-Tsvg"], input: report.dot)
            #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        }
    }

    @Test func `spells out what could move a cursor`() throws {
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
