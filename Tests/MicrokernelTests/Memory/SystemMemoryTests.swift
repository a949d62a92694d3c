import Glibc
import Microkernel
import SystemDescription
import Testing

@Suite struct `The memory of a system` {
    @Test func `of two maps of one region shows each the other's stores`() throws {
        var system = SampleSystem.make([.init(region: "shared", symbol: "write")])
        var other = system.protectionDomains[0].maps[0]
        other.permissions = .read
        other.vaddrSymbol = "read"
        system.protectionDomains[0].maps.append(other)
        let grants = try SampleSystem.grants(system)
        let writer: Region<UInt64, ReadWrite> = try grants.region("write")
        let reader: Region<UInt64, ReadOnly> = try grants.region("read")
        try writer.store(7, at: 511)
        #expect(try reader.load(511) == 7)
    }
    @Test func `is aligned to 2 MiB where the description says so`() throws {
        let system = SampleSystem.make([.init(region: "large", byteCount: 4 << 20, page: 0x20_0000)])
        let maps = try SystemMemory(system).maps(ofDomain: 0)
        #expect(maps[0].memory.address % 0x20_0000 == 0)
    }
    @Test func `of many gigabytes takes only what is touched, and is cleared as fast`() throws {
        let size: UInt64 = 64 << 30
        let system = SampleSystem.make([
            .init(region: "huge", byteCount: size, page: 0x20_0000, symbol: "huge")
        ])
        let memory = SystemMemory(system)
        let port = RecordingPort()
        let region: Region<UInt8, ReadWrite> = try SampleSystem.grants(system, port: port, memory: memory)
            .region("huge")
        try region.store([1, 2, 3], at: 48 << 30)
        try region.store(9, at: Int(size) - 1)
        #expect(try memory.object(0).residentByteCount <= 4 << 20)
        // Digesting 64 GiB of zeros would be the trace's business; here a part is cleared.
        try region.clear(48 << 30..<48 << 30 + 64 << 20)
        #expect(try region.load(48 << 30..<48 << 30 + 3) == [0, 0, 0])
        #expect(try region.load(Int(size) - 1) == 9)
        #expect(try memory.object(0).residentByteCount <= 8 << 20)
    }
    @Test func `cannot change its size`() throws {
        let object = try MemoryObject(name: "fixed", byteCount: 8192)
        #expect(ftruncate(object.descriptor, 4096) != 0)
        #expect(ftruncate(object.descriptor, 16384) != 0)
    }
    @Test(arguments: [0, UInt64.max, 1 << 63, MemoryObject.byteCountLimit + 4096])
    func `of an impossible size is an error, not a crash`(_ byteCount: UInt64) {
        #expect(throws: WiringError.self) { _ = try MemoryObject(name: "impossible", byteCount: byteCount) }
    }
    @Test func `is made when a domain maps it, not before`() throws {
        let system = SampleSystem.make([.init(region: "impossible", byteCount: 1 << 60)])
        let memory = SystemMemory(system)
        #expect(throws: WiringError.self) { _ = try memory.maps(ofDomain: 0) }
    }
    @Test func `may have maps without any right`() throws {
        let system = SampleSystem.make([.init(region: "none", permissions: [], symbol: "none")])
        let grants = try SampleSystem.grants(system)
        #expect(throws: WiringError.rightsExceedMap(region: "none", map: "")) {
            let _: Region<UInt8, ReadOnly> = try grants.region("none")
        }
    }
}

@Suite struct `A prefilled region` {
    private func file(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        var path = Array("/tmp/kms-prefill-XXXXXX".utf8CString)
        let descriptor = unsafe path.withUnsafeMutableBufferPointer {
            unsafe $0.baseAddress.map { unsafe mkstemp($0) } ?? -1
        }
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { _ = unsafe unlink(name) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            try #require(count > 0)
            written += count
        }
        try body(name)
    }
    private func region(_ file: String, byteCount: UInt64, checked: UInt64?) throws -> Region<UInt8, ReadOnly>
    {
        let system = SampleSystem.make([
            .init(
                region: "image", byteCount: byteCount, symbol: "image", prefill: file,
                prefillByteCount: checked)
        ])
        return try SampleSystem.grants(system).region("image")
    }

    @Test func `begins with the file, and is zero after it`() throws {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
        try file(bytes) { path in
            let region = try region(path, byteCount: 8192, checked: 5000)
            #expect(try region.load(0..<5000) == bytes)
            #expect(try region.load(5000..<8192).allSatisfy { $0 == 0 })
        }
    }
    @Test func `of several chunks, some of them zero, is the file`() throws {
        var bytes = [UInt8](repeating: 0, count: 3 << 20)
        bytes[0] = 1
        bytes[bytes.count - 1] = 2
        try file(bytes) { path in
            let region = try region(path, byteCount: 3 << 20, checked: nil)
            #expect(try region.load(0..<bytes.count) == bytes)
        }
    }
    @Test func `fails before boot when the file changed, is too large or is gone`() throws {
        try file([UInt8](repeating: 1, count: 5000)) { path in
            #expect(throws: WiringError.self) { _ = try region(path, byteCount: 8192, checked: 4999) }
            #expect(throws: WiringError.self) { _ = try region(path, byteCount: 4096, checked: nil) }
        }
        #expect(
            throws: WiringError.unusable(
                "prefill file '/nowhere' of region 'image' cannot be opened: No such file or directory")
        ) { _ = try region("/nowhere", byteCount: 4096, checked: nil) }
    }
}
