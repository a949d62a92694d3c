import Microkernel
import MicrokernelTesting
import SystemDescription
import Testing

@Suite struct `A host device` {
    private let system = SampleSystem.make([])

    /// What a domain at the edge would do with its device.
    private func session(_ host: HostBindings, _ port: RecordingPort) throws -> [String] {
        let device = try SampleSystem.grants(system, port: port, host: host).device("requests")
        var heard: [String] = []
        while let message = try device.read() {
            heard.append(String(decoding: message, as: UTF8.self))
            try device.write(Array("ok".utf8))
        }
        heard.append(String(decoding: try device.exchange([1, 2]), as: UTF8.self))
        do { _ = try device.read() } catch { heard.append("\(error)") }
        return heard
    }
    private func bindings(_ double: HostDeviceDouble) -> HostBindings {
        var host = HostBindings()
        host.bind(HostDeviceDouble(), to: "another", as: "requests")
        host.bind(double, to: "sample", as: "requests")
        return host
    }

    @Test func `is recorded, and replayed from the record without being touched`() throws {
        let recorded = RecordingPort()
        let double = HostDeviceDouble(messages: ["first", "second"].map { Array($0.utf8) }) {
            _ throws(HostDeviceFailure) in
            Array("answer".utf8)
        }
        let host = bindings(double)
        let first = try session(host, recorded)
        #expect(first == ["first", "second", "answer"])
        #expect(double.takeSentText() == ["ok", "ok", "\u{1}\u{2}"])
        #expect(recorded.outputs.map(\.bytes.count) == [2, 2, 2])

        let replayed = RecordingPort()
        #expect(try session(host.replaying(recorded.inputs), replayed) == first)
        #expect(replayed.inputs == recorded.inputs && replayed.outputs == recorded.outputs)
        #expect(double.takeSent() == [])
    }
    @Test func `that fails does so again in the replay, at the same place`() throws {
        let recorded = RecordingPort()
        let double = HostDeviceDouble(lines: ["first"])
        let host = bindings(double)
        double.failNext("the line is dead")
        #expect(throws: Fault.deviceFailed(device: "requests", reason: "the line is dead")) {
            _ = try session(host, recorded)
        }
        #expect(throws: Fault.deviceFailed(device: "requests", reason: "the line is dead")) {
            _ = try session(host.replaying(recorded.inputs), RecordingPort())
        }
    }
    @Test func `that is read where the recorded run did not is a fault`() throws {
        let device = try SampleSystem.grants(system, host: bindings(HostDeviceDouble()).replaying([])).device(
            "requests")
        #expect(
            throws: Fault.deviceFailed(
                device: "requests", reason: "was not read at this point of the recorded run")
        ) { _ = try device.read() }
    }
    @Test func `cannot be reached without a binding, nor another domain's`() throws {
        var host = HostBindings()
        host.bind(HostDeviceDouble(), to: "another", as: "requests")
        let grants = try SampleSystem.grants(system, host: host)
        #expect(throws: WiringError.noSuchDevice("requests")) { _ = try grants.device("requests") }
    }
    @Test func `does nothing for an abandoned entry`() throws {
        let port = RecordingPort()
        let double = HostDeviceDouble(lines: ["first"])
        let device = try SampleSystem.grants(system, port: port, host: bindings(double)).device("requests")
        port.storesCount = false
        #expect(throws: Fault.discarded) { _ = try device.read() }
        #expect(throws: Fault.discarded) { try device.write([1]) }
        #expect(port.inputs.isEmpty && port.outputs.isEmpty && double.takeSent().isEmpty)
    }
    @Test func `has numbers that follow from the names, not from the order of binding`() {
        var one = HostBindings()
        one.bind(HostDeviceDouble(), to: "b", as: "x")
        one.bind(HostDeviceDouble(), to: "a", as: "y")
        #expect(one.traceNames == ["a/y", "a/y end", "b/x", "b/x end"])
        #expect(one.domains == ["a", "b"])
    }
}
