internal import LWECore
internal import TFHEKernelInterface

/// Negacyclic transforms beside FFTW's complex ones of half the size, which they could be made of.
enum TFHETransforms {
    /// Both directions for each size of the kernels, FFTW's right after.
    static let all: [Benchmark] = [256, 512, 1024, 2048, 4096, 8192].flatMap { size in
        [
            Benchmark("fft/\(size)", "Negacyclic transform of \(size) coefficients, both directions.") {
                effort throws(BenchmarkError) in try ours(size, effort)
            },
            Benchmark("fftw/\(size / 2)", "FFTW's complex forward transform of \(size / 2) points.") {
                effort throws(BenchmarkError) in
                let (peer, operations) = (try FFTW(count: size / 2), operations(size, effort))
                let time = Stopwatch.measure(samples: samples(effort), operations: operations) {
                    for _ in 0..<operations { peer.transform() }
                }
                return [BenchmarkResult("fftw/\(size / 2)", .duration(time))]
            },
        ]
    }

    private static func operations(_ size: Int, _ effort: Effort) -> Int {
        effort.choose(quick: 20_480, full: 409_600) / size
    }

    private static func samples(_ effort: Effort) -> Int { effort.choose(quick: 5, full: 101) }

    private static func ours(_ size: Int, _ effort: Effort) throws(BenchmarkError) -> [BenchmarkResult] {
        guard let kernels = VectorLevel.best.torusKernels(polynomialSize: size) else {
            throw BenchmarkError("no kernel for \(size) coefficients")
        }
        let values = KernelMemory<Double>(keyOf: size)
        let points = KernelMemory<Double>(keyOf: size)
        let operations = operations(size, effort)
        let forward = Stopwatch.measure(samples: samples(effort), operations: operations) {
            for _ in 0..<operations { unsafe kernels.forward(values.pointer, to: points.pointer) }
        }
        // The inverse works in place and lets values grow: zero stays zero.
        unsafe points.pointer.update(repeating: 0, count: size)
        let inverse = Stopwatch.measure(samples: samples(effort), operations: operations) {
            for _ in 0..<operations { unsafe kernels.inverse(points.pointer, to: values.pointer) }
        }
        return [
            BenchmarkResult("fft/\(size)/forward", .duration(forward)),
            BenchmarkResult("fft/\(size)/inverse", .duration(inverse)),
        ]
    }
}
