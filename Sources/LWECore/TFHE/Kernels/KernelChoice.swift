package import TFHEKernelInterface
internal import TFHEKernelsBaseline

#if arch(x86_64)
    internal import TFHEKernelsAVX2
    internal import TFHEKernelsAVX512
#endif

extension VectorLevel {
    /// The polynomial kernels of this level, or of the widest that the processor has.
    ///
    /// - Returns: nil unless N is one of 256, 512, 1024, 2048, 4096, 8192.
    package func torusKernels(polynomialSize: Int) -> (any TorusKernelSet)? {
        switch min(self, .supported) {
        #if arch(x86_64)
            case .avx512: TFHEKernelsAVX512.makeTorusKernels(polynomialSize: polynomialSize)
            case .avx2: TFHEKernelsAVX2.makeTorusKernels(polynomialSize: polynomialSize)
        #endif
        default: TFHEKernelsBaseline.makeTorusKernels(polynomialSize: polynomialSize)
        }
    }

    /// The key switch of this level, or of the widest that the processor has.
    package var switchKernels: any SwitchKernelSet {
        switch min(self, .supported) {
        #if arch(x86_64)
            case .avx512: TFHEKernelsAVX512.makeSwitchKernels()
            case .avx2: TFHEKernelsAVX2.makeSwitchKernels()
        #endif
        default: TFHEKernelsBaseline.makeSwitchKernels()
        }
    }
}
