import Microkernel
import MicrokernelTesting
import SecretMemory
import SystemDescription
import Testing

@Suite struct `A bench with explicit grants` {
    private func bench() throws -> PDBench<PublicKeyConsumer> {
        try PDBench<PublicKeyConsumer>(
            maps: [.read("pk_shared_mem_vaddr"), .readWrite("ct_shared_mem_vaddr")], channels: [3, 4],
            notifies: [4])
    }

    @Test func `encrypts when the key is ready, then tells operations`() throws {
        let bench = try bench()
        try bench.fill("pk_shared_mem_vaddr", [UInt32](1...8))
        #expect(try bench.notify(3) == [4])
        #expect(
            try bench.read("ct_shared_mem_vaddr", of: UInt32.self, 0..<8) == [4, 7, 10, 13, 16, 19, 22, 25])
        try bench.finish()
    }
    @Test func `a fault of the domain comes out as a value`() throws {
        let bench = try bench()
        #expect(throws: Fault.badInput("public key is all zero")) { _ = try bench.notify(3) }
        #expect(throws: Fault.unexpectedNotification(4)) { _ = try bench.notify(4) }
        #expect(throws: Fault.noProtectedEntry(3)) { _ = try bench.call(3, Message()) }
        try bench.finish()
    }
    @Test func `a domain cannot be wired with fewer rights than it needs`() {
        #expect(throws: WiringError.rightsExceedMap(region: "ct_shared_mem_vaddr", map: "r")) {
            _ = try PDBench(
                PublicKeyConsumer.self, maps: [.read("pk_shared_mem_vaddr"), .read("ct_shared_mem_vaddr")],
                channels: [3, 4])
        }
    }
    @Test func `what the test cannot mean is an error`() throws {
        let bench = try bench()
        #expect(throws: BenchError.noSuchChannel(5)) { _ = try bench.notify(5) }
        #expect(throws: BenchError.noSuchChannel(5)) { _ = try bench.raise(5) }
        #expect(throws: BenchError.noSuchChild(1)) { _ = try bench.fault(1) }
        #expect(throws: BenchError.noSuchRegion("pk")) { try bench.fill("pk", [UInt8(1)]) }
        #expect(throws: BenchError.outOfBounds("pk_shared_mem_vaddr")) {
            try bench.fill("pk_shared_mem_vaddr", [UInt32](repeating: 0, count: 1025))
        }
    }
}

@Suite struct `A bench as kernel and peers` {
    private func bench(
        maps: [BenchGrant] = [.readWrite("out")], device: HostDeviceDouble? = nil, seed: UInt64? = 0,
        name: String = "domain", act: @escaping Puppet.Act
    ) throws -> PDBench<Puppet> {
        try PDBench(
            maps: maps, channels: [1, 2], notifies: [1], calls: [2], irqs: [3], children: [1],
            devices: device.map { ["outside": $0] } ?? [:], seed: seed, name: name
        ) { (grants) throws(WiringError) in try Puppet(grants, act: act) }
    }
    private func onNotified(_ body: @escaping @Sendable (isolated Puppet) throws(Fault) -> Void) -> Puppet.Act
    {
        { (puppet, entry) throws(Fault) in
            if case .notified = entry { try body(puppet) }
            return nil
        }
    }

    @Test func `gives scripted replies to outgoing calls, then asks the closure`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in
                let reply = try puppet.two!.call(Message(label: 1, 5))
                try puppet.console.print("\(reply.label)")
            })
        bench.reply(on: 2, with: Message(label: 7))
        bench.onCall(2) { message in Message(label: message[0] + 1) }
        _ = try bench.notify(1)
        _ = try bench.notify(1)
        #expect(bench.takeConsole() == ["7", "6"])
        try bench.finish()
    }
    @Test func `a call nobody answers is an error of the test`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in _ = try puppet.two!.call(Message(label: 9)) })
        #expect(throws: BenchError.unansweredCall(2, Message(label: 9))) { _ = try bench.notify(1) }
    }
    @Test func `a peer that the domain calls can use shared memory meanwhile`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in
                _ = try puppet.two!.call(Message())
                try puppet.console.print("\(try puppet.out!.load(0))")
            })
        bench.onCall(2) { _ in
            try bench.fill("out", [UInt32(42)])
            #expect(throws: BenchError.insideEntry) { _ = try bench.notify(1) }
            return Message()
        }
        _ = try bench.notify(1)
        #expect(bench.takeConsole() == ["42"])
    }
    @Test func `refuses what the description does not allow, as Microkit does`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in
                try puppet.two!.notify()
                #expect(try puppet.one!.call(Message(label: 1)) == Message())
            })
        #expect(try bench.notify(1) == [])
        #expect(
            bench.takeDenied() == [
                "microkit_notify: invalid channel given '2'", "microkit_ppcall: invalid channel given '1'",
            ])
    }
    @Test func `has one deferred slot, which the last action wins`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in
                try puppet.irq!.deferredAcknowledge()
                try puppet.one!.deferredNotify()
            })
        #expect(try bench.notify(1) == [1])
        #expect(bench.takeLostDeferred() == ["deferred acknowledgement of irq 3"])
    }
    @Test func `masks an interrupt until it is acknowledged`() throws {
        let bench = try bench { (puppet, entry) throws(Fault) in
            if case .notified(3) = entry { try puppet.console.print("irq") }
            if case .notified(1) = entry { try puppet.irq!.acknowledge() }
            return nil
        }
        _ = try bench.raise(3)
        _ = try bench.raise(3)
        #expect(bench.takeConsole() == ["irq"])
        _ = try bench.notify(1)
        #expect(bench.takeConsole() == ["irq"])
        _ = try bench.notify(1)
        #expect(bench.takeConsole() == [])
    }
    @Test func `plays a child that faults and shows what its parent did`() throws {
        let bench = try bench { (puppet, entry) throws(Fault) in
            guard case .fault(_, let message) = entry else { return nil }
            try puppet.child!.restart()
            return message.label == 1 ? Message() : nil
        }
        #expect(try bench.fault(1, Message(label: 1)) == Message())
        #expect(try bench.fault(1, Message(label: 2)) == nil)
        #expect(bench.takeChildControls().map(\.control) == [.restart, .restart])
    }
    @Test func `abandons an entry in the middle: later calls throw and stores are dropped`() throws {
        let bench = try bench(
            act: onNotified { (puppet) throws(Fault) in
                try puppet.one!.notify()
                do throws(Fault) { try puppet.one!.notify() } catch { #expect(error == .discarded) }
                do throws(Fault) { try puppet.out!.store(5, at: 0) } catch { #expect(error == .discarded) }
                try puppet.one!.notify()
            })
        bench.abandonNextEntry(atCall: 2)
        #expect(throws: Fault.discarded) { _ = try bench.notify(1) }
        #expect(bench.takeNotifications() == [1])
        #expect(try bench.read("out", of: UInt32.self, 0..<1) == [0])
        #expect(try bench.notify(1) == [1, 1, 1])
    }
    @Test func `draws the same randomness for one seed and name, another for any other`() throws {
        func draw(seed: UInt64?, name: String) throws -> UInt64 {
            let bench = try bench(
                seed: seed, name: name,
                act: onNotified { (puppet) throws(Fault) in
                    var word: UInt64 = 0
                    unsafe withUnsafeMutableBytes(of: &word) { unsafe puppet.entropy.fill($0) }
                    try puppet.console.print("\(word)")
                })
            _ = try bench.notify(1)
            return UInt64(bench.takeConsole()[0])!
        }
        #expect(try draw(seed: 7, name: "a") == draw(seed: 7, name: "a"))
        #expect(try draw(seed: 7, name: "a") != draw(seed: 7, name: "b"))
        #expect(try draw(seed: 7, name: "a") != draw(seed: 8, name: "a"))
        #expect(try draw(seed: nil, name: "a") != draw(seed: nil, name: "a"))
    }
    @Test func `stands for the outside`() throws {
        let device = HostDeviceDouble(messages: [[1, 2]]) { request in request.reversed() }
        let bench = try bench(
            device: device,
            act: onNotified { (puppet) throws(Fault) in
                while let message = try puppet.outside!.read() { try puppet.outside!.write(message + [3]) }
                #expect(try puppet.outside!.exchange([8, 9]) == [9, 8])
            })
        _ = try bench.notify(1)
        #expect(device.takeSent() == [[1, 2, 3], [8, 9]])
        device.failNext("the disk is full")
        #expect(throws: Fault.deviceFailed(device: "outside", reason: "the disk is full")) {
            _ = try bench.notify(1)
        }
        try bench.finish()
    }
}

@Suite struct `What finish reports` {
    private func bench(
        maps: [BenchGrant] = [.readWrite("out")], device: HostDeviceDouble? = nil, act: @escaping Puppet.Act
    ) throws -> PDBench<Puppet> {
        try PDBench(
            maps: maps, channels: [1, 2], notifies: [1], calls: [2],
            devices: device.map { ["outside": $0] } ?? [:]
        ) { (grants) throws(WiringError) in try Puppet(grants, act: act) }
    }
    private func findings(_ bench: PDBench<Puppet>) -> [String] {
        do { try bench.finish() } catch BenchError.leftOver(let findings) { return findings } catch {
            Issue.record(error)
        }
        return []
    }

    @Test func `a notification nobody read`() throws {
        let bench = try bench { (puppet, _) throws(Fault) in
            try puppet.one!.notify()
            return nil
        }
        #expect(findings(bench) == ["unread: notification on channel 1"])
    }
    @Test func `a refused call`() throws {
        let bench = try bench { (puppet, _) throws(Fault) in
            try puppet.two!.notify()
            return nil
        }
        #expect(findings(bench) == ["refused: microkit_notify: invalid channel given '2'"])
    }
    @Test func `stores nobody read, but not those somebody did`() throws {
        let bench = try bench { (puppet, _) throws(Fault) in
            try puppet.out!.store([1, 2, 3, 4])
            return nil
        }
        _ = try bench.read("out", of: UInt32.self, 1..<2)
        #expect(
            findings(bench) == [
                "unread: store to region 'out', bytes 0..<4", "unread: store to region 'out', bytes 8..<16",
            ])
    }
    @Test func `stores that were declared uninteresting are not reported`() throws {
        let bench = try bench { (puppet, _) throws(Fault) in
            try puppet.out!.store([1, 2, 3, 4])
            return nil
        }
        try bench.ignoreStores("out")
        try bench.finish()
    }
    @Test func `a reply nobody asked for`() throws {
        let bench = try bench { _, _ in nil }
        bench.reply(on: 2, with: Message(), Message())
        #expect(findings(bench) == ["unused: 2 replies on channel 2"])
    }
    @Test func `a message to the outside nobody looked at`() throws {
        let bench = try bench(device: HostDeviceDouble()) { (puppet, _) throws(Fault) in
            try puppet.outside!.write([1])
            return nil
        }
        #expect(findings(bench) == ["unread: 1 messages to host device 'outside'"])
    }
    @Test func `a secret region that was not wiped, unless declared`() throws {
        func secretBench() throws -> PDBench<Puppet> {
            let bench = try bench(maps: [.readWrite("out", bytes: 1 << 20).secret]) {
                (puppet, _) throws(Fault) in
                try puppet.out!.store(7, at: 25000)
                return nil
            }
            try bench.ignoreStores("out")
            return bench
        }
        #expect(findings(try secretBench()) == ["not wiped: region 'out' from byte 100000 on"])
        let declared = try secretBench()
        try declared.keepSecret("out")
        try declared.finish()
    }
    @Test func `a secret region that was wiped passes`() throws {
        let bench = try bench(maps: [.readWrite("out").secret]) { (puppet, _) throws(Fault) in
            try puppet.out!.store(7, at: 5)
            try puppet.out!.clear()
            return nil
        }
        try bench.ignoreStores("out")
        try bench.finish()
    }
    @Test func `secret memory that goes with the domain passes, and what outlives it is reported`() throws {
        final class Leak: @unchecked Sendable { var puppet: Puppet? }
        let leak = Leak()
        func keeping(_ leaks: Bool) throws -> PDBench<Puppet> {
            try bench { (puppet, _) throws(Fault) in
                do { puppet.keep(try SecretBytes(zeroed: 32)) } catch { throw .broken("\(error)") }
                if leaks { leak.puppet = puppet }
                return nil
            }
        }
        try keeping(false).finish()
        #expect(findings(try keeping(true)) == ["not wiped although the domain is gone: 1 secrets, 32 bytes"])
        leak.puppet = nil
    }
    @Test func `a finished bench enters nothing`() throws {
        let bench = try bench { _, _ in nil }
        try bench.finish()
        #expect(throws: BenchError.finished) { _ = try bench.notify(1) }
        #expect(throws: BenchError.finished) { try bench.finish() }
    }
}
