import Foundation
import KernelTrace
import Microkernel
import SystemDescription
import Testing

/// A golden system: what it shows, and the order and trace it gives.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    let shows: String
    let vector: SchedulingVector
    let trace: [String]
    var testDescription: String { "\(vector.name): \(shows)" }

    static let all: [GoldenCase] = {
        guard let folder = Bundle.module.url(forResource: "Golden", withExtension: nil),
            let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return [] }
        return files.sorted().filter { $0.hasSuffix(".json") }.map { file in
            do {
                return try GoldenCase(file: folder.appending(path: file).path)
            } catch {
                fatalError("\(file): \(error)")
            }
        }
    }()

    init(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let json = try LocatedJSON(text: bytes, file: file)
        shows = try json.required("shows").text
        vector = try SchedulingVector(json)
        trace = try json.required("trace").elements.map { try $0.text }
    }
}

@Suite struct GoldenOrderTests {
    @Test func `there are golden systems`() {
        #expect(GoldenCase.all.count >= 40)
    }

    @Test(arguments: GoldenCase.all)
    func `gives the order that a real kernel gave`(golden: GoldenCase) {
        #expect(golden.vector.run() == golden.vector.order)
    }

    /// After a wanted change: `KMS_GOLDEN_UPDATE=Tests/MicrokernelTests/Golden swift test …`, then read the difference.
    @Test(arguments: GoldenCase.all)
    func `gives the trace of the golden file`(golden: GoldenCase) throws {
        let recorder = TraceRecorder()
        _ = golden.vector.run(sink: recorder)
        let lines = TraceText(recorder, golden.vector.system).lines
        if let folder = ProcessInfo.processInfo.environment["KMS_GOLDEN_UPDATE"] {
            try golden.rewrite(in: folder, trace: lines)
        } else {
            #expect(lines == golden.trace)
        }
    }
}

extension GoldenCase {
    /// Puts `trace` into the file of the case, in place of the old one.
    fileprivate func rewrite(in folder: String, trace: [String]) throws {
        let file = URL(filePath: "\(folder)/\(vector.name).json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "\n  \"trace\": [")).upperBound
        let lines = trace.map { "    \"\($0)\"" }.joined(separator: ",\n")
        try (text[..<start] + "\n\(lines)\n  ]\n}\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
