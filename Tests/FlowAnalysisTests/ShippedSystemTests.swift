import FlowAnalysis
import Foundation
import SystemDescription
import SystemPolicy
import Testing

@Suite struct ShippedSystemTests {
    private static let names: [String] = {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Systems").path))
            ?? []
        return files.filter { $0.hasSuffix(".system.xml") }.map { String($0.dropLast(".system.xml".count)) }
            .sorted()
    }()

    @Test func `are there`() { #expect(Self.names.count >= 3) }

    @Test(arguments: names) func `carry a policy and keep it`(name: String) throws {
        let analysis = try Analysed.shipped(name).analysis
        #expect(analysis.view != nil)
        #expect(analysis.findings.filter { $0.severity == .error }.map(\.message) == [])
    }

    @Test func `of lwe-five, the secret key is written by one domain and read by one other`() throws {
        let (analysis, sources) = try Analysed.shipped("lwe-five")
        let key = try analysis.node("sk_shared_mem")
        let rights = Dictionary(
            uniqueKeysWithValues: analysis.matrix.subjects.map {
                (analysis.graph.name(at: $0), analysis.matrix.access($0, key).all)
            })
        #expect(
            rights == [
                "client": [], "keygen": [.read, .write], "decryption": [.read], "encryption": [],
                "LWE_operations": [],
            ])
        let text = FlowReport(analysis, sources: sources).text()
        #expect(text.contains("written by keygen alone, read by decryption alone"))
        #expect(
            text.contains("encryption → ct_shared_mem → LWE_operations → op_shared_mem → decryption\n"))
        #expect(text.contains("lwe-five.policy holds"))
    }

    @Test func `of lwe-five, the way from encryption to the secret's holder has four places and one cut`()
        throws
    {
        let analysis = try Analysed.shipped("lwe-five").analysis
        let query = try FlowQuery(analysis, from: "encryption", to: "decryption")
        let answer = try #require(query.answers.first)
        #expect(answer.strength == .data)
        #expect(
            answer.path.map { analysis.graph.words(analysis.graph.edges[$0]) } == [
                "encryption writes ct_shared_mem", "LWE_operations reads ct_shared_mem",
                "LWE_operations writes op_shared_mem", "decryption reads op_shared_mem",
            ])
        #expect(query.cut?.count == 1)
        // Back there is one bit at most, by rights that nobody needs.
        let back = try FlowQuery(analysis, from: "decryption", to: "encryption")
        #expect(back.answers.first?.strength == .signals)
    }

    @Test func `of pd, the key leaks as soon as the gateway maps it, and the difference says so`() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let xml = try String(
            contentsOf: root.appendingPathComponent("Systems/pd.system.xml"), encoding: .utf8)
        let changed = xml.replacing(
            "<program_image path=\"gateway.elf\" />",
            with:
                "<program_image path=\"gateway.elf\" /><map mr=\"sk_shared_mem\" vaddr=\"0x5000000\" perms=\"r\" />"
        )
        let old = try Analysed.shipped("pd").analysis
        let system = try Analysed.system(changed)
        let policy = try Analysed.policy(try #require(old.view?.policy.text), system)
        let new = try SystemAnalysis(system, policy: policy)
        #expect(new.violations.map(\.rule) == [.reader])
        let difference = FlowDifference(old, new)
        #expect(
            difference.rights.map { "\($0.subject) \($0.region) \($0.before)>\($0.after)" } == [
                "gateway sk_shared_mem >r"
            ])
        #expect(difference.newViolations.count == 1)
        #expect(FlowDifference(old, old).isEmpty)
    }
}
