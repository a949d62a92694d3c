internal import Vault

/// What a domain tells the gateway about a job.
struct Report: Equatable {
    /// Why a domain did not do its part: all that the gateway learns.
    enum Failure: UInt8, Error, Equatable {
        /// What came in was not right: any reason, so that it is no oracle.
        case refused = 1
        case noiseBudget
        case badPlaintext
        case keyMismatch
        case wrongPurpose
        case full
        case storageFailed
        case vaultRefused
        /// The memory that may be locked for secrets is used up.
        case lockedMemory
    }
    /// What a ciphertext decrypted to.
    enum Plaintext: Equatable {
        case text([UInt8])
        case integers([Int64])
        /// The bit pattern of a value of the type that is named.
        case integer(UInt64, type: String)
        case bit(Bool)
    }
    /// How it went.
    enum Outcome: Equatable {
        /// The domain's part is done; `byteCount` is the size of the key or ciphertext that it made.
        case done(byteCount: UInt64)
        case failed(Failure)
        case decrypted(Plaintext)
        /// A page of what the vault holds; the gateway asks for the next by a notification.
        case catalogue([VaultEntry], more: Bool)
    }

    /// The job's number; 0 for the catalogue.
    var job: UInt64
    /// The lockbox's version of the vault; 0 from others.
    var version: UInt64 = 0
    var outcome: Outcome
}

extension Report: WireCodable {
    private enum Word: UInt8 { case done = 1, failed, text, integers, bit, catalogue, integer }

    init(from reader: inout WireReader) throws(MessageError) {
        job = try reader.number()
        version = try reader.number()
        switch try reader.choice(Word.self) {
        case .done: outcome = .done(byteCount: try reader.number())
        case .failed: outcome = .failed(try reader.choice(Failure.self))
        case .text: outcome = .decrypted(.text(try reader.content()))
        case .integers: outcome = .decrypted(.integers(try reader.numbers().map { Int64(bitPattern: $0) }))
        case .integer: outcome = .decrypted(.integer(try reader.number(), type: try reader.text()))
        case .bit: outcome = .decrypted(.bit(try reader.flag()))
        case .catalogue:
            let more = try reader.flag()
            var entries: [VaultEntry] = []
            for _ in 0..<min(try reader.number(), 1 << 16) { entries.append(try VaultEntry(from: &reader)) }
            outcome = .catalogue(entries, more: more)
        }
    }

    func write(to writer: inout WireWriter) {
        writer.put(job)
        writer.put(version)
        func word(_ word: Word) { writer.put(word.rawValue) }
        switch outcome {
        case .done(let byteCount):
            word(.done)
            writer.put(byteCount)
        case .failed(let failure):
            word(.failed)
            writer.put(failure.rawValue)
        case .decrypted(.text(let bytes)):
            word(.text)
            writer.put(bytes)
        case .decrypted(.integers(let numbers)):
            word(.integers)
            writer.put(numbers.map { UInt64(bitPattern: $0) })
        case .decrypted(.integer(let pattern, let type)):
            word(.integer)
            writer.put(pattern)
            writer.put(type)
        case .decrypted(.bit(let bit)):
            word(.bit)
            writer.put(UInt8(bit ? 1 : 0))
        case .catalogue(let entries, let more):
            word(.catalogue)
            writer.put(UInt8(more ? 1 : 0))
            writer.put(UInt64(entries.count))
            for entry in entries { entry.write(to: &writer) }
        }
    }
}
