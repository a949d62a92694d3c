internal import Glibc
internal import Simulator

/// What a whole run of the key management system takes: check, boot, keys, requests, trace and vault in memory.
enum JobBenchmark {
    /// What the main job does without bootstraps: FrodoKEM, additive encryption, sealing.
    static let main = Benchmark(
        "job/main", "The main job on Systems/pd.system.xml without bootstraps, keys included."
    ) { effort throws(BenchmarkError) in
        let durations = try run(samples: effort.choose(quick: 3, full: 9), bootstraps: false)
        return [BenchmarkResult("job/main", .duration(durations))]
    }

    /// All of it.
    static let bootstraps = Benchmark(
        "job/bootstraps", "The main job with what it computes on encrypted integers by bootstraps."
    ) { effort throws(BenchmarkError) in
        let durations = try run(samples: effort.choose(quick: 1, full: 3), bootstraps: true)
        return [BenchmarkResult("job/bootstraps", .duration(durations))]
    }

    private static func run(samples: Int, bootstraps: Bool) throws(BenchmarkError) -> Durations {
        var plan = RunPlan(description: "Systems/pd.system.xml")
        guard unsafe access(plan.description, R_OK) == 0 else {
            throw BenchmarkError("\(plan.description) is not here: run it in the source tree")
        }
        plan.vault = .memory
        plan.bootstraps = bootstraps
        plan.traceFile = "/tmp/kms-bench-job-\(getpid()).jsonl"
        defer { _ = unsafe unlink(plan.traceFile) }
        var durations: [Double] = []
        for _ in 0..<samples {
            let start = Stopwatch.microseconds()
            let isGood: Bool
            do throws(SimulationError) {
                isGood = try Simulation.run(plan).isGood
            } catch {
                throw BenchmarkError("\(error)")
            }
            durations.append(Stopwatch.microseconds() - start)
            guard isGood else { throw BenchmarkError("the main job went wrong") }
        }
        return Durations(samples: durations)
    }
}
