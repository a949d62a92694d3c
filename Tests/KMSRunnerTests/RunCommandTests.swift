import Foundation
import Testing

/// `kms run`, `trace`, `replay` and `keys` as a user meets them.
struct RunCommandTests {
    private static let system = "Systems/pd.system.xml"

    @Test func `does the main job, and decrypts it again in the next run`() throws {
        let scratch = try ScratchDirectory()
        let words = [
            "run", Self.system, "--vault", "\(scratch.path)/vault", "--trace", "\(scratch.path)/t.jsonl",
        ]
        let first = try KMS.run(words)
        #expect(first.status == 0)
        #expect(first.errors == "")
        #expect(first.output.components(separatedBy: "= equal").count == 7)
        #expect(!first.output.contains("from before"))
        #expect(first.output.contains("\(scratch.path)/t.jsonl"))
        let second = try KMS.run(words)
        #expect(second.status == 0)
        #expect(second.output.contains("from before"))
        let keys = try KMS.run("keys", "--vault", "\(scratch.path)/vault")
        #expect(keys.status == 0)
        #expect(keys.output.split(separator: "\n").count == 4)
        #expect(keys.output.contains("main-text"))
    }

    @Test func `answers requests on standard output, and goes on after a bad one`() throws {
        let scratch = try ScratchDirectory()
        let requests = """
            {"op":"keygen","key":"k","purpose":"transport","set":"640"}
            {"op":"nonsense"}

            not json
            {"op":"encrypt","key":"k","text":"hello","as":"h"}
            {"op":"decrypt","handle":"h"}
            """
        let result = try KMS.run(
            ["run", Self.system, "--seed", "1", "--requests", "-", "--trace", "\(scratch.path)/t"],
            input: requests)
        #expect(result.status == 0)
        let answers = result.output.split(separator: "\n")
        #expect(answers.count == 5)
        #expect(answers.allSatisfy { $0.hasPrefix("{\"n\":") })
        #expect(answers[1].contains("\"ok\":false"))
        #expect(answers[4].contains("\"text\":\"hello\""))
        #expect(result.errors.contains("not secret"))
    }

    @Test func `gives one trace for one seed, replays it, and finds a change`() throws {
        let scratch = try ScratchDirectory()
        let (a, b) = ("\(scratch.path)/a", "\(scratch.path)/b")
        #expect(try KMS.run("run", Self.system, "--seed", "7", "--trace", a).status == 0)
        #expect(
            try KMS.run("run", Self.system, "--seed", "7", "--trace", b, "--stacks", "threads").status == 0)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: a))
        #expect(try Data(contentsOf: URL(fileURLWithPath: b)) == bytes)
        let same = try KMS.run("replay", a)
        #expect(same.status == 0)
        #expect(same.output.contains("identical"))
        let text = String(decoding: bytes, as: UTF8.self)
        let changed = text.replacing("\"seed\":\"7\"", with: "\"seed\":\"8\"", maxReplacements: 1)
        try #require(changed != text)
        let file = try scratch.write(changed, to: "changed")
        let other = try KMS.run("replay", file)
        #expect(other.status == 1)
        #expect(other.output.contains("differs"))
    }

    @Test func `refuses to replay a run without a seed`() throws {
        let scratch = try ScratchDirectory()
        let trace = "\(scratch.path)/t"
        #expect(try KMS.run("run", "Systems/lwe-five.system.xml", "--trace", trace).status == 0)
        let result = try KMS.run("replay", trace)
        #expect(result.status == 2)
        #expect(result.errors.contains("no seed"))
    }

    @Test func `lists a trace by domain, channel and step, as text and as JSON`() throws {
        let scratch = try ScratchDirectory()
        let trace = "\(scratch.path)/t"
        #expect(
            try KMS.run("run", "Systems/lwe-five.system.xml", "--seed", "1", "--trace", trace).status == 0)
        let all = try KMS.run("trace", trace)
        #expect(all.status == 0)
        let some = try KMS.run("trace", trace, "--pd", "keygen")
        #expect(some.output.split(separator: "\n").count < all.output.split(separator: "\n").count)
        #expect(try KMS.run("trace", trace, "--channel", "keygen:2").status == 0)
        #expect(try KMS.run("trace", trace, "--step", "3").output.contains("step 3"))
        let json = try KMS.run("trace", trace, "--json")
        #expect(json.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        for words in [["--pd", "keygne"], ["--channel", "60"], ["--step", "999999"]] {
            let refused = try KMS.run(["trace", trace] + words)
            #expect(refused.status == 2, "\(words)")
            #expect(refused.errors.hasPrefix("Error: the trace has no"), "\(words): \(refused.errors)")
        }
    }

    @Test(arguments: [
        ["trace", "missing.jsonl"], ["replay", "missing.jsonl"], ["run", "missing.system"],
        ["run", "Systems/hello.missing", "--requests", "missing.jsonl"], ["trace", "README.md"],
        ["replay", "README.md"],
        ["run", "Systems/lwe-five.system.xml", "--requests", "README.md"],
        ["run", "Systems/pd.system.xml", "--requests", "missing.jsonl"],
        ["run", "Systems/pd.system.xml", "--seed", "1", "--trace", "missing-directory/t"],
        ["run", "Systems/pd.system.xml", "--vault", "README.md"], ["keys", "--vault", "README.md"],
    ])
    func `refuses unusable input with status 2 and one clear line`(words: [String]) throws {
        let result = try KMS.run(words)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.split(separator: "\n").count <= 2, "\(result.errors)")
    }
}

/// What was acknowledged is there after a kill at any moment.
struct KillTests {
    @Test func `loses no key that it had acknowledged`() throws {
        let scratch = try ScratchDirectory()
        let vault = "\(scratch.path)/vault"
        var acknowledged: Set<String> = []
        var random = SystemRandomNumberGenerator()
        for round in 0..<12 {
            let requests = (0..<6).map { #"{"op":"keygen","key":"k\#(round)-\#($0)","purpose":"bits"}"# }
            let file = try scratch.write(requests.joined(separator: "\n"), to: "requests")
            let delay = Double(Int.random(in: 5...150, using: &random)) / 1000
            // The answers are what was acknowledged; the pipeline ends when the program is killed.
            let result = try KMS.shell(
                """
                "$KMS" run Systems/pd.system.xml --vault '\(vault)' --requests '\(file)' --trace '\(scratch.path)/t' \
                    2>/dev/null >'\(scratch.path)/answers' &
                sleep \(delay); kill -KILL $! 2>/dev/null; wait $! 2>/dev/null; cat '\(scratch.path)/answers'
                """)
            for line in result.output.split(separator: "\n") where line.contains("\"ok\":true") {
                guard let key = line.firstMatch(of: /"key":"([^"]*)"/)?.1 else { continue }
                acknowledged.insert(String(key))
            }
            let after = try KMS.run(
                [
                    "run", "Systems/pd.system.xml", "--vault", vault, "--requests", "-", "--trace",
                    "\(scratch.path)/t",
                ],
                input: #"{"op":"keys"}"#)
            #expect(after.status == 0, "round \(round), killed after \(delay) s: \(after.errors)")
            for key in acknowledged {
                #expect(after.output.contains("\"\(key)\""), "round \(round), killed after \(delay) s")
            }
        }
    }
}
