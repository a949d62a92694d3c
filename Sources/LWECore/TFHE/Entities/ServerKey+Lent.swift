// An expanded key in memory that others share, such as a mapped region: 64 bytes of header, then `KeyMemory`.
//
// | offset | bytes | content |
// |---|---|---|
// | 0 | 4 | magic `LWEX` |
// | 4 | 2 | version, 1 |
// | 6 | 2 | layout: the instruction set whose kernels read it |
// | 8 | 16 | digest of the parameter set |
// | 24 | 8 | the client key's number |
// | 32 | 8 | bytes behind the header |
// | 40 | 24 | zero |

extension ServerKey {
    private static var headerByteCount: Int { 64 }
    private static var magic: UInt32 { 0x5845_574C }

    /// Bytes that an expanded key of `parameters` takes, header included.
    public static func expandedByteCount(for parameters: TFHEParameters) -> Int {
        headerByteCount + ServerKeyLayout(parameters).byteCount
    }

    /// Writes an expanded key to `memory`, the header last.
    ///
    /// - Parameters:
    ///   - seeded: the key.
    ///   - memory: `expandedByteCount` bytes or more, aligned to 64.
    ///   - level: whose kernels will read it.
    /// - Throws: `.wrongLength` when `memory` is too small or not aligned, `.unsupportedParameters`.
    @unsafe
    public static func expand(
        _ seeded: SeededServerKey<Word>, into memory: UnsafeMutableRawBufferPointer,
        level: VectorLevel = .best
    ) throws(LWEError) {
        let expansion = try KeyExpansion<Word>(seeded.parameters, level)
        let needed = headerByteCount + expansion.layout.byteCount
        guard let base = memory.baseAddress, memory.count >= needed, UInt(bitPattern: base) % 64 == 0 else {
            throw .wrongLength(object: .publicKey, expected: needed, actual: memory.count)
        }
        unsafe memory.prefix(headerByteCount).initializeMemory(as: UInt8.self, repeating: 0)
        unsafe expansion.expand(seeded, to: base + headerByteCount)
        let header = try header(seeded.parameters, seeded.identifier, level)
        unsafe memory.copyBytes(from: header)
    }

    /// A key that was expanded to `memory` by `expand`, which is read where it lies.
    ///
    /// The header is copied and checked. Whoever can write the bytes behind it can make results wrong, and nothing else:
    /// they are numbers only, never an index or a length.
    ///
    /// - Parameters:
    ///   - memory: aligned to 64; stays as long as the key.
    ///   - parameters: the set that is expected.
    ///   - owner: kept as long as the key.
    ///   - threadCount: bootstraps at the same time.
    ///   - level: whose layout is expected.
    /// - Throws: `.wrongLength`, `.malformed` for another header, `.unsupportedParameters`.
    @unsafe
    public convenience init(
        expandedAt memory: UnsafeRawBufferPointer, _ parameters: TFHEParameters, owner: AnyObject? = nil,
        threadCount: Int = Threads.available, level: VectorLevel = .best
    ) throws(LWEError) {
        let needed = Self.expandedByteCount(for: parameters)
        guard let base = memory.baseAddress, memory.count >= needed, UInt(bitPattern: base) % 64 == 0 else {
            throw .wrongLength(object: .publicKey, expected: needed, actual: memory.count)
        }
        let copy = unsafe Array(memory.prefix(Self.headerByteCount))
        let identifier = copy[24..<32].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard copy == (try Self.header(parameters, identifier, level)) else {
            throw .malformed(object: .publicKey, reason: "no expanded key of \(parameters.name) for \(level)")
        }
        let keyMemory = unsafe KeyMemory(
            lent: base + Self.headerByteCount, byteCount: needed - Self.headerByteCount, owner: owner)
        try self.init(
            parameters, identifier: identifier, memory: keyMemory, threadCount: threadCount, level: level)
    }

    private static func header(
        _ parameters: TFHEParameters, _ identifier: UInt64, _ level: VectorLevel
    ) throws(LWEError) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(magic)
        writer.append(UInt16(1))
        writer.append(UInt16(min(level, .supported).rawValue))
        writer.append(contentsOf: try parameters.digest())
        writer.append(identifier)
        writer.append(UInt64(ServerKeyLayout(parameters).byteCount))
        writer.append(contentsOf: [UInt8](repeating: 0, count: headerByteCount - writer.bytes.count))
        return writer.bytes
    }
}
