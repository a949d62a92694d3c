// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Debian C library, seen through a module map.
func systemLibrary(_ name: String) -> Target { .systemLibrary(name: name, path: "Sources/System/\(name)") }

/// A target of ours, strict; arrows (dependencies) only downwards, see docs/architecture.md.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ room: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(room)Tests", dependencies: [.init(stringLiteral: room)] + dependencies, resources: resources,
        swiftSettings: strict)
}

/// The kernels on 16-bit matrices and SHAKE for one instruction set.
///
/// The folders of the wide ones are symbolic links to `KernelsBaseline`, so there is one source.
func kernels(_ name: String, _ instructionSet: [String] = [], define: String? = nil) -> Target {
    .target(
        name: name, dependencies: ["CLanes"],
        swiftSettings: strict + [.unsafeFlags(instructionSet.flatMap { ["-Xcc", $0] })]
            + (define.map { [.define($0)] } ?? []))
}
#if arch(x86_64)
    let wideKernels = [
        kernels("KernelsAVX2", ["-mavx2", "-mfma", "-mbmi2"], define: "KERNELS_AVX2"),
        kernels(
            "KernelsAVX512", ["-march=x86-64-v4", "-mprefer-vector-width=512"], define: "KERNELS_AVX512"),
    ]
#else
    let wideKernels: [Target] = []
#endif
let kernelTargets = [kernels("KernelsBaseline")] + wideKernels

let torusKernelSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]
/// The TFHE kernels for one instruction set.
///
/// The folders of the wide ones are symbolic links to the baseline's, so there is one source; the flags reach Swift's
/// code generation through `-Xcc`. Not `.strictMemorySafety()`: every line works on pointers, so marking each would
/// say nothing. Their callers mark.
func torusKernels(_ name: String, flags: [String], defines: [SwiftSetting] = []) -> Target {
    .target(
        name: name, dependencies: ["CFloatLanes", "TFHEKernelInterface"],
        swiftSettings: torusKernelSettings + [.unsafeFlags(flags.flatMap { ["-Xcc", $0] })] + defines)
}
#if arch(x86_64)
    let wideTorusKernels = [
        torusKernels("TFHEKernelsAVX2", flags: ["-mavx2", "-mfma", "-mbmi2"]),
        torusKernels(
            "TFHEKernelsAVX512", flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"],
            defines: [.define("EIGHT_LANES")]),
    ]
#else
    let wideTorusKernels: [Target] = []
#endif
let torusKernelTargets = [torusKernels("TFHEKernelsBaseline", flags: [])] + wideTorusKernels

let package = Package(
    name: "kms",
    products: [
        .executable(name: "kms", targets: ["KMSRunner"]),
        // For the fuzz targets, which are a package of their own.
        .library(name: "SystemDescription", targets: ["SystemDescription"]),
    ],
    targets: [
        // What Debian and the kernel give.
        systemLibrary("CSodium"), systemLibrary("CCrypto"), systemLibrary("CSQLite"), systemLibrary("CZlib"),
        .target(name: "CLinux", path: "Sources/System/CLinux"),
        .target(name: "CLanes", path: "Sources/System/CLanes"),
        .target(
            name: "CBoostContext", path: "Sources/System/CBoostContext",
            linkerSettings: [.linkedLibrary("boost_context")]),
        // The rooms, from the ground up.
        room("SecretMemory", ["CSodium", "CLinux"]),
        room("JSONSyntax"), room("SystemDescription", ["JSONSyntax"]),
        room("KernelTrace", ["SystemDescription", "JSONSyntax", "CSodium", "CLinux"]),
        room("SystemPolicy", ["SystemDescription"]),
        room("Microkernel", ["SystemDescription", "KernelTrace", "SecretMemory", "CLinux", "CBoostContext"]),
        room("MicrokernelTesting", ["Microkernel", "SystemDescription", "KernelTrace", "SecretMemory"]),
        systemLibrary("CFloatLanes"),
        .target(name: "TFHEKernelInterface", swiftSettings: torusKernelSettings),
        room(
            "LWECore",
            ["SecretMemory", "CCrypto", "CLanes", "TFHEKernelInterface"]
                + (kernelTargets + torusKernelTargets).map { .init(stringLiteral: $0.name) }),
        room("Vault", ["SecretMemory", "CSodium", "CSQLite"]),
        room("RequestLanguage", ["JSONSyntax"]), room("ParameterSheets", ["LWECore", "RequestLanguage"]),
        room(
            "ProtectionDomains",
            [
                "Microkernel", "LWECore", "Vault", "RequestLanguage", "SecretMemory", "SystemDescription",
                "CSodium",
            ]),
        room("WebPage", ["CSodium"], resources: [.embedInCode("Look")]),
        room(
            "TraceViews", ["KernelTrace", "SystemDescription", "WebPage"],
            resources: [.embedInCode("HTML/Page")]),
        room(
            "Simulator",
            [
                "ProtectionDomains", "Microkernel", "KernelTrace", "TraceViews", "FlowAnalysis",
                "SystemPolicy", "Vault", "RequestLanguage",
                "SystemDescription", "SecretMemory",
            ]),
        room(
            "FlowAnalysis", ["SystemDescription", "SystemPolicy", "KernelTrace", "WebPage"],
            resources: [.embedInCode("Report/Look")]),
        room("CommandTable"),
        .executableTarget(
            name: "KMSRunner",
            dependencies: [
                "CommandTable", "Simulator", "SystemDescription", "TraceViews", "FlowAnalysis", "KernelTrace",
                "ParameterSheets", "LWECore", "BenchmarkSuite",
            ],
            swiftSettings: strict),
        // Runs under valgrind only, see docs/lattice.md.
        .target(name: "CMemcheck", path: "Sources/System/CMemcheck"),
        .executableTarget(
            name: "ConstantTime", dependencies: ["LWECore", "SecretMemory", "CMemcheck"],
            swiftSettings: strict),
        .executableTarget(
            name: "Conformance",
            dependencies: [
                "Microkernel", "LWECore", "SecretMemory", "SystemDescription", "KernelTrace", "CZlib",
                "CSodium",
            ],
            swiftSettings: strict),
        .target(
            name: "BenchmarkSuite",
            dependencies: [
                "TraceViews", "Simulator", "Microkernel", "LWECore", "SecretMemory", "SystemDescription",
                "KernelTrace", "FlowAnalysis", "SystemPolicy",
                "RequestLanguage",
                "CCrypto", "CLinux", "TFHEKernelInterface",
            ],
            path: "Benchmarks", exclude: ["thresholds.json", "peers.py"], swiftSettings: strict),
        // Tests mirror the rooms.
        tests("SecretMemory"), tests("JSONSyntax"),
        tests("SystemDescription", resources: [.copy("Fixtures")]),
        tests("KernelTrace"), tests("SystemPolicy", ["SystemDescription"]),
        tests(
            "Microkernel", ["MicrokernelTesting", "KernelTrace", "SystemDescription", "SecretMemory"],
            resources: [.copy("Golden")]),
        tests("MicrokernelTesting", ["Microkernel", "SystemDescription", "KernelTrace", "SecretMemory"]),
        tests(
            "LWECore", ["TFHEKernelInterface", "SecretMemory", "CCrypto"], resources: [.copy("KnownAnswers")]),
        tests("Vault", ["SecretMemory"]),
        tests("RequestLanguage"), tests("ParameterSheets", ["LWECore"]),
        tests(
            "ProtectionDomains",
            [
                "MicrokernelTesting", "Microkernel", "LWECore", "Vault", "RequestLanguage", "SecretMemory",
                "SystemDescription", "KernelTrace", "CSodium",
            ]),
        tests("WebPage"),
        tests("TraceViews", ["KernelTrace", "SystemDescription"], resources: [.copy("Terminal/Golden")]),
        tests(
            "FlowAnalysis", ["SystemPolicy", "SystemDescription", "KernelTrace", "Microkernel"],
            resources: [.copy("Golden")]),
        tests("Simulator", ["KernelTrace", "SystemDescription", "TraceViews"]), tests("CommandTable"),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "KMSRunnerTests", exclude: ["Oracles", "terminal.py"], swiftSettings: strict),
    ] + kernelTargets + torusKernelTargets)
