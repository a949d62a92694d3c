extension SecretBytes {
    /// Lends the bytes as numbers in the machine's byte order; bytes that do not fill a number are left out.
    public borrowing func withElements<T: FixedWidthInteger & BitwiseCopyable, R: ~Copyable, E: Error>(
        of type: T.Type, _ body: (Span<T>) throws(E) -> R
    ) throws(E) -> R {
        try unsafe withUnsafeBytes { bytes throws(E) in
            try unsafe body(Span(_unsafeElements: bytes.bindMemory(to: T.self)))
        }
    }

    /// Lends the bytes as numbers for writing; bytes that do not fill a number are left out.
    public mutating func withMutableElements<T: FixedWidthInteger & BitwiseCopyable, R: ~Copyable, E: Error>(
        of type: T.Type, _ body: (inout MutableSpan<T>) throws(E) -> R
    ) throws(E) -> R {
        try unsafe withUnsafeMutableBytes { bytes throws(E) in
            var span = unsafe MutableSpan(_unsafeElements: bytes.bindMemory(to: T.self))
            return try body(&span)
        }
    }
}
