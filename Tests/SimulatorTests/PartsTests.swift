import Testing

@testable import Simulator

struct PartsTests {
    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1234, "1.2 kB"), (9999, "10 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"), (4_000_000_000, "4 GB"),
        ] as [(UInt64, String)])
    func `prints byte counts in decimal units`(count: UInt64, text: String) {
        #expect(Quantities.bytes(count) == text)
    }

    @Test(arguments: [
        (0.5, "500 ns"), (48, "48 us"), (12_100, "12 ms"), (1_300_000, "1.3 s"), (999_499, "999 ms"),
        (999_600, "1 s"),
    ])
    func `prints durations in the unit that suits them`(microseconds: Double, text: String) {
        #expect(Quantities.duration(microseconds: microseconds) == text)
    }

    @Test func `groups digits`() {
        #expect(Quantities.grouped(0) == "0")
        #expect(Quantities.grouped(1_234_567) == "1,234,567")
        #expect(Quantities.grouped(-1234) == "-1,234")
        #expect(Quantities.count(1, "step") == "1 step")
    }

    @Test(
        arguments: [
            (["XDG_DATA_HOME": "/data", "HOME": "/h"], "/data/kms"), (["HOME": "/h"], "/h/.local/share/kms"),
            (["XDG_DATA_HOME": "relative", "HOME": "/h"], "/h/.local/share/kms"), (["HOME": ""], nil),
            ([:], nil),
        ] as [([String: String], String?)])
    func `finds the usual vault`(environment: [String: String], path: String?) {
        #expect(VaultLocation.usual { environment[$0] } == path)
    }

    @Test(arguments: [
        ("a/pd.system.xml", "a/pd.script.json"), ("pd.system", "pd.script.json"),
        ("pd.xml", "pd.script.json"), ("pd", "pd.script.json"),
    ])
    func `finds the script beside a description`(description: String, script: String) {
        #expect(Sidecars.script(of: description) == script)
    }

    @Test(arguments: [
        ("", []), ("\n", [""]), ("a\nb", ["a", "b"]), ("a\n\nb\n", ["a", "", "b"]),
        ("abcdefgh\ni", ["abcde", "i"]),
    ])
    func `reads lines, empty and overlong ones included`(text: String, lines: [String]) throws {
        var source = LineSource(.bytes(Array(text.utf8)), lineByteLimit: 4)
        var found: [String] = []
        while let line = try source.next() { found.append(String(decoding: line, as: UTF8.self)) }
        #expect(found == lines)
    }
}
