extension Region {
    /// Copies element `index` out of the region.
    public borrowing func load(_ index: Int) throws(Fault) -> Element {
        guard index >= 0, index < count else { throw outOfBounds(element: index) }
        return try load(Element.self, atByte: index * MemoryLayout<Element>.stride)
    }

    /// Copies elements `range` out of the region into an array, which nothing wipes: not for secrets.
    public borrowing func load(_ range: Range<Int>) throws(Fault) -> [Element] {
        let bytes = try bytes(ofElements: range)
        try recordLoad(bytes)
        return unsafe [Element](unsafeUninitializedCapacity: range.count) { elements, initialized in
            unsafe grant.memory.copyOut(
                from: bytes.lowerBound,
                to: UnsafeMutableRawBufferPointer(
                    start: elements.baseAddress, count: bytes.count))
            initialized = range.count
        }
    }

    /// Copies as many elements as `target` has, from element `start` on.
    public borrowing func load(from start: Int, into target: inout MutableSpan<Element>) throws(Fault) {
        let stride = MemoryLayout<Element>.stride
        guard start >= 0, start <= count, target.count <= count - start else {
            throw outOfBounds(element: start, elementCount: target.count)
        }
        try recordLoad(start * stride..<(start + target.count) * stride)
        unsafe target.withUnsafeMutableBytes { unsafe grant.memory.copyOut(from: start * stride, to: $0) }
    }

    /// Copies as many bytes as `target` has, from byte `offset` on: the way for secrets, into memory that is wiped.
    public borrowing func loadBytes(from offset: Int, into target: inout MutableRawSpan) throws(Fault) {
        try recordLoad(try bytes(at: offset, byteCount: target.byteCount))
        unsafe target.withUnsafeMutableBytes { unsafe grant.memory.copyOut(from: offset, to: $0) }
    }

    /// Copies as many bytes as `target` has, from byte `offset` on.
    @unsafe
    public borrowing func loadBytes(from offset: Int, into target: UnsafeMutableRawBufferPointer)
        throws(Fault)
    {
        try recordLoad(try bytes(at: offset, byteCount: target.count))
        unsafe grant.memory.copyOut(from: offset, to: target)
    }

    /// Copies a value out of bytes `offset`…, aligned or not: for records laid out by two domains.
    public borrowing func load<T: RegionElement>(_ type: T.Type, atByte offset: Int) throws(Fault) -> T {
        let range = try bytes(at: offset, byteCount: MemoryLayout<T>.size)
        try recordLoad(range)
        return grant.memory.withBytes(range) { unsafe $0.unsafeLoadUnaligned(as: T.self) }
    }

    /// Lends bytes `range` in place, without a copy: for data too large to copy, such as evaluation keys.
    ///
    /// A peer that may write the region can change the bytes under `body`: right only for data whose writer is
    /// trusted, or whose every bit pattern is harmless to use.
    public borrowing func withBytes<R: ~Copyable>(
        _ range: Range<Int>, _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R {
        let bytes = try bytes(range)
        try recordLoad(bytes)
        return try grant.memory.withBytes(bytes, body)
    }
}
