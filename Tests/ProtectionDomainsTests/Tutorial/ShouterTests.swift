import Microkernel
import MicrokernelTesting
import Testing

@testable import ProtectionDomains

@Suite struct `The shouter` {
    @Test func `shouts the visitor's name`() throws {
        let bench = try PDBench<Shouter>(
            maps: [.read("name_vaddr"), .readWrite("greeting_vaddr")], channels: [1], notifies: [1])
        try bench.fill("name_vaddr", [UInt32(3)])
        try bench.fill("name_vaddr", Array("Ada".utf8), at: 4)
        #expect(try bench.notify(1) == [1])
        #expect(try bench.read("greeting_vaddr", of: UInt8.self, 4..<15) == Array("HELLO, ADA!".utf8))
        try bench.ignoreStores("greeting_vaddr")
        try bench.finish()
    }
    @Test func `faults on what is no name`() throws {
        let bench = try PDBench<Shouter>(
            maps: [.read("name_vaddr"), .readWrite("greeting_vaddr")], channels: [1], notifies: [1])
        try bench.fill("name_vaddr", [UInt32(1000)])
        #expect(throws: Fault.badInput("that is no name")) { _ = try bench.notify(1) }
    }
}
