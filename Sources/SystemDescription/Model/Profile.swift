/// The board parameters that validation depends on (reference values of the real tool's SDK).
public struct Profile: Hashable, Sendable {
    /// The architecture of a profile.
    public enum Architecture: String, Hashable, Sendable, CaseIterable { case aarch64, x86_64, riscv64 }

    /// Whether the kernel forwards secure monitor calls.
    public enum SecureMonitor: String, Hashable, Sendable, CaseIterable { case absent, off, on }

    /// The name on the command line: `aarch64`, `aarch64-smp4`, `x86_64` or `riscv64`.
    public var name: String
    /// The instruction set.
    public var architecture: Architecture
    /// The number of cores; 1 unless the kernel is a multicore build.
    public var cores: Int
    /// The last byte a user address space may use.
    public var userTop: UInt64
    /// Whether the kernel is built as a hypervisor.
    public var hypervisor: Bool
    /// Whether the kernel is built with IOMMU support.
    public var iommu: Bool
    /// Secure monitor call forwarding.
    public var smc: SecureMonitor

    /// Makes a profile.
    public init(
        name: String, architecture: Architecture, cores: Int = 1, userTop: UInt64, hypervisor: Bool = true,
        iommu: Bool = true, smc: SecureMonitor = .absent
    ) {
        self.name = name
        self.architecture = architecture
        self.cores = cores
        self.userTop = userTop
        self.hypervisor = hypervisor
        self.iommu = iommu
        self.smc = smc
    }

    /// AArch64 on one core, the default.
    public static let aarch64 = Profile(name: "aarch64", architecture: .aarch64, userTop: 0xff_ffff_ffff)
    /// AArch64 on four cores.
    public static let aarch64SMP4 = Profile(
        name: "aarch64-smp4", architecture: .aarch64, cores: 4, userTop: 0xff_ffff_ffff)
    /// x86-64 on one core.
    public static let x86_64 = Profile(name: "x86_64", architecture: .x86_64, userTop: 0x7fff_ffff_efff)
    /// RISC-V, 64 bits, on one core.
    public static let riscv64 = Profile(name: "riscv64", architecture: .riscv64, userTop: 0xff_ffff_ffff)

    /// All profiles, default first.
    public static let all: [Profile] = [.aarch64, .aarch64SMP4, .x86_64, .riscv64]
}
