import Testing

@testable import CommandTable

struct OptionRuleTests {
    private static let table = Command(
        "demo", "Shows rules.",
        subcommands: [
            Command(
                "run", "Runs.",
                options: [
                    Flag("many", "Often."), Flag("loud", "Say more."),
                    ValueOption(
                        "mode", .choice(["plain", "drawn"]), placeholder: "M", environment: "DEMO_MODE",
                        "How."),
                    ValueOption("order", in: 0...9, "Which."),
                ],
                rules: [.excludes("many", ["loud", "order"]), .needs("order", "mode", value: "drawn")])
        ])

    @Test(arguments: [
        (["run", "--order", "3"], "option '--order' has no effect without '--mode drawn'"),
        (
            ["run", "--order", "3", "--mode", "plain"],
            "option '--order' has no effect without '--mode drawn'"
        ),
        (["run", "--many", "--loud"], "option '--loud' has no effect with '--many'"),
        (
            ["run", "--order", "3", "--mode", "drawn", "--many"],
            "option '--order' has no effect with '--many'"
        ),
    ])
    func `refuses an option without effect`(words: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try Self.table.parse(words) }
        #expect(error?.message == message)
    }

    @Test(arguments: [["run", "--order", "3", "--mode", "drawn"], ["run", "--many"], ["run", "--loud"]])
    func `takes options that go together`(words: [String]) throws { _ = try Self.table.parse(words) }

    @Test func `does not count the environment against the user`() throws {
        guard case .run(let invocation) = try Self.table.parse(["run"], environment: { _ in "drawn" }) else {
            Issue.record("help")
            return
        }
        #expect(invocation.values["mode"] == ["drawn"])
    }
}
