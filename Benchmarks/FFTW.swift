internal import Glibc

/// FFTW 3, the yardstick of transforms: loaded when it is there, so that `kms` needs it neither to link nor to run.
@safe
final class FFTW {
    private typealias Plan = OpaquePointer
    private typealias MakePlan =
        @convention(c) (
            CInt, UnsafeMutableRawPointer, UnsafeMutableRawPointer, CInt, CUnsignedInt
        ) -> Plan?
    private typealias UsePlan = @convention(c) (Plan) -> Void

    private let plan: Plan
    private let run: UsePlan
    private let destroy: UsePlan
    private let input: UnsafeMutableRawPointer
    private let output: UnsafeMutableRawPointer

    /// A plan for a forward transform of `count` complex doubles, the best of those that FFTW measures.
    ///
    /// - Throws: when Debian's libfftw3-double3 is not installed.
    init(count: Int) throws(BenchmarkError) {
        guard let library = unsafe dlopen("libfftw3.so.3", RTLD_NOW),
            let make = unsafe dlsym(library, "fftw_plan_dft_1d"),
            let run = unsafe dlsym(library, "fftw_execute"),
            let destroy = unsafe dlsym(library, "fftw_destroy_plan")
        else { throw BenchmarkError("FFTW is not installed: apt-get install libfftw3-double3") }
        unsafe input = UnsafeMutableRawPointer.allocate(byteCount: 16 * count, alignment: 64)
        unsafe output = UnsafeMutableRawPointer.allocate(byteCount: 16 * count, alignment: 64)
        unsafe input.initializeMemory(as: Double.self, repeating: 0, count: 2 * count)
        unsafe output.initializeMemory(as: Double.self, repeating: 0, count: 2 * count)
        let (forward, measured): (CInt, CUnsignedInt) = (-1, 0)
        guard
            let plan = unsafe unsafeBitCast(make, to: MakePlan.self)(
                CInt(count), input, output, forward, measured)
        else { throw BenchmarkError("FFTW has no plan for \(count) points") }
        unsafe self.plan = unsafe plan
        unsafe self.run = unsafe unsafeBitCast(run, to: UsePlan.self)
        unsafe self.destroy = unsafe unsafeBitCast(destroy, to: UsePlan.self)
        // Planning has overwritten it.
        let values = unsafe input.assumingMemoryBound(to: Double.self)
        for index in 0..<2 * count { unsafe values[index] = Double((index &* 40503) & 0xffff) - 32768 }
    }

    deinit {
        unsafe destroy(plan)
        unsafe input.deallocate()
        unsafe output.deallocate()
    }

    /// One transform.
    func transform() { unsafe run(plan) }
}
