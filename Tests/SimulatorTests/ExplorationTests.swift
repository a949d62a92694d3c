import Simulator
import Testing

struct ExplorationTests {
    @Test func `finds no dependence where nobody can tell the order`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(threeDomains, behaviour: #"{"left.i": ["m1"], "right.i": ["m2"]}"#)
        let result = try Exploration.run(plan, orders: 20)
        #expect(result.isIndependent)
        #expect(result.distinctOrderCount > 1)
        #expect(result.results[0].count == 20)
        #expect(!scratch.exists("trace.jsonl"))
    }

    @Test func `finds a race between equals, and the command that shows it`() throws {
        let scratch = try Scratch()
        // Whether right waits when left tells it twice decides whether it is told once or twice.
        let plan = try scratch.plan(
            threeDomains,
            behaviour:
                #"{"source.i": ["n1"], "left.i": ["n3"], "left.n1": ["n3"], "right.n3": ["m1", "m2"]}"#,
            seed: 11)
        let result = try Exploration.run(plan, orders: 40)
        #expect(result.results.map(\.count).reduce(0, +) == 40)
        let other = try #require(result.results.dropFirst().first)
        #expect(other.differingDomains == ["right"])
        #expect(other.differingRegions == [])
        #expect(result.text(styled: false).contains("--seed 11 --policy seeded --order \(other.firstOrder)"))
    }

    @Test func `finds that the last of two writers wins`() throws {
        let scratch = try Scratch()
        let map = #"<map mr="board" vaddr="0x1000" setvar_vaddr="board" />"#
        let description = threeDomains.replacing("</protection_domain>", with: map + "</protection_domain>")
            .replacing("</system>", with: #"<memory_region name="board" size="0x1000" /></system>"#)
        let plan = try scratch.plan(
            description,
            behaviour:
                #"{"left.i": [[{"store": "board", "text": "L"}]], "right.i": [[{"store": "board", "text": "R"}]]}"#
        )
        let result = try Exploration.run(plan, orders: 20)
        #expect(result.results.map(\.differingRegions) == [[], ["board"]])
        #expect(result.results.map(\.differingDomains) == [[], []])
        let text = result.text(styled: false)
        #expect(text.contains("The result depends on the order: 2 kinds of results."))
        #expect(text.contains("  differs   the contents of board\n"))
    }

    @Test func `is itself repeatable`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(
            threeDomains, behaviour: #"{"left.i": ["n3"], "right.n3": ["m1"]}"#, seed: 5)
        let texts = try (0..<2).map { _ in try Exploration.run(plan, orders: 10).text(styled: false) }
        #expect(texts[0] == texts[1])
    }
}
