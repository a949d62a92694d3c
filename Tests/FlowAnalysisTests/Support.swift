import FlowAnalysis
import Foundation
import SystemDescription
import SystemPolicy
import Testing

/// Analyses descriptions that stand in tests.
enum Analysed {
    /// No file is there.
    private struct NoFiles: FileAccess {
        func exists(_ path: String) -> Bool { false }
        func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] { throw .missing }
        func byteCount(_ path: String) throws(FileError) -> UInt64 { throw .missing }
        func canonicalPath(_ path: String) -> String? { nil }
    }
    struct Refused: Error { var text: String }

    static func system(_ xml: String, _ options: CheckOptions = CheckOptions()) throws -> CheckedSystem {
        let result = DescriptionChecker(options: options, files: NoFiles()).check(xml, file: "s.system")
        guard let system = result.system else { throw Refused(text: result.standardErrorText) }
        return system
    }

    static func policy(_ text: String, _ system: CheckedSystem) throws -> SystemPolicy {
        switch PolicyReader.read(Array(text.utf8), file: "s.policy", system: system) {
        case .policy(let policy): return policy
        case .findings(let findings): throw Refused(text: findings.map(\.text).joined())
        }
    }

    static func analysis(
        _ xml: String, policy: String? = nil, options: CheckOptions = CheckOptions(),
        change: (inout CheckedSystem) -> Void = { _ in }
    ) throws -> SystemAnalysis {
        var system = try system(xml, options)
        change(&system)
        let system2 = system
        return try SystemAnalysis(system, policy: try policy.map { try Self.policy($0, system2) })
    }

    /// A system of this repository with its policy.
    static func shipped(_ name: String) throws -> (analysis: SystemAnalysis, sources: SourceText) {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        func text(_ file: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent("Systems/\(file)"), encoding: .utf8)
        }
        let (xml, policyText) = (try text("\(name).system.xml"), try text("\(name).policy"))
        let result = DescriptionChecker().check(xml, file: "\(name).system.xml")
        guard let system = result.system else { throw Refused(text: result.standardErrorText) }
        guard
            case .policy(let policy) = PolicyReader.read(
                Array(policyText.utf8), file: "\(name).policy", system: system)
        else { throw Refused(text: "the policy is refused") }
        return (
            try SystemAnalysis(system, policy: policy),
            SourceText([("\(name).system.xml", xml), ("\(name).policy", policyText)])
        )
    }
}

/// The generator of the tests: small, seeded, the same everywhere.
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

extension SystemAnalysis {
    func node(_ name: String) throws -> Int {
        let node = try #require(graph.node(named: name), "no '\(name)'")
        return try #require(graph.position(of: node))
    }
}
