internal import Glibc
public import SecretMemory
internal import Synchronization

/// The secret and the monotonic counter that real hardware would give to the lockbox alone.
///
/// Here they are two files beside the vault, open to their owner only. Whoever can read `platform.secret` can unseal
/// the vault: it stands for fuses or a secure element, and protects nothing by itself.
public final class PlatformHardware: Sendable {
    /// Bytes of the secret.
    public static let secretByteCount = 32
    private static let secretName = "platform.secret"

    private let secret: SecretBytes
    private let storedCounter: CounterFile
    private let refusal = Mutex<String?>(nil)

    /// Opens the platform files in `directory`, made for an empty vault.
    ///
    /// - Throws: `.platformSecretMissing`, `.platformCounterMissing` when `vaultHasRecords` and one is not there;
    ///   `.permissions`, `.platformFileMalformed`, `.system`.
    public init(directory: String, vaultHasRecords: Bool) throws(VaultError) {
        let path = "\(directory)/\(Self.secretName)"
        if !fileExists(path) {
            guard !vaultHasRecords else { throw .platformSecretMissing(path: path) }
            let fresh = try Self.inLockedMemory { () throws(SecretMemoryError) in
                try SecretBytes(random: Self.secretByteCount, from: SystemEntropy())
            }
            try PrivateFile.create(path, in: directory, contents: fresh)
        }
        secret = try PrivateFile.read(path, byteCount: Self.secretByteCount)
        storedCounter = try CounterFile(
            path: "\(directory)/platform.counter", directory: directory, vaultHasRecords: vaultHasRecords)
    }

    /// Hardware without files, for seeded runs and tests: `entropy` gives the secret, the counter is 0.
    public init(inMemory entropy: some EntropySource) throws(VaultError) {
        secret = try Self.inLockedMemory { () throws(SecretMemoryError) in
            try SecretBytes(random: Self.secretByteCount, from: entropy)
        }
        storedCounter = CounterFile()
    }

    /// A copy of the secret, for the lockbox.
    public func copySecret() throws(SecretMemoryError) -> SecretBytes { try secret.copy() }

    /// The version of the vault that the lockbox last saw committed.
    public var counter: UInt64 { storedCounter.value }

    /// Moves the counter forward to `version`; durable when this returns.
    ///
    /// - Throws: `.counterWouldGoBack`, `.system`.
    public func advance(to version: UInt64) throws(VaultError) { try storedCounter.advance(to: version) }

    /// Why the lockbox does not vouch for the vault; nil when it does, or has not looked yet.
    public var vaultRefusal: String? { refusal.withLock { $0 } }

    /// Notes that the lockbox does not vouch for the vault.
    public func noteRefusal(_ reason: String) { refusal.withLock { $0 = reason } }

    private static func inLockedMemory(
        _ make: () throws(SecretMemoryError) -> SecretBytes
    ) throws(VaultError) -> SecretBytes {
        do { return try make() } catch { throw .memory(error.description) }
    }
}

/// Whether anything has this name.
func fileExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
