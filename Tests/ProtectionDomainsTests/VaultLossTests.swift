import Glibc
import KernelTrace
import Microkernel
import RequestLanguage
import SecretMemory
import Testing
import Vault

@testable import ProtectionDomains

struct VaultLossTests {
    private static let make = [
        #"{"op":"keygen","key":"mail","purpose":"transport","set":"640"}"#,
        #"{"op":"encrypt","key":"mail","text":"kept","as":"t"}"#,
    ]
    private static let ask = [#"{"op":"decrypt","handle":"t"}"#]

    private func run(_ lines: [String], in directory: String, seed: UInt64? = nil) throws -> SystemRun {
        try ProtectionDomainsTests.run(lines, on: try KeyManagementSystem(directory: directory), seed: seed)
    }

    @Test func `an older vault is refused as a whole`() throws {
        let scratch = try ScratchDirectory()
        let vault = "\(scratch.path)/vault"
        _ = try run(Self.make, in: vault)
        _ = unsafe system("cp -r '\(vault)' '\(scratch.path)/older'")
        #expect(try run(Self.ask, in: vault).answers[0]["text"]?.string == "kept")
        _ = try run([#"{"op":"forget","handle":"t"}"#], in: vault)
        // The database goes back, the platform's counter does not.
        _ = unsafe system(
            "rm -f '\(vault)'/vault.sqlite* && cp '\(scratch.path)'/older/vault.sqlite* '\(vault)/'")
        let after = try run(Self.ask + [#"{"op":"keys"}"#], in: vault)
        #expect(after.codes == ["vault_refused", "vault_refused"])
        #expect(after.faults.isEmpty)
    }

    @Test func `records of another vault, or with another platform secret, are refused`() throws {
        let scratch = try ScratchDirectory()
        _ = try run(Self.make, in: "\(scratch.path)/a")
        _ = try run(Self.make, in: "\(scratch.path)/b")
        _ = unsafe system("cd '\(scratch.path)' && cp a/platform.secret b/platform.secret")
        #expect(try run(Self.ask, in: "\(scratch.path)/b").codes == ["vault_refused"])
    }

    @Test func `seeded and unseeded runs do not see each other's keys`() throws {
        let scratch = try ScratchDirectory()
        _ = try run(Self.make, in: scratch.path, seed: 7)
        #expect(try run(Self.ask, in: scratch.path).codes == ["unknown_handle"])
        let seeded = try run(Self.ask, in: scratch.path, seed: 7)
        #expect(seeded.answers[0]["text"]?.string == "kept")
        #expect(try Vault.list(directory: scratch.path).allSatisfy(\.seeded))
    }

    @Test func `killed at any moment, it has lost nothing that it had acknowledged`() async throws {
        let scratch = try ScratchDirectory()
        for round in 0..<8 {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = scratch.path as String, round = round as Int] in
                try AcknowledgingRun.runUntilKilled(path, round: round)
            }
            let acknowledged = AcknowledgingRun.acknowledged(in: scratch.path)
            let run = try run([#"{"op":"keys"}"#], in: "\(scratch.path)/vault")
            let kept = Set(run.answers[0]["keys"]?.array?.compactMap { $0["key"]?.string } ?? [])
            #expect(run.oks == [true])
            #expect(kept.isSuperset(of: acknowledged), "round \(round)")
        }
        #expect(AcknowledgingRun.acknowledged(in: scratch.path).count > 0)
    }
}

/// A run that makes keys for ever, writes down each that was acknowledged, and is killed at a random moment.
enum AcknowledgingRun {
    private final class Requests: HostDevice {
        private let path: String, round: Int
        private let count = Counter()
        init(_ path: String, _ round: Int) {
            self.path = path
            self.round = round
        }
        final class Counter: @unchecked Sendable { var value = 0 }

        func read() throws(HostDeviceFailure) -> [UInt8]? {
            count.value += 1
            return Array(
                #"{"op":"keygen","key":"k-\#(round)-\#(count.value)","purpose":"transport","set":"640"}"#.utf8
            )
        }
        func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
            let line = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
            guard let key = (try? JSONReader.read(line))?["key"]?.string else { return }
            let file = unsafe open("\(path)/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            _ = unsafe Glibc.write(file, "\(key)\n", key.utf8.count + 1)
            close(file)
        }
    }

    static func runUntilKilled(_ path: String, round: Int) throws {
        let host = try KeyManagementSystem(directory: "\(path)/vault")
        var killer = pthread_t()
        unsafe pthread_create(
            &killer, nil,
            { _ in
                usleep(UInt32.random(in: 2_000...120_000))
                kill(getpid(), SIGKILL)
                return nil
            }, nil)
        var policy = AdmissionPolicy()
        policy.tokens = .max / 2
        policy.recordLimit = .max
        let system = try shippedSystem("pd.system.xml")
        var options = MachineOptions()
        options.host = host.bindings(requests: Requests(path, round), in: system)
        let machine = try Machine(
            system, images: host.registry(policy: policy), options: options,
            sink: TraceRecorder(capacity: 1024))
        machine.boot()
        machine.run()
        // The stores of the workers are full before the killer wakes: wait for it.
        while true { sleep(1) }
    }

    static func acknowledged(in path: String) -> Set<String> {
        let file = unsafe open("\(path)/acknowledged", O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe read(file, &bytes, bytes.count)
        return Set(
            String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").map(
                String.init))
    }
}
