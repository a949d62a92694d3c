import SystemDescription

/// No file exists: the fuzzer must not depend on the disk.
private struct NoFiles: FileAccess {
    func exists(_ path: String) -> Bool { path.hasSuffix("e") }
    func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] { Array("<include/>".utf8) }
    func byteCount(_ path: String) throws(FileError) -> UInt64 { 0x1234 }
    func canonicalPath(_ path: String) -> String? { "/" + path }
}

/// Checks any bytes and renders every finding; the first byte chooses profile and switches.
///
/// A trap, a refusal without a place, and a verdict that contradicts its findings are findings of the fuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let choice = input.first ?? 0
    var options = CheckOptions(profile: Profile.all[Int(choice & 3)], searchPaths: ["d"])
    options.dialect = choice & 4 == 0 ? .current : .legacy
    options.xinclude = choice & 8 != 0
    let checker = DescriptionChecker(options: options, files: NoFiles())
    let result = checker.check(Array(input.dropFirst()), file: "f")
    let text = result.standardErrorText + result.standardOutputText + result.json(file: "f")
    guard result.isAccepted == result.errors.isEmpty, !text.isEmpty else {
        fatalError("verdict against findings")
    }
    for error in result.errors where error.location == nil { fatalError("no place: \(error.message)") }
    return 0
}
