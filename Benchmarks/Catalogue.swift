/// All benchmarks, in the order of the report.
public enum Catalogue {
    /// Baselines first, then the machine, the checker, the cryptography and the whole job.
    public static let all: [Benchmark] =
        [
            HandOver.actors, HandOver.threads, Hop.traced, Hop.recorded, Hop.memory,
            TraceBenchmark.recording, ViewBenchmark.large, CheckBenchmark.large,
            AnalyzeBenchmark.largest, FrodoBenchmark.kem,
            JobBenchmark.main, JobBenchmark.bootstraps,
        ] + TFHETransforms.all + TFHELookUps.products + TFHELookUps.parts + TFHEServer.all
        + TFHEGates.all + TFHEIntegers.all + [TFHELookUps.sizes]
}
