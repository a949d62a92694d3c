internal import SystemDescription

/// Who touched which region, in words: `writer 9.6 kB → reader 9.6 kB, reader 19 kB`.
struct MovementText {
    let system: CheckedSystem
    let tally: RunTally

    /// Appends a row per region that was written, and names the others.
    func append(to page: inout ReportPage) {
        let touched = system.memoryRegions.indices.filter(isTouched)
        guard !touched.isEmpty else { return }
        page.heading("Who wrote and who read")
        let longest = touched.map { system.memoryRegions[$0].name.count }.max() ?? 0
        let column = min(longest, 26) + 4
        for region in touched {
            page.row(system.memoryRegions[region].name, words(forRegion: region), column: column)
        }
        let untouched = system.memoryRegions.indices.filter { !isTouched($0) }.map {
            system.memoryRegions[$0].name
        }
        if !untouched.isEmpty {
            page.row("(never written)", untouched.map { $0 + "," }.droppingLastComma(), column: column)
        }
    }

    private func isTouched(_ region: Int) -> Bool {
        tally.uses[region].contains { $0.storedByteCount > 0 }
    }

    private func words(forRegion region: Int) -> [String] {
        let writers = names(region) { $0.storedByteCount }
        // A writer looks at its own header now and then; that moves nothing.
        let readers = names(region) { $0.storedByteCount > 0 ? 0 : $0.loadedByteCount }
        return (writers.isEmpty ? ["nobody"] : writers) + ["→"] + (readers.isEmpty ? ["nobody"] : readers)
    }

    /// `name 1.2 kB,` for each domain with bytes.
    private func names(_ region: Int, _ byteCount: (RunTally.Use) -> UInt64) -> [String] {
        system.protectionDomains.indices.compactMap { domain in
            let count = byteCount(tally.uses[region][domain])
            return count == 0 ? nil : "\(system.protectionDomains[domain].name) \(Quantities.bytes(count)),"
        }.droppingLastComma()
    }
}

extension [String] {
    /// Without the comma at the end of the last word.
    fileprivate func droppingLastComma() -> [String] {
        guard var last, last.hasSuffix(",") else { return self }
        last.removeLast()
        return dropLast() + [last]
    }
}
