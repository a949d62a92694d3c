import Foundation
import Microkernel
import MicrokernelTesting
import SystemDescription
import Testing

@testable import ProtectionDomains

/// `docs/tutorial.md`: its code is the code that is tested here.
@Suite struct TutorialTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(arguments: ["Shouter.swift", "ShouterTests.swift"])
    func `the tutorial shows the code that is tested`(file: String) throws {
        let tutorial = try Self.text("docs/tutorial.md")
        func body(_ source: String) -> [String] {
            source.components(separatedBy: "\n").filter { !$0.isEmpty && !$0.contains("import ") }
        }
        let tested = body(try Self.text("Tests/ProtectionDomainsTests/Tutorial/\(file)"))
        let shown = tutorial.components(separatedBy: "```swift\n").dropFirst().map {
            body($0.components(separatedBy: "```")[0])
        }
        #expect(shown.contains(tested))
    }

    @Test func `no output was left out`() throws {
        let blanks = try Self.text("docs/tutorial.md").matches(of: #/(?m)^[ ]*[A-Z]+-(OUTPUT|COMMANDS)$/#)
        #expect(blanks.isEmpty)
    }

    @Test func `the shouter greets the visitor of the description`() throws {
        let file = Self.repository.appendingPathComponent("Systems/hello.system.xml").path
        let text = try Self.text("Systems/hello.system.xml").replacing("greeter.elf", with: "shouter.elf")
        let result = DescriptionChecker().check(Array(text.utf8), file: file)
        var images = ImageRegistry()
        images.registerPlainImages()
        images.register("shouter.elf", Shouter.self)
        let bench = try SystemBench(try #require(result.system), images: images, playing: [])
        try bench.run()
        #expect(bench.takeConsole().map(\.line) == ["HELLO, WORLD!"])
    }
}
