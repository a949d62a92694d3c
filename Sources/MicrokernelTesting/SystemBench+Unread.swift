internal import KernelTrace
internal import Microkernel
internal import SystemDescription

extension SystemBench {
    /// What the test read or overwrote, and after which event.
    struct Look {
        let afterEvents: Int
        let region: Int
        let bytes: Range<Int>
    }

    /// Stores of real domains that another domain could have read, and neither one nor the test did.
    ///
    /// Bytes that are zero by now were wiped and need no reader.
    func unreadStores() throws -> [String] {
        var unread = [ByteRanges](repeating: ByteRanges(), count: system.memoryRegions.count)
        var writers = [Int16](repeating: -1, count: unread.count)
        var looks = looks[...]
        var count = Int(trace.firstStep) - 1
        for event in trace.events {
            while let look = looks.first, look.afterEvents <= count {
                unread[look.region].remove(look.bytes)
                looks.removeFirst()
            }
            count += 1
            switch event.kind {
            case .write(let region, let offset, let byteCount, _, _)
            where isRead(region, by: { $0 != Int(event.domain) }):
                unread[Int(region)].insert(Int(offset)..<Int(offset + byteCount))
                writers[Int(region)] = event.domain
            case .read(let region, let offset, let byteCount) where writers[Int(region)] != event.domain:
                unread[Int(region)].remove(Int(offset)..<Int(offset + byteCount))
            default: break
            }
        }
        for look in looks { unread[look.region].remove(look.bytes) }
        return try zip(system.memoryRegions, unread).flatMap { region, stores in
            try stores.ranges.filter { try !isWiped(region.name, $0) }.map {
                "unread: store to region '\(region.name)', bytes \($0.lowerBound)..<\($0.upperBound)"
            }
        }
    }

    /// Whether a domain for which `isReader` maps `region` readable.
    private func isRead(_ region: Int16, by isReader: (Int) -> Bool) -> Bool {
        system.protectionDomains.indices.contains { index in
            isReader(index)
                && system.protectionDomains[index].maps.contains {
                    $0.region == Int(region) && $0.permissions.contains(.read)
                }
        }
    }

    private func isWiped(_ region: String, _ range: Range<Int>) throws -> Bool {
        let memory = try map(region).memory
        return range.allSatisfy { memory.loadIgnoringRights(at: $0) == 0 }
    }
}
