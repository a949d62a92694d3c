internal import Microkernel
internal import SecretMemory
internal import SystemDescription

extension PDBench {
    /// Ends the test: the domain goes, and what nobody looked at or wiped is an error.
    ///
    /// - Throws: `BenchError.leftOver` when a notification, a refused call, a lost deferred action, a store or a
    ///   message to a `HostDeviceDouble` was not looked at, a reply was not used, a secret region is not zero, or
    ///   `SecretBytes` that the domain made outlive it.
    public func finish() throws {
        guard domain != nil else { throw BenchError.finished }
        var findings = communication() + unreadStores() + devicesLeft() + secretsInRegions()
        domain = nil
        let live = account.live
        if live != .none { findings.append("not wiped although the domain is gone: \(live)") }
        if !findings.isEmpty { throw BenchError.leftOver(findings) }
    }

    private func communication() -> [String] {
        var findings = port.takeSent().map { "unread: notification on channel \($0.number)" }
        findings += port.takeDenied().map { "refused: \($0)" }
        findings += port.takeLostDeferred().map { "lost: \($0)" }
        for (channel, replies) in port.replies.sorted(by: { $0.key < $1.key }) where !replies.isEmpty {
            findings.append("unused: \(replies.count) replies on channel \(channel.number)")
        }
        return findings
    }

    private func unreadStores() -> [String] {
        zip(system.memoryRegions, port.unreadStores).flatMap { region, stores in
            stores.ranges.map {
                "unread: store to region '\(region.name)', bytes \($0.lowerBound)..<\($0.upperBound)"
            }
        }
    }

    private func devicesLeft() -> [String] {
        devices.sorted { $0.key < $1.key }.compactMap { name, device in
            guard let double = device as? HostDeviceDouble, double.unreadCount > 0 else { return nil }
            return "unread: \(double.unreadCount) messages to host device '\(name)'"
        }
    }

    private func secretsInRegions() -> [String] {
        peerMaps.filter { secretRegions.contains(Int($0.index)) }.compactMap { map in
            map.memory.firstNonzeroByte().map { "not wiped: region '\(map.name)' from byte \($0) on" }
        }
    }
}
