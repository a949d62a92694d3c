import Glibc
import Testing

@testable import TraceViews

/// `docs/viewer.md` says what the table in the code says.
@Suite struct ViewerDocumentTests {
    private static let document: String = {
        let folders = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return contents(of: folders.joined(separator: "/") + "/docs/viewer.md") ?? ""
    }()

    private static let keys: String = {
        var text = ""
        for group in ViewerAction.Group.allCases {
            text += "| \(group.rawValue) | |\n|---|---|\n"
            for row in ViewerAction.table where row.group == group {
                text += "| \(row.keys.map { "`\($0.name)`" }.joined(separator: " ")) | \(row.help) |\n"
            }
            text += "\n"
        }
        return text
    }()

    private static let conditions: String = {
        var text = "| condition | events |\n|---|---|\n"
        for condition in ViewerAction.conditions { text += "| `\(condition.term)` | \(condition.help) |\n" }
        return text
    }()

    @Test func `the document lists the keys as the code does`() {
        #expect(Self.document.contains(Self.keys), "put this into docs/viewer.md:\n\(Self.keys)")
    }

    @Test func `the document lists the conditions as the code does`() {
        #expect(Self.document.contains(Self.conditions), "put this into docs/viewer.md:\n\(Self.conditions)")
    }

    @Test func `the help screen lists every key`() {
        let help = ViewerFrameTests.viewer().helpLines.joined(separator: "\n")
        for row in ViewerAction.table { #expect(help.contains(row.help) && help.contains(row.keys[0].name)) }
    }
}
