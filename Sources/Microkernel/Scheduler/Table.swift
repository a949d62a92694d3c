/// Fixed-size memory of the kernel's own, owned by whoever holds the table.
///
/// An array would do, but for its cost on the path of every notification: an element here is changed in place without
/// a test for shared storage and without an entry in the runtime's list of accesses, so a step of the kernel leaves no
/// access in flight when stacks are switched. Indices are checked.
@safe struct Table<Element>: ~Copyable {
    fileprivate let start: UnsafeMutablePointer<Element>
    /// The number of elements, fixed.
    let count: Int

    /// A table of `elements`.
    init(_ elements: [Element]) {
        count = elements.count
        unsafe start = .allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { unsafe (start + index).initialize(to: element) }
    }

    /// A table of one kind of element.
    init(repeating element: Element, count: Int) {
        self.init(Array(repeating: element, count: count))
    }

    deinit {
        unsafe start.deinitialize(count: count)
        unsafe start.deallocate()
    }

    /// The positions of the elements.
    var indices: Range<Int> { 0..<count }

    /// Element `index`.
    subscript(_ index: Int) -> Element {
        @inline(__always) unsafeAddress {
            if UInt(bitPattern: index) >= UInt(bitPattern: count) { Self.fail(index, count) }
            return unsafe UnsafePointer(start + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            if UInt(bitPattern: index) >= UInt(bitPattern: count) { Self.fail(index, count) }
            return unsafe start + index
        }
    }

    @inline(never)
    private static func fail(_ index: Int, _ count: Int) -> Never {
        fatalError("index \(index) of a kernel table of \(count)")
    }
}

/// One value of the kernel's own; see `Table`.
@safe struct Cell<Value>: ~Copyable {
    private let table: Table<Value>

    /// A cell that holds `value`.
    init(_ value: Value) { table = Table([value]) }

    /// The value.
    var value: Value {
        @inline(__always) unsafeAddress { unsafe UnsafePointer(table.start) }
        @inline(__always) nonmutating unsafeMutableAddress { unsafe table.start }
    }
}
