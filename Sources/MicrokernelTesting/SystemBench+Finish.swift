internal import Microkernel
internal import SecretMemory
internal import SystemDescription

extension SystemBench {
    /// Ends the test: the machine is shut down, and what nobody looked at or wiped is an error.
    ///
    /// - Throws: `BenchError.leftOver` when a fault, a notification of a played domain, a store that another domain
    ///   might have read, a caller that waits for ever, a warning of the machine or a message to a
    ///   `HostDeviceDouble` was left, a reply was not used, a secret region is not zero, or `SecretBytes` that a
    ///   domain made outlive it.
    public func finish() throws {
        var findings = takeFaults().map { "fault of '\($0.domain)': \($0.reason)" }
        findings += peersLeft()
        findings += machineLeft()
        findings += try unreadStores()
        findings += devices.filter { $0.unreadCount > 0 }.map {
            "unread: \($0.unreadCount) messages to a host device"
        }
        for name in secretRegions {
            guard let byte = try map(name).memory.firstNonzeroByte() else { continue }
            findings.append("not wiped: region '\(name)' from byte \(byte) on")
        }
        try end()
        let live = account.live
        if live != .none { findings.append("not wiped although the domains are gone: \(live)") }
        if !findings.isEmpty { throw BenchError.leftOver(findings) }
    }

    private func peersLeft() -> [String] {
        scripts.sorted { $0.key < $1.key }.flatMap { name, script in
            script.received.map { "unread: notification of '\(name)' on channel \($0.number)" }
                + script.replies.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }.map {
                    "unused: \($0.value.count) replies of '\(name)' on channel \($0.key.number)"
                }
        }
    }

    private func machineLeft() -> [String] {
        let outcome = machine.outcome()
        return outcome.hungCallers.map { "'\(machine.domainNames[$0])' waits for a reply that cannot come" }
            + outcome.warnings.filter { !$0.contains("never asks for") }.map { "warning: \($0)" }
    }
}
