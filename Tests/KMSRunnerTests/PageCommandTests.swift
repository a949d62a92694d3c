import Foundation
import Testing

/// `kms view --html`, its page used in a real browser.
struct PageCommandTests {
    @Test(.enabled(if: Oracle.browser != nil, "Chromium is not installed (make test-tools)"))
    func `the page can be stepped, filtered, linked to, and lets nothing in`() throws {
        let scratch = try ScratchDirectory()
        let names = ["real", "hostile", "large", "empty"].map { "\(scratch.path)/\($0)" }
        let run = try KMS.run("run", "Systems/pd.system.xml", "--seed", "7", "--trace", names[0])
        try #require(run.status == 0)
        let made = try Oracle.run("make_pages.py", names)
        try #require(made.status == 0, "\(made.errors)")
        for name in names {
            let page = try KMS.run("view", name, "--html", "\(name).html")
            #expect(page.status == 0)
            #expect(page.output + page.errors == "")
        }
        let used = try Oracle.run("viewer_check.py", names[..<1] + names.map { "\($0).html" })
        #expect(used.status == 0, "\(used.output)\(used.errors)")
        #expect(
            used.output.split(separator: "\n").filter { $0.hasPrefix("ok ") }.count == 20, "\(used.output)")
    }

    @Test func `the page goes to standard output as well, and never over its trace`() throws {
        let scratch = try ScratchDirectory()
        let trace = "\(scratch.path)/t.jsonl"
        #expect(try KMS.run("run", "Systems/hello.system.xml", "--seed", "1", "--trace", trace).status == 0)
        let page = try KMS.run("view", trace, "--html", "-")
        #expect(page.status == 0)
        #expect(page.output.hasPrefix("<!doctype html>"))
        #expect(page.output.hasSuffix("</html>\n"))
        #expect(try KMS.run("view", trace, "--html", trace).status == 2)
        #expect(try KMS.run("view", "Systems/hello.system.xml", "--html", "-").status == 2)
    }
}

extension Oracle {
    static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
