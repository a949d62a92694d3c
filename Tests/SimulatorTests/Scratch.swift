import Foundation
import Simulator

/// A new directory with a system of stand-ins in it, removed when it goes out of scope.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "kms-simulator-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    func bytes(of name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    /// A plan for a system `NAME.system` whose stand-ins follow `behaviour`, a JSON object.
    func plan(_ system: String, behaviour: String? = nil, seed: UInt64? = nil) throws -> RunPlan {
        var plan = RunPlan(description: try write(system, to: "s.system"))
        if let behaviour { try write("{\"behaviour\": \(behaviour)}", to: "s.script.json") }
        plan.traceFile = "\(path)/trace.jsonl"
        plan.seed = seed
        return plan
    }
}

/// A producer and two consumers of equal priority that tell each other.
let threeDomains = """
    <system>
        <protection_domain name="source" priority="9"><program_image path="none.elf" /></protection_domain>
        <protection_domain name="left" priority="3"><program_image path="none.elf" /></protection_domain>
        <protection_domain name="right" priority="3"><program_image path="none.elf" /></protection_domain>
        <channel><end pd="source" id="1" /><end pd="left" id="1" /></channel>
        <channel><end pd="source" id="2" /><end pd="right" id="1" /></channel>
        <channel><end pd="left" id="3" /><end pd="right" id="3" /></channel>
    </system>
    """
