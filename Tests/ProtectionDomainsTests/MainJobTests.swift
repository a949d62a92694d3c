import Glibc
import KernelTrace
import RequestLanguage
import Testing
import Vault

@testable import ProtectionDomains

struct MainJobTests {
    @Test func `decrypts to what it encrypted, and a second run finds the first one's ciphertexts`() throws {
        let scratch = try ScratchDirectory()
        var input = MainJob.Input()
        do {
            let first = MainJobRequests(MainJob(input))
            let run = try run(first, on: try KeyManagementSystem(directory: scratch.path))
            #expect(run.faults.isEmpty)
            #expect(first.report.failure == nil)
            #expect(first.report.isRight)
            #expect(!first.report.reusedKeys && first.report.earlierText == nil)
        }
        input.text = "another text"
        for _ in 0..<2 {
            let second = MainJobRequests(MainJob(input))
            let run = try run(second, on: try KeyManagementSystem(directory: scratch.path))
            #expect(run.faults.isEmpty)
            #expect(second.report.failure == nil)
            #expect(second.report.isRight && second.report.reusedKeys)
            #expect(second.report.earlierText?.isEmpty == false)
            #expect(second.report.earlierSums == second.report.sums)
            #expect(second.report.circuits[.earlier] == second.report.circuits[.product])
            #expect(second.report.circuits[.grown] != nil)
        }
        // What earlier runs left was cleared away: three keys, four ciphertexts of texts and vectors, eight of integers.
        #expect(try Vault.list(directory: scratch.path).count == 15)
    }

    @Test func `two runs with one seed leave the same trace`() throws {
        func orders() throws -> ([String], Int) {
            let job = MainJobRequests()
            let run = try run(job, on: try KeyManagementSystem(seed: 7), seed: 7)
            #expect(job.report.isRight)
            return (run.trace.events.map { "\($0)" }, run.trace.events.count)
        }
        let first = try orders()
        let second = try orders()
        #expect(first.1 > 500)
        #expect(first.0 == second.0)
    }
}
