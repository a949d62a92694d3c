extension Region where Rights == ReadWrite {
    /// Copies `value` to element `index`.
    public borrowing func store(_ value: Element, at index: Int) throws(Fault) {
        guard index >= 0, index < count else { throw outOfBounds(element: index) }
        try store(value, atByte: index * MemoryLayout<Element>.stride)
    }

    /// Copies `values` into the region, from element `start` on.
    public borrowing func store(_ values: [Element], at start: Int = 0) throws(Fault) {
        guard start >= 0, start <= count, values.count <= count - start else {
            throw outOfBounds(element: start, elementCount: values.count)
        }
        try values.withRawSpan { bytes throws(Fault) in
            try storeBytes(bytes, at: start * MemoryLayout<Element>.stride)
        }
    }

    /// Copies `values` into the region, from element `start` on.
    public borrowing func store(_ values: Span<Element>, at start: Int = 0) throws(Fault) {
        guard start >= 0, start <= count, values.count <= count - start else {
            throw outOfBounds(element: start, elementCount: values.count)
        }
        try storeBytes(unsafe values.bytes, at: start * MemoryLayout<Element>.stride)
    }

    /// Copies `source` to the bytes from `offset` on: the way for secrets, out of memory that is wiped.
    public borrowing func storeBytes(_ source: RawSpan, at offset: Int = 0) throws(Fault) {
        let range = try bytes(at: offset, byteCount: source.byteCount)
        try store(range) { unsafe source.withUnsafeBytes { unsafe grant.memory.copyIn($0, to: offset) } }
    }

    /// Copies `source` to the bytes from `offset` on.
    @unsafe
    public borrowing func storeBytes(_ source: UnsafeRawBufferPointer, at offset: Int = 0) throws(Fault) {
        let range = try bytes(at: offset, byteCount: source.count)
        try store(range) { unsafe grant.memory.copyIn(source, to: offset) }
    }

    /// Copies a value to bytes `offset`…, aligned or not: for records laid out by two domains.
    public borrowing func store<T: RegionElement>(_ value: T, atByte offset: Int) throws(Fault) {
        let range = try bytes(at: offset, byteCount: MemoryLayout<T>.size)
        try store(range) {
            grant.memory.withMutableBytes(range) { $0.storeBytes(of: value, as: T.self) }
        }
    }

    /// Lends bytes `range` for writing in place; what they hold when `body` returns stands in the trace.
    ///
    /// When `body` throws, what it wrote stays written and recorded.
    public borrowing func withMutableBytes<R: ~Copyable>(
        _ range: Range<Int>, _ body: (inout MutableRawSpan) throws(Fault) -> R
    ) throws(Fault) -> R {
        let range = try bytes(range)
        guard port.storesCount else { throw .discarded }
        defer { recordStore(range) }
        return try grant.memory.withMutableBytes(range, body)
    }

    /// Writes zeros over elements `range`.
    public borrowing func clear(_ range: Range<Int>) throws(Fault) {
        let range = try bytes(ofElements: range)
        guard port.storesCount else { throw .discarded }
        grant.memory.clear(range)
        recordClear(range)
    }

    /// Writes zeros over the whole region; a large one that was hardly used is cleared fast.
    public borrowing func clear() throws(Fault) {
        guard port.storesCount else { throw .discarded }
        grant.memory.clear(0..<byteCount)
        recordClear(0..<byteCount)
    }

    private borrowing func store(_ range: Range<Int>, _ copy: () -> Void) throws(Fault) {
        guard port.storesCount else { throw .discarded }
        copy()
        recordStore(range)
    }

    private borrowing func recordStore(_ range: Range<Int>) {
        grant.memory.withBytes(range) {
            port.recordStore(region: grant.index, offset: range.lowerBound, bytes: $0)
        }
    }

    /// Looking at cleared pages of the region itself would give them memory.
    private borrowing func recordClear(_ range: Range<Int>) {
        guard range.count > MappedMemory.sparseClearByteCount else { return recordStore(range) }
        ZeroBytes.with(range.count) {
            port.recordStore(region: grant.index, offset: range.lowerBound, bytes: $0)
        }
    }
}
