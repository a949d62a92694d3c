internal import Glibc

/// `conformance --vectors DIR`: runs each known folder of DIR.
///
/// Exit 0 all agree, 1 some differ, 2 unreadable, 64 usage.
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, arguments.first == "--vectors", let directory = arguments.last else {
    StandardError.print("usage: conformance --vectors DIR")
    exit(64)
}
exit(ConformanceRun(directory: directory).run())
