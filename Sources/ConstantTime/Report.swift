internal import CMemcheck
internal import SecretMemory

/// Counts what memcheck reports while an operation runs.
struct Report {
    private(set) var failed = false

    /// Runs `body`, in which no report is allowed.
    mutating func clean<R: ~Copyable>(_ name: String, _ body: () throws -> R) rethrows -> R {
        let before = kms_memcheck_error_count()
        let result = try body()
        let found = kms_memcheck_error_count() - before
        print("  \(found == 0 ? "ok    " : "LEAKS ") \(name)\(found == 0 ? "" : ": \(found) reports")")
        if found > 0 { failed = true }
        return result
    }

    /// Runs `body`, in which memcheck must report something: the control.
    mutating func leaking(_ name: String, _ body: () throws -> Void) rethrows {
        let before = kms_memcheck_error_count()
        try body()
        let found = kms_memcheck_error_count() - before
        print("  \(found > 0 ? "ok    " : "MISSED") planted: \(name): \(found) reports")
        if found == 0 { failed = true }
    }
}

/// A seeded source whose bytes are all secret.
struct SecretEntropy: EntropySource {
    let source: SeededEntropy

    init(_ name: String) throws { source = try SeededEntropy(seed: 1, stream: name) }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        unsafe source.fill(buffer)
        unsafe kms_memcheck_mark_secret(buffer.baseAddress, buffer.count)
    }
}

/// Declares bytes public: what leaves the domain that has the secrets.
func publish(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
}

/// Declares secret bytes secret for memcheck.
func hide(_ secret: borrowing SecretBytes) {
    unsafe secret.withUnsafeBytes { unsafe kms_memcheck_mark_secret($0.baseAddress, $0.count) }
}

/// Declares a result public, so that the program may drop or compare it.
func publish(_ secret: borrowing SecretBytes) {
    unsafe secret.withUnsafeBytes { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
}
