import Foundation
import Testing

struct AnalyzeCommandTests {
    private static let system = """
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
    private static let strict = "region key secret readers maker\ndomain maker secret\ndomain spy public\n"
    private static let kind = "region key secret readers maker spy\ndomain maker secret\n"

    @Test func `exits with 0 when the policy beside the description holds, with 1 when it is broken`() throws
    {
        let scratch = try ScratchDirectory()
        _ = try scratch.write(Self.system, to: "s.system")
        _ = try scratch.write(Self.kind, to: "s.policy")
        let other = try scratch.write(Self.strict, to: "strict")
        let good = try KMS.run(["analyze", "s.system"], directory: scratch.path)
        #expect(good.status == 0 && good.errors == "")
        #expect(good.output.contains("s.policy holds"))
        let bad = try KMS.run(["analyze", "s.system", "--policy", other], directory: scratch.path)
        #expect(bad.status == 1 && bad.errors == "")
        #expect(bad.output.contains("s.system:9:9: error: spy can learn key (secret)"))
        #expect(!bad.output.contains("\u{1B}"))
    }

    @Test func `takes a description without a policy`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(Self.system, to: "s.system")
        let result = try KMS.run("analyze", file)
        #expect(result.status == 0)
        #expect(result.output.contains("no policy: nothing is ruled out"))
    }

    @Test func `exits with 2 and a place for input that is not usable`() throws {
        let scratch = try ScratchDirectory()
        let good = try scratch.write(Self.system, to: "s.system")
        let bad = try scratch.write("<system><protection_domain /></system>", to: "bad.system")
        let policy = try scratch.write("regoin key secret\n", to: "bad.policy")
        let trace = try scratch.write("no trace\n", to: "t.jsonl")
        for (words, message) in [
            ([bad], "Error: Missing required attribute"),
            (["missing"], "microkit: error: system description"),
            ([good, "--policy", policy], "\(policy):1:1: error: unknown statement 'regoin'"),
            ([good, "--policy", "none"], "Error: none: no such file"), ([good, "--trace", trace], ""),
            ([good, "--from", "spi"], "Error: \(good): the description has no domain"),
            ([good, "--diff", bad], "Error: Missing required attribute"),
        ] {
            let result = try KMS.run(["analyze"] + words)
            #expect(result.status == 2, "\(words)")
            #expect(result.errors.hasPrefix(message), "\(words): \(result.errors)")
            #expect(result.output == "")
        }
    }

    @Test func `exits with 64 for a wrong command line`() throws {
        #expect(try KMS.run("analyze").status == 64)
        #expect(try KMS.run("analyze", "a", "--format", "xml").status == 64)
        #expect(try KMS.run("analyze", "a", "b").status == 64)
    }

    @Test func `refuses a trace of another system`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(Self.system, to: "s.system")
        let trace = "\(scratch.path)/hello.jsonl"
        #expect(try KMS.run("run", "Systems/hello.system.xml", "--seed", "1", "--trace", trace).status == 0)
        let result = try KMS.run("analyze", file, "--trace", trace)
        #expect(result.status == 2)
        #expect(result.errors.contains("the description has no protection domain 'greeter'"))
        #expect(try KMS.run("analyze", "Systems/hello.system.xml", "--trace", trace).status == 0)
    }

    @Test func `names the path and the cut of the demonstration`() throws {
        let result = try KMS.run(
            "analyze", "Systems/lwe-five.system.xml", "--from", "encryption", "--to", "decryption")
        #expect(result.status == 0)
        #expect(
            result.output.contains("encryption → ct_shared_mem → LWE_operations → op_shared_mem → decryption")
        )
        #expect(result.output.contains("Systems/lwe-five.system.xml:"))
        #expect(result.output.contains("It stops without"))
    }

    @Test func `tells what a change opens, and exits with 1`() throws {
        let scratch = try ScratchDirectory()
        let old = try scratch.write(
            Self.system.replacing("<map mr=\"key\" vaddr=\"0x4000000\" perms=\"r\" />", with: ""),
            to: "old.system")
        _ = try scratch.write(Self.strict, to: "old.policy")
        let new = try scratch.write(Self.system, to: "new.system")
        let result = try KMS.run("analyze", old, "--diff", new)
        #expect(result.status == 1)
        #expect(result.output.contains("+ spy on key: – → r"))
        #expect(
            result.output.contains("+ maker → spy: timing → data")
                || result.output.contains("+ maker → spy: – → data"))
        #expect(result.output.contains("error: spy can learn key (secret)"))
        #expect(try KMS.run("analyze", old, "--diff", old).status == 0)
    }

    @Test func `names the trace that is of another system, and moves no cursor with its names`() throws {
        let scratch = try ScratchDirectory()
        let system = try scratch.write(Self.system, to: "this.system")
        let trace = "\(scratch.path)/other.jsonl"
        #expect(try KMS.run("run", "Systems/hello.system.xml", "--seed", "1", "--trace", trace).status == 0)
        let lines = try String(contentsOfFile: trace, encoding: .utf8)
        let evil = try scratch.write(
            lines.replacing("\"domains\":[{\"name\":\"", with: "\"domains\":[{\"name\":\"\\u001b[31m"),
            to: "evil.jsonl")
        let result = try KMS.run("analyze", system, "--trace", evil)
        #expect(result.status == 2 && result.output == "")
        #expect(result.errors.contains("evil.jsonl is not a trace of "), "\(result.errors)")
        #expect(
            result.errors.contains("'\\u{1b}[31m") && !result.errors.contains("\u{1b}"), "\(result.errors)")
    }

    @Test(arguments: [
        ("json", "{\"format\":\"kms-analysis 1\""), ("dot", "digraph system {"), ("html", "<!doctype html>"),
    ])
    func `writes every format`(format: String, beginning: String) throws {
        let result = try KMS.run("analyze", "Systems/pd.system.xml", "--format", format)
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.hasPrefix(beginning))
    }
}
