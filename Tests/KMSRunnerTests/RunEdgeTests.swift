import Foundation
import Testing

/// `kms run` where something about its surroundings is wrong.
struct RunEdgeTests {
    private static let system = "Systems/pd.system.xml"
    private static let keygen = #"{"op":"keygen","key":"k","purpose":"transport","set":"640"}"# + "\n"

    private func run(_ scratch: ScratchDirectory, _ words: [String] = [], input: String = keygen) throws
        -> KMS.Result
    {
        try KMS.run(
            [
                "run", Self.system, "--requests", "-", "--vault", "\(scratch.path)/vault", "--trace",
                "\(scratch.path)/t",
            ] + words, input: input)
    }

    @Test(arguments: ["<&-", "0>/dev/null", "</"])
    func `a standard input that cannot be read is not an empty one`(redirection: String) throws {
        let result = try KMS.shell(
            "\"$KMS\" run \(Self.system) --seed 1 --requests - --trace /dev/null \(redirection)")
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("Error: standard input is "))
        #expect(result.output == "")
        let exploration = try KMS.shell(
            "\"$KMS\" run \(Self.system) --requests - --explore 2 \(redirection)")
        #expect(exploration.status == 2)
    }

    @Test func `an empty standard input is fine`() throws {
        let result = try KMS.shell(
            "\"$KMS\" run \(Self.system) --seed 1 --requests - --trace /dev/null </dev/null")
        #expect(result.status == 0)
    }

    @Test func `a vault that the lockbox refuses is bad input, whatever was asked`() throws {
        let scratch = try ScratchDirectory()
        #expect(try run(scratch).status == 0)
        let vault = "\(scratch.path)/vault"
        // Another platform secret: the vault is not what this platform sealed.
        try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: "\(vault)/platform.secret"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: "\(vault)/platform.secret")
        for input in [Self.keygen, ""] {
            let refused = try run(scratch, input: input)
            #expect(refused.status == 2)
            #expect(refused.errors.contains("Error: the vault in \(vault) is refused: "))
            #expect(refused.output.isEmpty == input.isEmpty)
        }
        let job = try KMS.run("run", Self.system, "--vault", vault, "--trace", "\(scratch.path)/t")
        #expect(job.status == 2)
    }

    @Test func `a vault without its counter is refused before anything runs`() throws {
        let scratch = try ScratchDirectory()
        #expect(try run(scratch).status == 0)
        try FileManager.default.removeItem(atPath: "\(scratch.path)/vault/platform.counter")
        let result = try run(scratch)
        #expect(result.status == 2)
        #expect(
            result.errors.hasPrefix(
                "Error: \(scratch.path)/vault/platform.counter: the platform counter is missing"))
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/vault/platform.counter"))
    }

    @Test func `proposes to read a trace only where one is kept`() throws {
        let scratch = try ScratchDirectory()
        let kept = try KMS.run("run", Self.system, "--seed", "1", "--trace", "\(scratch.path)/t")
        #expect(kept.output.contains("kms replay \(scratch.path)/t"))
        let lost = try KMS.run("run", Self.system, "--seed", "1", "--trace", "/dev/null")
        #expect(lost.status == 0)
        #expect(!lost.output.contains("kms replay") && !lost.output.contains("kms trace"))
    }

    @Test func `claims of an exploration no more than it saw`() throws {
        let result = try KMS.run("run", "Systems/lwe-five.system.xml", "--explore", "3", "--seed", "1")
        #expect(result.status == 0)
        #expect(
            result.output.contains(
                "lwe-five.system.xml: 3 runs, 1 different order among domains of equal priority"))
        #expect(result.output.contains("There was never a choice: every run took the same order."))
    }

    @Test func `a policy that the maps break is bad input`() throws {
        let scratch = try ScratchDirectory()
        let text = try String(
            contentsOf: KMS.repository.appendingPathComponent("Systems/lwe-five.system.xml"), encoding: .utf8)
        let system = try scratch.write(text, to: "s.system.xml")
        _ = try scratch.write("region sk_shared_mem secret readers keygen\n", to: "s.policy")
        let result = try KMS.run("run", system, "--seed", "1", "--trace", "\(scratch.path)/t")
        #expect(result.status == 2)
        #expect(
            result.errors.contains("s.policy:1:1: error: 'decryption' may not learn this, but can read it"))
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/t"))
    }

    @Test func `lists no keys of a vault that is not there`() throws {
        let scratch = try ScratchDirectory()
        let named = try KMS.run("keys", "--vault", "\(scratch.path)/none")
        #expect(named.status == 2)
        #expect(named.errors == "Error: there is no vault in \(scratch.path)/none\n")
        let usual = try KMS.run(["keys"], environment: ["XDG_DATA_HOME": scratch.path])
        #expect(usual.status == 0)
        #expect(usual.output == "there is no vault in \(scratch.path)/kms yet: 'kms run' makes one\n")
        let file = try scratch.write("", to: "file")
        let wrong = try KMS.run("run", Self.system, "--vault", file)
        #expect(wrong.status == 2)
        #expect(wrong.errors == "Error: \(file): cannot be made a directory: Not a directory\n")
    }

    @Test(arguments: [
        (["--order", "3"], "option '--order' has no effect without '--policy seeded'"),
        (["--explore", "3", "--trace", "t"], "option '--trace' has no effect with '--explore'"),
    ])
    func `refuses options without effect`(words: [String], message: String) throws {
        let result = try KMS.run(["run", Self.system] + words)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix("kms: \(message)\n"))
    }
}
