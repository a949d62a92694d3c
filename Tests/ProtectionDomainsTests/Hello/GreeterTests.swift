import Microkernel
import MicrokernelTesting
import Testing

@testable import ProtectionDomains

@Suite struct `The greeter` {
    private func bench() throws -> PDBench<Greeter> {
        try PDBench<Greeter>(
            maps: [.read("name_vaddr"), .readWrite("greeting_vaddr")], channels: [1], notifies: [1])
    }
    /// Plays the visitor: leaves `bytes` as a name of `length`.
    private func leave(_ bytes: [UInt8], length: UInt32, _ bench: PDBench<Greeter>) throws {
        try bench.fill("name_vaddr", [length])
        try bench.fill("name_vaddr", bytes, at: 4)
    }
    private func greeting(_ bench: PDBench<Greeter>) throws -> String {
        let length = try bench.read("greeting_vaddr", of: UInt32.self, 0..<1)[0]
        let bytes = try bench.read("greeting_vaddr", of: UInt8.self, 4..<4 + ShortText.capacity)
        return String(decoding: bytes.prefix(Int(length)), as: UTF8.self)
    }

    @Test func `greets whoever left a name`() throws {
        let bench = try bench()
        try leave(Array("Ada".utf8), length: 3, bench)
        #expect(try bench.notify(1) == [1])
        #expect(try greeting(bench) == "Hello, Ada!")
        try bench.finish()
    }
    @Test func `leaves nothing of the last greeting behind`() throws {
        let bench = try bench()
        try leave(Array("Bartholomew".utf8), length: 11, bench)
        _ = try bench.notify(1)
        try leave(Array("Al".utf8), length: 2, bench)
        _ = try bench.notify(1)
        let bytes = try bench.read("greeting_vaddr", of: UInt8.self, 4..<4 + ShortText.capacity)
        #expect(bytes.drop { $0 != 0 }.allSatisfy { $0 == 0 })
    }
    @Test(arguments: [(0, []), (65, []), (.max, []), (2, [0xc3, 0x28])] as [(UInt32, [UInt8])])
    func `refuses what is no name, and goes on`(_ length: UInt32, _ bytes: [UInt8]) throws {
        let bench = try bench()
        try leave(bytes, length: length, bench)
        #expect(try bench.notify(1) == [1])
        #expect(try greeting(bench) == "")
        #expect(bench.takeConsole() == ["that is no name"])
        try bench.finish()
    }
    @Test func `faults when a stranger notifies`() throws {
        let bench = try PDBench<Greeter>(
            maps: [.read("name_vaddr"), .readWrite("greeting_vaddr")], channels: [1, 2], notifies: [1])
        #expect(throws: Fault.unexpectedNotification(2)) { _ = try bench.notify(2) }
    }
    @Test func `fits the description that ships`() throws {
        let bench = try PDBench<Greeter>(system: try shippedSystem("hello.system.xml"), domain: "greeter")
        try leave(Array("Ada".utf8), length: 3, bench)
        #expect(try bench.notify(1) == [1])
        #expect(try greeting(bench) == "Hello, Ada!")
        try bench.finish()
    }
}
