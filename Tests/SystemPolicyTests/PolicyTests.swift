import SystemDescription
import SystemPolicy
import Testing

private let place = SourceLocation(file: "s", row: 1, column: 1)
private let system: CheckedSystem = {
    var system = CheckedSystem(
        protectionDomains: ["keygen", "encryption", "decryption", "two words"].map {
            .init(name: $0, programImage: "x", location: place)
        },
        memoryRegions: ["pk_shared_mem", "sk_shared_mem", "a \"b\" \\"].map {
            .init(name: $0, byteCount: 4096, location: place)
        })
    system.protectionDomains[1].virtualMachine = .init(name: "linux", location: place)
    system.ioAddressSpaces = [.init(name: "nic", peripheral: "0:1.0", domainID: 1, location: place)]
    return system
}()

private func read(_ text: String) -> PolicyReader.Outcome {
    PolicyReader.read(Array(text.utf8), file: "p", system: system)
}

private func messages(_ text: String) -> [String] {
    guard case .findings(let findings) = read(text) else { return [] }
    return findings.map { $0.message.dropFirst("p:".count) + ($0.hint.map { " | " + $0 } ?? "") }
}

private let statements = "region, domain, machine, device, declassifier, endorser, assume, enforce"

/// A policy and its findings, `row:column: error: …`, hints after a bar.
private let wrong: [(String, [String])] = [
    ("regoin sk_shared_mem secret", ["1:1: error: unknown statement 'regoin' | did you mean 'region'?"]),
    (
        "\"region\" sk_shared_mem secret",
        ["1:1: error: unknown statement 'region' | a line begins with one of \(statements)"]
    ),
    (
        "allow x",
        ["1:1: error: unknown statement 'allow' | a line begins with one of \(statements)"]
    ),
    ("region", ["1:7: error: a region's name is missing"]),
    ("region sk_shared_mem", ["1:21: error: a level (public, client, secret, root) is missing"]),
    (
        "region sk_shared_men secret",
        ["1:8: error: the description has no region 'sk_shared_men' | did you mean 'sk_shared_mem'?"]
    ),
    ("region keygen secret", ["1:8: error: the description has no region 'keygen'"]),
    ("region sk_shared_mem sekret", ["1:22: error: unknown level 'sekret' | did you mean 'secret'?"]),
    ("region sk_shared_mem 7", ["1:22: error: unknown level '7' | levels are public, client, secret, root"]),
    (
        "region sk_shared_mem \"secret\"",
        ["1:22: error: unknown level 'secret' | levels are public, client, secret, root"]
    ),
    (
        "region sk_shared_mem secret reader keygen",
        ["1:29: error: unknown list 'reader' | did you mean 'readers'?"]
    ),
    (
        "region sk_shared_mem secret keygen",
        [
            "1:29: error: unknown list 'keygen' | 'readers' or 'influencers' and domains follow a region's level"
        ]
    ),
    ("region sk_shared_mem secret readers", ["1:36: error: protection domains are missing"]),
    (
        "region sk_shared_mem secret readers decrpytion",
        ["1:37: error: the description has no protection domain 'decrpytion' | did you mean 'decryption'?"]
    ),
    ("region sk_shared_mem secret readers keygen keygen", ["1:44: error: 'keygen' stands in the list twice"]),
    (
        "region sk_shared_mem secret readers keygen readers keygen",
        ["1:44: error: 'readers' stands here twice"]
    ),
    ("region pk_shared_mem public readers keygen", ["1:29: error: everybody may read what is public"]),
    (
        "region pk_shared_mem public\nregion pk_shared_mem secret",
        ["2:8: error: 'pk_shared_mem' has a statement of this kind already, in row 1"]
    ),
    (
        "domain keygen secret now",
        [
            "1:22: error: unknown list 'now' | 'readers' or 'influencers' and domains follow a domain's level"
        ]
    ),
    ("declassifier keygen \"r\" to", ["1:27: error: a level (public, client, secret, root) is missing"]),
    (
        "declassifier keygen \"r\" to nobody",
        ["1:28: error: unknown level 'nobody' | levels are public, client, secret, root"]
    ),
    ("declassifier keygen \"r\" on", ["1:25: error: 'on' is too much here"]),
    ("endorser keygen", ["1:16: error: the reason in quotes is missing"]),
    ("endorser keygen \"r\" to public", ["1:21: error: 'to' is too much here"]),
    (
        "endorser keygn \"r\"",
        ["1:10: error: the description has no protection domain 'keygn' | did you mean 'keygen'?"]
    ),
    (
        "endorser keygen \"r\"\nendorser keygen \"s\"",
        ["2:10: error: 'keygen' has a statement of this kind already, in row 1"]
    ),
    ("assume", ["1:7: error: what is assumed ('no-dma') is missing"]),
    (
        "assume peace keygen \"r\"",
        [
            "1:8: error: unknown assumption 'peace' | 'no-dma', a protection domain and the reason follow 'assume'"
        ]
    ),
    ("assume no-dma keygen \"\"", ["1:22: error: the reason is a text in quotes that says something"]),
    ("enforce", ["1:8: error: which flows (data, signals, timing) is missing"]),
    ("enforce signal", ["1:9: error: unknown kind of flow 'signal' | did you mean 'signals'?"]),
    (
        "enforce data\nenforce timing",
        ["2:1: error: 'enforce' has a statement of this kind already, in row 1"]
    ),
    ("machine keygen public", ["1:9: error: the description has no virtual machine 'keygen'"]),
    ("device keygen public", ["1:8: error: the description has no IOMMU address space 'keygen'"]),
    ("domain keygen", ["1:14: error: a level (public, client, secret, root) is missing"]),
    (
        "domain keygn secret\n\nregion x public",
        [
            "1:8: error: the description has no protection domain 'keygn' | did you mean 'keygen'?",
            "3:8: error: the description has no region 'x'",
        ]
    ),
    ("declassifier keygen", ["1:20: error: the reason in quotes is missing"]),
    ("declassifier keygen because", ["1:21: error: the reason is a text in quotes that says something"]),
    ("declassifier keygen \"\"", ["1:21: error: the reason is a text in quotes that says something"]),
    ("declassifier keygen \"a\" \"b\"", ["1:25: error: 'b' is too much here"]),
    ("declassifier keygen \"a", ["1:21: error: the quoted text does not end"]),
    ("declassifier keygen \"a\\n\"", ["1:23: error: only \\\" and \\\\ may follow a backslash"]),
    ("region \"a\"b public", ["1:11: error: a blank is expected between words"]),
    ("region a\"b public", ["1:9: error: a quote stands in the middle of a word"]),
    ("region \u{0} public", ["1:8: error: a control character stands here"]),
    ("# é\nregion é public", ["2:8: error: the description has no region 'é'"]),
]

@Suite struct PolicyTests {
    @Test(arguments: wrong) func `says what is wrong and where`(text: String, expected: [String]) {
        #expect(messages(text) == expected)
        #expect(messages(text.replacing("\n", with: "\r\n") + "\r\n") == expected)
    }

    @Test func `reads every statement`() throws {
        let text = """
            # labels
            region pk_shared_mem public influencers keygen

            region sk_shared_mem secret readers decryption "two words" influencers keygen   # the key
            region "a \\"b\\" \\\\" client
            domain "two words" root
            declassifier decryption "decrypts what \\"it\\" is asked to"
            declassifier keygen "seals" to client
            endorser keygen "checks"
            machine linux client readers keygen linux nic
            device nic public influencers linux
            assume no-dma keygen "a serial port"
            enforce signals
            """
        guard case .policy(let policy) = read(text) else {
            Issue.record("refused: \(messages(text))")
            return
        }
        #expect(policy.text == text && policy.file == "p")
        #expect(policy.regions.map(\.region) == [0, 1, 2])
        #expect(policy.regions.map(\.level) == [.public, .secret, .client])
        #expect(policy.regions.map(\.readers) == [nil, [.domain(2), .domain(3)], nil])
        #expect(policy.regions.map(\.influencers) == [[.domain(0)], [.domain(0)], nil])
        #expect(policy.regions[1].location == SourceLocation(file: "p", row: 4, column: 1))
        #expect(policy.holders.map(\.level) == [.root, .client, .public])
        #expect(policy.declassifiers.map(\.reason) == ["decrypts what \"it\" is asked to", "seals"])
        #expect(policy.publicRegions == [0])
        #expect(policy.declassifiers.map(\.level) == [.public, .client])
        #expect(policy.holders.map(\.subject) == [.domain(3), .machine(1), .device(0)])
        #expect(policy.holders[1].readers == [.domain(0), .machine(1), .device(0)])
        #expect(policy.holders[2].influencers == [.machine(1)])
        #expect(policy.endorsers.map(\.domain) == [0] && policy.assumptions.map(\.domain) == [0])
        #expect(policy.enforcement == .signals)
    }

    @Test func `the finding underlines the word`() {
        guard case .findings(let findings) = read("region\tsk_shared_men secret") else { return }
        #expect(
            findings.map(\.text) == [
                """
                p:1:8: error: the description has no region 'sk_shared_men'
                 1 | region sk_shared_men secret
                   |        ^^^^^^^^^^^^^
                   = hint: did you mean 'sk_shared_mem'?

                """
            ])
    }

    @Test func `refuses what is no text, or too much`() {
        func outcome(_ bytes: [UInt8]) -> String? {
            guard case .findings(let findings) = PolicyReader.read(bytes, file: "p", system: system) else {
                return nil
            }
            return findings.first?.message
        }
        #expect(outcome([0xff]) == "p:1:1: error: the policy is not valid UTF-8")
        #expect(
            outcome(Array(repeating: 0x20, count: 1 + (1 << 20)))
                == "p:1:1: error: the policy is larger than 1048576 bytes")
        #expect(outcome([]) == nil)
    }

    @Test(arguments: [
        ("a/pd.system.xml", "a/pd.policy"), ("pd.system", "pd.policy"), ("x.xml", "x.policy"),
        ("x", "x.policy"),
        (".system", ".system.policy"), ("d/.xml", "d/.xml.policy"),
    ])
    func `stands beside the description`(description: String, policy: String) {
        #expect(SystemPolicy.path(besideDescription: description) == policy)
    }

    @Test(arguments: ["pd", "lwe-five", "hello"])
    func `the shipped systems have sound policies that keep secrets masked`(
        name: String
    ) throws {
        let systems = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let description = "/\(systems)/Systems/\(name).system.xml"
        let checked = DescriptionChecker(options: .init(), files: LocalFiles()).checkFile(description)
        let system = try #require(checked.system)
        let path = SystemPolicy.path(besideDescription: description)
        let text = try LocalFiles().read(path, byteLimit: PolicyReader.mostByteCount)
        guard case .policy(let policy) = PolicyReader.read(Array(text), file: path, system: system) else {
            Issue.record("refused")
            return
        }
        if let secret = system.memoryRegions.firstIndex(where: { $0.name == "sk_shared_mem" }) {
            #expect(!policy.publicRegions.contains(Int16(secret)))
        }
        #expect(!policy.publicRegions.isEmpty)
    }

    @Test func `levels are ordered by harm`() {
        #expect(SystemPolicy.Level.allCases == SystemPolicy.Level.allCases.shuffled().sorted())
    }

    /// Two domains; `a` maps the region as `permissions` say, `b` not at all.
    private func breaches(_ text: String, _ permissions: CheckedSystem.Permissions) -> [String] {
        var system = CheckedSystem(
            protectionDomains: ["a", "b"].map { .init(name: $0, programImage: "x", location: place) },
            memoryRegions: [.init(name: "r", byteCount: 4096, location: place)])
        var map = CheckedSystem.Map(
            region: 0, vaddr: 0, location: SourceLocation(file: "s", row: 3, column: 5))
        map.permissions = permissions
        system.protectionDomains[0].maps = [map, map]
        guard case .policy(let policy) = PolicyReader.read(Array(text.utf8), file: "p", system: system) else {
            return ["no policy"]
        }
        return policy.breaches(in: system).map(\.message)
    }

    @Test func `refuses maps that give a domain what it may not have`() {
        let reading = "p:1:1: error: 'a' may not learn this, but can read it: 'r' is mapped at s:3:5"
        #expect(breaches("region r secret readers b", [.read]) == [reading])
        #expect(breaches("region r secret readers b", [.execute]) == [reading])
        #expect(breaches("region r secret readers a", [.read, .write]) == [])
        #expect(
            breaches("\ndomain a client\nregion r secret", [.read]) == [
                "p:3:1: error: 'a' may learn 'client' at most, but can read this: 'r' is mapped at s:3:5"
            ])
        #expect(breaches("domain a secret\nregion r secret", [.read]) == [])
        let writing = "p:1:1: error: 'a' may not influence this, but can write to it: 'r' is mapped at s:3:5"
        #expect(breaches("region r public influencers b", [.read, .write]) == [writing])
        #expect(breaches("region r public influencers b", [.read]) == [])
        #expect(breaches("region r root", [.read, .write]) == [])
    }
}
