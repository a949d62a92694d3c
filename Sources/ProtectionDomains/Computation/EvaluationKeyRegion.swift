internal import LWECore
internal import Microkernel

/// Which instruction set evaluation keys are laid out for, and computed with.
///
/// Rounding in the Fourier domain differs from one to the next. Runs with a seed take the one that every processor has,
/// so that they can be repeated elsewhere.
enum ComputationLevel {
    static func choose(isSeeded: Bool) -> VectorLevel { isSeeded ? .baseline : .best }
}

/// How many look-ups at a time operations are laid out for.
///
/// That number decides how they go about their work. In runs with a seed it is one, as they must not depend on the
/// machine; look-ups are done on all cores nevertheless.
enum ComputationThreads {
    static func planned(isSeeded: Bool) -> Int { isSeeded ? 1 : Threads.available }
}

/// The writer's end of the region of evaluation keys: `ServerKey.expand` writes it in place, header last.
///
/// No message as in other regions: one of these would be copied, and this is 92 MB.
struct EvaluationKeyOutbox: ~Copyable {
    private let region: Region<UInt8, ReadWrite>

    init(_ grants: borrowing Grants) throws(WiringError) {
        region = try grants.region(Symbol.evaluationKey, minimum: 64)
    }

    /// Expands `seeded` into the region; returns its size there.
    borrowing func post(
        _ seeded: SeededServerKey<UInt64>, level: VectorLevel
    ) throws(Fault) -> Result<Int, LWEError> {
        let count = ServerKey<UInt64>.expandedByteCount(for: seeded.parameters)
        guard count <= region.byteCount else {
            return .failure(.wrongLength(object: .publicKey, expected: region.byteCount, actual: count))
        }
        return try region.withMutableBytes(0..<count) { bytes in
            unsafe bytes.withUnsafeMutableBytes { memory in
                do throws(LWEError) {
                    try unsafe ServerKey.expand(seeded, into: memory, level: level)
                    return .success(count)
                } catch {
                    return .failure(error)
                }
            }
        }
    }
}

/// The reader's end, which computes with the bytes where they lie.
///
/// They are public. Only the header is copied and checked: behind it are numbers, none of them an index or a length, so a
/// writer that changes them under the reader's hands makes results wrong and nothing else.
struct EvaluationKeyInbox: ~Copyable {
    private let region: Region<UInt8, ReadOnly>

    init(_ grants: borrowing Grants) throws(WiringError) {
        region = try grants.region(Symbol.evaluationKey, minimum: 64)
    }

    /// Lends the key to `body` if it is one of `parameters`.
    borrowing func withKey<R>(
        _ parameters: TFHEParameters, level: VectorLevel, _ body: (ServerKey<UInt64>) throws(LWEError) -> R
    ) throws(Fault) -> Result<R, LWEError> {
        let count = ServerKey<UInt64>.expandedByteCount(for: parameters)
        guard count <= region.byteCount else {
            return .failure(.wrongLength(object: .publicKey, expected: count, actual: region.byteCount))
        }
        return try region.withBytes(0..<count) { bytes in
            unsafe bytes.withUnsafeBytes { memory in
                do throws(LWEError) {
                    return .success(
                        try body(unsafe ServerKey(expandedAt: memory, parameters, level: level)))
                } catch {
                    return .failure(error)
                }
            }
        }
    }
}
