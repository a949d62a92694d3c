extension Array where Element: BitwiseCopyable {
    /// Lends the array's bytes as a raw span.
    ///
    /// Swift 6.3.1 takes a function that reads an array through `span` for one that does not read it, and with -O
    /// removes the stores that filled an array made on the spot (`f([x])` then sees garbage); this way is not affected.
    func withRawSpan<R>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R {
        try unsafe withUnsafeBufferPointer { elements throws(Fault) in
            try body(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(elements)))
        }
    }
}
