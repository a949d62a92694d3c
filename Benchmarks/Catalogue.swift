/// All benchmarks, in the order of the report.
public enum Catalogue {
    /// Baselines first, then the machine, the checker, the cryptography and the whole job.
    public static let all: [Benchmark] = [
<<<<<<< HEAD
        HandOver.actors, HandOver.threads, Hop.traced, Hop.recorded, Hop.memory,
        TraceBenchmark.recording, CheckBenchmark.large,
=======
        HandOver.actors, HandOver.threads, TraceBenchmark.recording, CheckBenchmark.large, FrodoBenchmark.kem,
>>>>>>> 28a3f1c (Multiply, sample and hash in vectors: one source for baseline, AVX2 and AVX-512)
    ]
}
