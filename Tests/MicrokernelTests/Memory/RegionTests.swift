import Microkernel
import SystemDescription
import Testing

@Suite struct `A region` {
    private let port = RecordingPort()

    private func region<E: RegionElement>(
        _ element: E.Type, byteCount: UInt64 = 4096
    ) throws -> Region<E, ReadWrite> {
        let system = SampleSystem.make([.init(region: "shared", byteCount: byteCount, symbol: "shared_vaddr")]
        )
        return try SampleSystem.grants(system, port: port).region("shared_vaddr")
    }

    @Test func `is zero at boot and gives back what was stored`() throws {
        let region = try region(UInt32.self)
        #expect(region.count == 1024)
        #expect(try region.load(0..<1024).allSatisfy { $0 == 0 })
        try region.store([1, 2, 3], at: 5)
        try region.store(9, at: 1023)
        #expect(try region.load(4..<9) == [0, 1, 2, 3, 0])
        #expect(try region.load(1023) == 9)
    }
    @Test(arguments: [3, 65, .max] as [UInt32])
    func `stores an array made on the spot`(_ value: UInt32) throws {
        // With -O, Swift 6.3.1 loses such an array's contents when the callee reads it through `span`.
        let region = try region(UInt32.self)
        try region.store([value])
        try region.store([value, value &+ 1], at: 3)
        #expect(try region.load(0..<5) == [value, 0, 0, value, value &+ 1])
    }
    @Test func `copies records at any byte, aligned or not`() throws {
        let region = try region(UInt8.self)
        try region.store(UInt64(0x0102_0304_0506_0708), atByte: 3)
        #expect(try region.load(UInt64.self, atByte: 3) == 0x0102_0304_0506_0708)
        #expect(try region.load(3) == 8)
    }
    @Test func `moves bytes without making arrays of them`() throws {
        let region = try region(UInt8.self)
        var bytes: InlineArray<4, UInt8> = [1, 2, 3, 4]
        try unsafe region.storeBytes(bytes.span.bytes, at: 10)
        bytes = [0, 0, 0, 0]
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes
        try region.loadBytes(from: 11, into: &raw)
        #expect(bytes[0] == 2 && bytes[2] == 4 && bytes[3] == 0)
    }
    @Test func `lends its bytes in place, both ways`() throws {
        let region = try region(UInt8.self)
        try region.withMutableBytes(8..<12) { bytes throws(Fault) in
            for offset in 0..<4 {
                bytes.storeBytes(of: UInt8(offset + 1), toByteOffset: offset, as: UInt8.self)
            }
        }
        let sum = try region.withBytes(0..<4096) { bytes throws(Fault) in
            unsafe bytes.withUnsafeBytes { unsafe $0.reduce(0) { $0 + Int($1) } }
        }
        #expect(sum == 10)
        #expect(port.stores == [.init(region: 0, offset: 8, bytes: [1, 2, 3, 4])])
    }
    @Test func `clears a part, or all`() throws {
        let region = try region(UInt16.self)
        try region.store([1, 2, 3, 4])
        try region.clear(1..<3)
        #expect(try region.load(0..<4) == [1, 0, 0, 4])
        try region.clear()
        #expect(try region.load(0..<4) == [0, 0, 0, 0])
        #expect(port.stores[1] == .init(region: 0, offset: 2, bytes: [0, 0, 0, 0]))
        #expect(port.stores[2].bytes.count == 4096)
    }
    @Test func `tells the trace what was loaded and stored, where`() throws {
        let region = try region(UInt32.self)
        try region.store([0x0403_0201], at: 2)
        _ = try region.load(2..<4)
        _ = try region.load(0)
        #expect(port.stores == [.init(region: 0, offset: 8, bytes: [1, 2, 3, 4])])
        #expect(port.loads == [8..<16, 0..<4])
    }
    @Test func `drops the stores of an abandoned entry, and throws into it`() throws {
        let region = try region(UInt32.self)
        port.storesCount = false
        #expect(throws: Fault.discarded) { try region.store(1, at: 0) }
        #expect(throws: Fault.discarded) { try region.store([1]) }
        #expect(throws: Fault.discarded) { try region.clear() }
        #expect(throws: Fault.discarded) { try region.withMutableBytes(0..<4) { _ throws(Fault) in } }
        #expect(throws: Fault.discarded) { _ = try region.load(0) }
        port.storesCount = true
        #expect(try region.load(0) == 0)
        #expect(port.stores == [])
    }

    @Test(arguments: [-1..<0, -4..<4, 0..<1025, 1024..<1025, 0..<Int.max, Int.min..<0, (.max - 1)..<Int.max])
    func `faults outside its bounds instead of trapping`(_ range: Range<Int>) throws {
        let region = try region(UInt32.self)
        func expectFault(_ body: () throws -> Void) {
            #expect { try body() } throws: { error in
                if case .outOfBounds(region: "shared", _, _, regionByteCount: 4096) = error as? Fault {
                    true
                } else {
                    false
                }
            }
        }
        expectFault { _ = try region.load(range) }
        expectFault { try region.clear(range) }
        let isOutsideInBytes = range.lowerBound < 0 || range.upperBound > 4096
        if isOutsideInBytes {
            expectFault { try region.withBytes(range) { _ throws(Fault) in } }
            expectFault { try region.withMutableBytes(range) { _ throws(Fault) in } }
        }
        if range.upperBound &- range.lowerBound == 1 {
            expectFault { _ = try region.load(range.lowerBound) }
            expectFault { try region.store(1, at: range.lowerBound) }
            expectFault { try region.store([1], at: range.lowerBound) }
        }
        #expect(port.stores == [] && port.loads == [])
    }
    @Test(arguments: [-1, 4093, 4096, 4097, .max, .min])
    func `faults on a record that does not fit`(_ offset: Int) throws {
        let region = try region(UInt8.self)
        #expect(throws: (any Error).self) { _ = try region.load(UInt32.self, atByte: offset) }
        #expect(throws: (any Error).self) { try region.store(UInt32(1), atByte: offset) }
    }
    @Test func `accepts the empty ranges at its ends`() throws {
        let region = try region(UInt32.self)
        #expect(try region.load(1024..<1024) == [])
        try region.store([], at: 1024)
        try region.clear(0..<0)
    }
    @Test func `says in its fault where and how much`() throws {
        let region = try region(UInt32.self)
        #expect(
            throws: Fault.outOfBounds(region: "shared", offset: 4092, byteCount: 8, regionByteCount: 4096)
        ) { _ = try region.load(1023..<1025) }
    }
}
