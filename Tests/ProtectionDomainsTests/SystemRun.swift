import Glibc
import KernelTrace
import Microkernel
import RequestLanguage
import SecretMemory
import Synchronization
import SystemDescription
import Testing
import Vault

@testable import ProtectionDomains

/// Gives lines in order and keeps the answers.
final class ScriptedRequests: HostDevice {
    private let state: Mutex<(lines: ArraySlice<String>, answers: [String])>

    init(_ lines: [String]) { state = Mutex((lines[...], [])) }

    var answers: [String] { state.withLock { $0.answers } }

    func read() throws(HostDeviceFailure) -> [UInt8]? {
        state.withLock { $0.lines.popFirst() }.map { Array($0.utf8) }
    }
    func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        let text = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        state.withLock { $0.answers.append(text) }
    }
}

/// What a run of a shipped system left.
struct SystemRun {
    var answers: [JSON]
    var console: [String]
    var faults: [MachineOutcome.FaultRecord]
    var trace: TraceRecorder
    var system: CheckedSystem

    /// Whether each answer is `ok`.
    var oks: [Bool?] { answers.map { $0["ok"]?.bool } }
    /// The code of each refusal.
    var codes: [String?] { answers.map { $0["error"]?["code"]?.string } }
}

/// The checked description `Systems/name`.
func shippedSystem(_ name: String) throws -> CheckedSystem {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let result = DescriptionChecker().checkFile("/\(root)/Systems/\(name)")
    #expect(result.diagnostics.isEmpty)
    return try #require(result.system)
}

/// Runs `lines` through the machine of `Systems/pd.system.xml`.
func run(
    _ lines: [String], on host: KeyManagementSystem, seed: UInt64? = nil,
    policy: AdmissionPolicy = AdmissionPolicy()
) throws -> SystemRun {
    let requests = ScriptedRequests(lines)
    var result = try run(requests, on: host, seed: seed, policy: policy)
    result.answers = try requests.answers.map { try JSONReader.read(Array($0.utf8)) }
    return result
}

/// The same with any source of requests.
func run(
    _ requests: any HostDevice, on host: KeyManagementSystem, seed: UInt64? = nil,
    policy: AdmissionPolicy = AdmissionPolicy()
) throws -> SystemRun {
    let system = try shippedSystem("pd.system.xml")
    let recorder = TraceRecorder(regionCount: system.memoryRegions.count)
    var options = MachineOptions()
    options.seed = seed
    options.host = host.bindings(requests: requests, in: system)
    options.stepLimit = 1_000_000
    let machine = try Machine(system, images: host.registry(policy: policy), options: options, sink: recorder)
    var console: [String] = []
    machine.console = { _, line in console.append(line) }
    machine.boot()
    let outcome = machine.run()
    #expect(outcome.end == .idle)
    return SystemRun(
        answers: [], console: console, faults: outcome.faults, trace: recorder, system: system)
}

/// A system without files.
func memorySystem(_ seed: UInt64 = 1) throws -> KeyManagementSystem {
    try KeyManagementSystem(inMemory: try SeededEntropy(seed: seed, stream: "test"))
}
