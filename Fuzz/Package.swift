// swift-tools-version: 6.2
import PackageDescription

// A package of its own: a libFuzzer target has no main, so it links only with --sanitize=fuzzer.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "kms", path: "..")],
    targets: [
        .executableTarget(
            name: "FuzzSystemDescription",
            dependencies: [.product(name: "SystemDescription", package: "kms")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ])
