import Foundation
import Testing

/// `kms export` as a user meets it, its results held against the tools that they are for.
struct ExportCommandTests {
    /// A trace of the main job, made once.
    private static let trace: Result<(ScratchDirectory, String), any Error> = Result {
        let scratch = try ScratchDirectory()
        let path = "\(scratch.path)/t.jsonl"
        let run = try KMS.run("run", "Systems/pd.system.xml", "--seed", "7", "--trace", path)
        try #require(run.status == 0)
        return (scratch, path)
    }

    private func export(_ format: String, _ more: String...) throws -> String {
        let result = try KMS.run(["export", Self.trace.get().1, "--format", format] + more)
        #expect(result.status == 0)
        #expect(result.errors == "")
        return result.output
    }

    @Test(.enabled(if: Oracle.python != nil, "perfetto's bindings are not in .build/venv (make test-tools)"))
    func `Perfetto's own bindings know every field`() throws {
        let scratch = try ScratchDirectory()
        let file = "\(scratch.path)/out.pftrace"
        #expect(try KMS.run(["export", Self.trace.get().1, "--format", "perfetto", "-o", file]).status == 0)
        let result = try Oracle.run("perfetto_check.py", [file])
        #expect(result.errors == "")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        func count(_ key: String) -> Int { report[key] as? Int ?? -1 }
        #expect(count("unknown") == 0)
        #expect(count("lost_tracks") == 0)
        #expect(count("disordered") == 0)
        #expect(count("counters") == 8 + 2)
        #expect(count("begins") > 100)
        #expect(count("flows") > 50)
        #expect(count("ended_flows") > 50)
        #expect((report["tracks"] as? [String])?.contains("gateway (240)") == true)
    }

    @Test(.enabled(if: Oracle.dot != nil, "graphviz is not installed"))
    func `Graphviz draws the description`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(try export("dot"), to: "out.dot")
        let drawn = try KMS.shell("dot -Tplain \(file)")
        #expect(drawn.status == 0)
        #expect(drawn.errors == "")
        let lines = drawn.output.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("node ") }.count == 8 + 18)
        // A map `rw` is two arrows, a channel one for each end that may notify.
        #expect(lines.filter { $0.hasPrefix("edge ") }.count > 60)
    }

    @Test(
        .enabled(
            if: Oracle.mermaid != nil && Oracle.browser != nil, "no Mermaid or no browser (make test-tools)"))
    func `Mermaid draws the diagram, whatever the names are`() throws {
        let scratch = try ScratchDirectory()
        let hostile = "\(scratch.path)/hostile"
        let made = try Oracle.run(
            "make_pages.py", [Self.trace.get().1, hostile, "\(scratch.path)/large", "\(scratch.path)/empty"])
        try #require(made.status == 0, "\(made.errors)")
        for trace in [try Self.trace.get().1, hostile] {
            let file = "\(scratch.path)/out.mmd"
            #expect(try KMS.run("export", trace, "--format", "mermaid", "-o", file).status == 0)
            let drawn = try Oracle.run("mermaid_check.py", [try #require(Oracle.mermaid), file])
            #expect(drawn.status == 0, "\(drawn.errors)")
            let report = try JSONSerialization.jsonObject(with: Data(drawn.output.utf8)) as? [String: Any]
            #expect(report?["participants"] as? Int == 8)
            #expect(report?["messages"] as? Int == 210)
            #expect(report?["failed"] as? Bool == false)
        }
    }

    @Test func `JSON is one document with all steps`() throws {
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try export("json").utf8)) as? [String: Any])
        let events = try #require(json["events"] as? [[String: Any]])
        #expect(events.count == json["steps"] as? Int)
        let secret = events.filter {
            $0["region"] as? String == "sk_shared_mem" && $0["kind"] as? String == "write"
        }
        #expect(!secret.isEmpty)
        #expect(secret.allSatisfy { $0["contents"] is NSNull }, "what is masked stays masked")
    }

    @Test func `a filter takes a part, with the viewer's words`() throws {
        let part = try export("mermaid", "--filter", "pd:gateway kind:signal")
        #expect(part.contains("d5-)d0: notify(6) bit 6"))
        #expect(!part.contains("activate"))
        let wrong = try KMS.run(
            "export", Self.trace.get().1, "--format", "json", "--filter", "pd:gatewai")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("did you mean 'gateway'?"))
        let whole = try KMS.run("export", Self.trace.get().1, "--format", "dot", "--filter", "step:1")
        #expect(whole.status == 2)
        #expect(whole.errors == "Error: dot is of whole runs: no filter; json and mermaid take one\n")
    }

    @Test func `a file appears whole, private, or not at all`() throws {
        let scratch = try ScratchDirectory()
        let trace = try Self.trace.get().1
        let file = "\(scratch.path)/out"
        #expect(try KMS.run("export", trace, "--format", "shiviz", "-o", file).output == "")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == export("shiviz"))
        let before = try Data(contentsOf: URL(fileURLWithPath: trace))
        let onto = try KMS.run("export", trace, "-o", trace)
        #expect(onto.status == 2)
        #expect(onto.errors.contains("it is the input"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: trace)) == before)
        let full = try KMS.shell("ulimit -f 8; \"$KMS\" export '\(trace)' -o '\(scratch.path)/big'")
        #expect(full.status == 2)
        #expect(full.errors.contains("cannot write"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
        #expect(try KMS.run("export", trace, "-o", "\(scratch.path)/no/where").status == 2)
        #expect(try KMS.run("export", trace, "-o", "/dev/null").status == 0)
    }

    @Test func `what is no trace is refused with its place`() throws {
        let result = try KMS.run("export", "Systems/pd.system.xml")
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("Error: Systems/pd.system.xml:1:1: "))
    }
}

/// Programs of others that judge what we write.
enum Oracle {
    /// Python with the packages of `make test-tools`; nil where they could not be installed.
    static let python: String? = {
        let path = KMS.repository.appendingPathComponent(".build/venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
    /// Mermaid's script out of that package.
    static let mermaid: String? = {
        let path = KMS.repository.appendingPathComponent(
            ".build/venv/mermaid/artoo_mermaid/assets/mermaid.min.js"
        ).path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()
    static let dot = ["/usr/bin/dot", "/usr/local/bin/dot"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func run(_ script: String, _ words: [String]) throws -> KMS.Result {
        let oracle = KMS.repository.appendingPathComponent("Tests/KMSRunnerTests/Oracles/\(script)").path
        let quoted = ([python ?? "python3", oracle] + words).map { "'\($0)'" }.joined(separator: " ")
        return try KMS.shell(quoted)
    }
}
