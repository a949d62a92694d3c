import Testing

@testable import CommandTable

struct ManualPageTests {
    private static let page = Sample.table.manualPage(date: "2026-11-20", version: "0.1")

    @Test func `names every command and option`() {
        for command in Sample.table.subcommands {
            #expect(Self.page.contains(".SS \"demo \(command.name)"))
            for option in command.options {
                #expect(
                    Self.page.contains(
                        "\\-\\-\(option.row.name.split(separator: "-").joined(separator: "\\-"))"))
            }
        }
    }

    @Test func `lets no text become a request`() { #expect(Self.page.contains("\n\\&.A line that begins")) }

    @Test(.enabled(if: Shell.exists("groff"))) func `is rendered without a warning`() throws {
        let result = try Shell.run("groff", "-man", "-Tutf8", "-ww", "-z", "-rCHECKSTYLE=2", input: Self.page)
        #expect(result.errors == "")
        #expect(result.status == 0)
        let text = try Shell.run("groff", "-man", "-Tutf8", input: Self.page).output
        #expect(text.contains("Say more: [much] it"))
        #expect(!text.contains("\\"))
    }
}
