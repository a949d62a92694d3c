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
        // Whether right has begun when left tells it decides whether it sees one word or two.
        let plan = try scratch.plan(
            threeDomains,
            behaviour:
                #"{"left.i": ["n3"], "right.i": ["n3"], "left.n3": ["m1"], "source.i": ["n1 n2"], "left.n1": ["m2"]}"#,
            seed: 11)
        let result = try Exploration.run(plan, orders: 40)
        #expect(result.results.map(\.count).reduce(0, +) == 40)
        guard let other = result.results.dropFirst().first else { return }
        #expect(!other.differingDomains.isEmpty)
        #expect(result.text(styled: false).contains("--seed 11 --policy seeded --order \(other.firstOrder)"))
    }

    @Test func `is itself repeatable`() throws {
        let scratch = try Scratch()
        let plan = try scratch.plan(
            threeDomains, behaviour: #"{"left.i": ["n3"], "right.n3": ["m1"]}"#, seed: 5)
        let texts = try (0..<2).map { _ in try Exploration.run(plan, orders: 10).text(styled: false) }
        #expect(texts[0] == texts[1])
    }
}
