import Foundation
import KernelTrace
import Testing
import TraceViews

/// What is embedded in the page; what the page does with it is tested in a browser.
@Suite struct PageTests {
    private func page(_ trace: Trace) -> String {
        var bytes: [UInt8] = []
        ViewerPage(trace).write { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func data(_ trace: Trace) throws -> [String: Any] {
        let text = try #require(
            page(trace).firstMatch(of: #/<script type="application\/json" id="data">([\s\S]*?)<\/script>/#)?.1
        )
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `every column has a value per event`() throws {
        let data = try data(exampleTrace())
        for column in ["time", "domain", "kind", "cause", "other", "text"] {
            #expect((data[column] as? [Any])?.count == 33, "\(column)")
        }
        let changes = try #require(data["changes"] as? [Int])
        var (place, events) = (0, 0)
        while place < changes.count {
            place += 1 + 6 * changes[place]
            events += 1
        }
        #expect(place == changes.count)
        #expect(events == 33)
    }

    @Test func `contents stand in it when the region is public, and only then`() throws {
        let contents = "AAECA/r7/P3+/w=="
        var trace = exampleTrace()
        #expect(try data(trace)["payloads"] as? [String] == [contents])
        trace.header.regions[0].isKept = false
        #expect(!page(trace).contains(contents), "the header masks what the event kept")
    }

    @Test func `names cannot leave the data`() throws {
        var trace = exampleTrace()
        let attack = "</script><script>alert(1)</script>"
        trace.header.domains[0].name = attack
        trace.header.description.name = attack
        let names = try #require(try data(trace)["domains"] as? [[String: Any]])
        #expect(names[0]["name"] as? String == attack)
        #expect(page(trace).components(separatedBy: "<script").count == 3, "the data and the script")
    }

    @Test func `numbers that a script cannot hold are digits`() throws {
        var trace = exampleTrace()
        trace.header.regions[1].byteCount = .max
        let regions = try #require(try data(trace)["regions"] as? [[String: Any]])
        #expect(regions[1]["bytes"] as? String == "18446744073709551615")
    }

    @Test func `an empty trace has a page`() throws {
        #expect((try data(Trace(header: exampleTrace().header))["kind"] as? [Any])?.isEmpty == true)
    }
}
