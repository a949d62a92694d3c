import Glibc
import LWECore
import Microkernel
import RequestLanguage
import SecretMemory
import Synchronization
import Testing

@testable import ProtectionDomains

/// Gives lines; before the line `starving` the process may lock no more memory, after it as much as before.
private final class StarvingRequests: HostDevice {
    private let state: Mutex<(lines: ArraySlice<String>, served: Int, answers: [String])>
    private let starving: Int

    init(_ lines: [String], starving: Int) {
        state = Mutex((lines[...], 0, []))
        self.starving = starving
    }

    var answers: [String] { state.withLock { $0.answers } }

    func read() throws(HostDeviceFailure) -> [UInt8]? {
        let (line, place) = state.withLock { state in
            defer { state.served += 1 }
            return (state.lines.popFirst(), state.served)
        }
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(8), &limit)
        limit.rlim_cur = place == starving ? 0 : limit.rlim_max
        if unsafe setrlimit(__rlimit_resource_t(8), &limit) != 0 { exit(4) }
        return line.map { Array($0.utf8) }
    }
    func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        let text = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        state.withLock { $0.answers.append(text) }
    }
}

@Suite struct `Exhausted locked memory` {
    @Test func `is told by a name of its own, and not as a refusal`() {
        for error in [SecretMemoryError.lockLimitReached(byteCount: 64), .outOfMemory(byteCount: 64)] {
            #expect(Report.Failure(LWEError.secretMemory(error)) == .lockedMemory)
            #expect(Report.Failure(error as any Error) == .lockedMemory)
        }
        #expect(RequestError(Report.Failure.lockedMemory).code == .lockedMemory)
        #expect(Report.Failure(MessageError.noLockedMemory) == .lockedMemory)
        #expect(Report.Failure(MessageError.wrongChecksum) == .refused)
    }

    @Test func `reaches the caller, and the run goes on`() async {
        await #expect(processExitsWith: .success) {
            // Root may lock without limit.
            if geteuid() == 0 { guard setgid(65534) == 0, setuid(65534) == 0 else { exit(3) } }
            let lines = [
                #"{"op":"keygen","key":"a","purpose":"transport","set":"1344"}"#,
                #"{"op":"keygen","key":"b","purpose":"transport","set":"640"}"#,
            ]
            let requests = StarvingRequests(lines, starving: 0)
            let run = try run(requests, on: try memorySystem())
            let answers = try requests.answers.map { try JSONReader.read(Array($0.utf8)) }
            guard run.faults.isEmpty, answers.count == 2 else { exit(5) }
            guard answers[0]["error"]?["code"]?.string == "locked_memory" else { exit(6) }
            guard answers[1]["ok"]?.bool == true else { exit(7) }
            exit(0)
        }
    }
}
