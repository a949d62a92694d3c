internal import Glibc

/// Tells how far a run is once it has taken more than a second, ten times a second at most.
final class Progress {
    private let show: (String) -> Void
    private let names: [String]
    private let began = Clock.microseconds()
    private var next: Double

    init(domainNames: [String], show: @escaping (String) -> Void) {
        names = domainNames
        self.show = show
        next = began + 1_000_000
    }

    /// To be called now and then; cheap.
    func tick(steps: UInt64, domain: Int) {
        let now = Clock.microseconds()
        guard now >= next else { return }
        next = now + 100_000
        let seconds = Quantities.duration(microseconds: now - began)
        let name = names.indices.contains(domain) ? names[domain] : "kernel"
        show("running for \(seconds), \(Quantities.count(steps, "step")), now in \(name)")
    }
}

/// The host's monotonic clock, for reports to people only: nothing in a trace depends on it.
enum Clock {
    static func microseconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) * 1e6 + Double(now.tv_nsec) / 1e3
    }

    /// The calendar's time, `2026-11-20T14:05:00Z`.
    static func calendarTime() -> String {
        var now = time(nil)
        var text = [CChar](repeating: 0, count: 32)
        unsafe withUnsafeTemporaryAllocation(of: tm.self, capacity: 1) { parts in
            guard let base = parts.baseAddress, unsafe gmtime_r(&now, base) != nil else { return }
            _ = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", base)
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
