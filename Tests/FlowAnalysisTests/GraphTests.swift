import SystemDescription
import Testing

@testable import FlowAnalysis

/// The closure and the cut against slow and obvious ways.
@Suite struct GraphTests {
    private static let seeds = Array(UInt64(1)...60)

    @Test(arguments: seeds) func `the closure is that of Warshall`(seed: UInt64) {
        let graph = FlowGraph(GeneratedSystem(seed: seed).description)
        let closure = FlowClosure(graph)
        for strength in FlowStrength.allCases {
            var reached = graph.nodes.indices.map { row in graph.nodes.indices.map { $0 == row } }
            for edge in graph.edges where edge.kind.strength <= strength {
                reached[edge.from][edge.to] = true
            }
            for middle in reached.indices {
                for from in reached.indices where reached[from][middle] {
                    for to in reached.indices where reached[middle][to] { reached[from][to] = true }
                }
            }
            for from in closure.sources {
                for to in reached.indices {
                    #expect(closure.reaches(from, to, strength) == reached[from][to])
                }
            }
        }
    }

    @Test(arguments: seeds) func `a cut stops the flow, and nothing smaller does`(seed: UInt64) {
        let graph = FlowGraph(GeneratedSystem(seed: seed).description)
        let domains = graph.system.protectionDomains.indices
        for from in domains {
            for to in domains where from != to {
                guard let cut = MinimalCut(graph, from: [from], to: [to], strength: .data).edges else {
                    Issue.record("no cut")
                    continue
                }
                #expect(!flows(graph.removing(Set(cut)), from, to))
                let relevant = graph.edges.indices.filter { graph.edges[$0].kind.strength == .data }
                switch cut.count {
                case 1: #expect(flows(graph, from, to))
                case 2:
                    #expect(relevant.allSatisfy { flows(graph.removing([$0]), from, to) })
                case 3 where relevant.count <= 30:
                    for first in relevant {
                        #expect(relevant.allSatisfy { flows(graph.removing([first, $0]), from, to) })
                    }
                default: break
                }
            }
        }
    }

    private func flows(_ graph: FlowGraph, _ from: Int, _ to: Int) -> Bool {
        FlowReach(graph, from: [from], strength: .data).contains(to)
    }

    @Test func `priorities cannot be cut`() throws {
        let analysis = try Analysed.analysis(
            """
            <system>
                <protection_domain name="a" priority="2"><program_image path="a" /></protection_domain>
                <protection_domain name="b" priority="1"><program_image path="b" /></protection_domain>
            </system>
            """)
        let query = try FlowQuery(analysis, from: "a", to: "b")
        #expect(query.answers.first?.strength == .timing && query.cut == nil)
        #expect(try FlowQuery(analysis, from: "b", to: "a").answers.isEmpty)
    }

    @Test func `a fixed schedule and different cores part domains in time`() throws {
        let apart = try Analysed.analysis(
            """
            <system>
                <domains><domain name="x" /><domain name="y" />
                    <domain_schedule><schedule_entry domain="x" duration="100 us" />
                    <schedule_entry domain="y" duration="100 us" /></domain_schedule></domains>
                <protection_domain name="a" priority="2" domain="x"><program_image path="a" /></protection_domain>
                <protection_domain name="b" priority="1" domain="y"><program_image path="b" /></protection_domain>
            </system>
            """)
        #expect(try FlowQuery(apart, from: "a", to: "b").answers.isEmpty)
        let cores = try Analysed.analysis(
            """
            <system>
                <protection_domain name="a" priority="2" cpu="1"><program_image path="a" /></protection_domain>
                <protection_domain name="b" priority="1"><program_image path="b" /></protection_domain>
            </system>
            """, options: CheckOptions(profile: .aarch64SMP4))
        #expect(try FlowQuery(cores, from: "a", to: "b").answers.isEmpty)
    }

    @Test func `says what was meant when a name is wrong`() throws {
        let analysis = try Analysed.shipped("lwe-five").analysis
        #expect(throws: FlowQuery.Unknown(name: "decrpytion", nearest: "decryption")) {
            try FlowQuery(analysis, from: "decrpytion", to: nil)
        }
    }

    /// 63 domains, every two of them with a channel: all that the format allows.
    static func largest() -> String {
        var xml = "<system>\n"
        for place in 0..<63 {
            xml += "<memory_region name=\"r\(place)\" size=\"0x1000\" />\n"
        }
        for place in 0..<63 {
            xml +=
                "<protection_domain name=\"d\(place)\" priority=\"\(place + 1)\"><program_image path=\"x\" />"
            xml += "<map mr=\"r\(place)\" vaddr=\"0x4000000\" perms=\"rw\" />"
            xml += "<map mr=\"r\((place + 1) % 63)\" vaddr=\"0x4001000\" perms=\"r\" /></protection_domain>\n"
        }
        for a in 0..<63 {
            for b in (a + 1)..<63 {
                xml +=
                    "<channel><end pd=\"d\(a)\" id=\"\(b - 1)\" pp=\"true\" /><end pd=\"d\(b)\" id=\"\(a)\" /></channel>\n"
            }
        }
        return xml + "</system>\n"
    }

    /// A region inside another one does not hide who shares a block with the other's end.
    @Test func `what shares two megabytes is joined with all of it`() throws {
        var xml = "<system>"
        for name in ["wide", "inside", "next"] {
            xml += "<memory_region name=\"\(name)\" size=\"0x401000\" />"
        }
        xml += "<protection_domain name=\"d\"><program_image path=\"x\" /></protection_domain></system>"
        // The checker refuses regions that overlap; the graph does not rely on it.
        let analysis = try Analysed.analysis(xml) { system in
            let places: [(start: UInt64, size: UInt64)] = [
                (0x1000_0000, 0x40_1000), (0x1000_2000, 0x1000), (0x1040_8000, 0x1000),
            ]
            for (index, place) in places.enumerated() {
                system.memoryRegions[index].physicalAddress = place.start
                system.memoryRegions[index].byteCount = place.size
            }
        }
        let graph = analysis.graph
        func kinds(_ one: String, _ other: String) throws -> Set<FlowEdge.Kind> {
            let (from, to) = (try analysis.node(one), try analysis.node(other))
            return Set(graph.edges.filter { $0.from == from && $0.to == to }.map(\.kind))
        }
        #expect(try kinds("wide", "inside") == [.alias] && kinds("inside", "wide") == [.alias])
        #expect(try kinds("wide", "next") == [.sharedBlock] && kinds("next", "wide") == [.sharedBlock])
    }

    @Test func `a cut that is larger than wanted is not searched to its end`() throws {
        let graph = try Analysed.analysis(Self.largest()).graph
        let whole = MinimalCut(graph, from: [0], to: [1], strength: .signals)
        #expect(try #require(whole.edges).count > 60)
        #expect(MinimalCut(graph, from: [0], to: [1], strength: .signals, most: 1).edges == nil)
    }

    @Test func `takes the largest system there can be`() throws {
        let analysis = try Analysed.analysis(Self.largest())
        #expect(analysis.system.channels.count == 63 * 62 / 2)
        #expect(analysis.graph.edges.count { $0.kind == .signal } == 63 * 62)
        #expect(analysis.closure.strongest(0, 62) == .data && analysis.closure.strongest(62, 0) == .data)
        #expect(analysis.blast.allSatisfy { $0.influenced.count == 62 })
        #expect(!FlowReport(analysis, sources: SourceText()).text().isEmpty)
    }
}
