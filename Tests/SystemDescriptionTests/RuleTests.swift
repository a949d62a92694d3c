import SystemDescription
import Testing

struct RuleTests {
    @Test func `has a fixture for every rule`() { #expect(Fixture.all.count > 400) }

    @Test(arguments: Fixture.all)
    func `gives the real tool's verdict and first message`(_ fixture: Fixture) throws {
        let result = try fixture.check()
        let first = result.errors.first?.message
        switch fixture.verdict {
        case .accepted:
            #expect(result.isAccepted && first == nil)
        case .message(let message):
            #expect(!result.isAccepted && first == message)
        case .located(let words, let location):
            #expect(!result.isAccepted && first?.contains(words) == true)
            #expect(location.map { first?.hasSuffix($0) == true } ?? true)
        }
    }

    @Test(arguments: Fixture.all)
    func `puts the first message alone on the first line of standard error`(_ fixture: Fixture) throws {
        let result = try fixture.check()
        guard let first = result.errors.first else { return }
        #expect(result.standardErrorText.hasPrefix(first.message + "\n"))
        #expect(result.errors.allSatisfy { $0.severity == .error })
    }

    @Test(arguments: Fixture.all)
    func `says where every error is, unless it is about no place`(_ fixture: Fixture) throws {
        for error in try fixture.check().errors {
            let location = try #require(error.location)
            #expect(location.file == fixture.file && location.row >= 1 && location.column >= 1)
            let excerpt = try #require(error.excerpt)
            #expect(excerpt.indent <= excerpt.line.unicodeScalars.count && excerpt.count >= 1)
        }
    }
}
