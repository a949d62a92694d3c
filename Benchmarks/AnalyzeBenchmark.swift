internal import FlowAnalysis
internal import SystemDescription
internal import SystemPolicy

/// How long `kms analyze` takes for the largest system that the format allows.
enum AnalyzeBenchmark {
    /// 63 domains, each with 62 channels that signal and call, and regions from one to the next: read, checked, analysed
    /// and told, once with a policy that holds and once with one that is broken everywhere.
    static let largest = Benchmark(
        "analyze", "63 domains with 62 channels each, from the text to the report."
    ) {
        effort throws(BenchmarkError) in
        let samples = effort.choose(quick: 1, full: 9)
        return [
            BenchmarkResult("analyze/63", .duration(try measure(kept, isKept: true, samples))),
            BenchmarkResult("analyze/63/broken", .duration(try measure(broken, isKept: false, samples))),
        ]
    }

    private static let count = 63

    private static var kept: String {
        (0..<count).map { "region r\($0) client\ndomain d\($0) client\n" }.joined()
    }

    /// Every region is for its two users, and everybody else reaches it.
    private static var broken: String {
        (0..<count).map {
            "region r\($0) secret readers d\($0) d\(($0 + count - 1) % count)\ndomain d\($0) secret influencers d\($0)\n"
        }.joined()
    }

    private static func measure(
        _ policy: String, isKept: Bool, _ samples: Int
    ) throws(BenchmarkError) -> Durations {
        let text = description
        let report = try report(text, policy)
        guard report.isClean == isKept, report.analysis.system.channels.count == count * (count - 1) / 2
        else {
            throw BenchmarkError("the generated system is not what it should be")
        }
        return Stopwatch.measure(samples: samples) {
            // It was read above, so it can be read again.
            _ = (try? Self.report(text, policy))?.text()
        }
    }

    private static func report(_ text: [UInt8], _ policy: String) throws(BenchmarkError) -> FlowReport {
        guard let system = DescriptionChecker().check(text, file: "generated.system").system else {
            throw BenchmarkError("the generated description is refused")
        }
        guard
            case .policy(let policy) = PolicyReader.read(
                Array(policy.utf8), file: "generated.policy", system: system)
        else { throw BenchmarkError("the generated policy is refused") }
        do throws(TraceUse.Mismatch) {
            let sources = SourceText([("generated.system", String(decoding: text, as: UTF8.self))])
            return FlowReport(try SystemAnalysis(system, policy: policy), sources: sources)
        } catch {
            throw BenchmarkError("\(error)")
        }
    }

    private static var description: [UInt8] {
        var text = "<system>\n"
        for place in 0..<count { text += "<memory_region name=\"r\(place)\" size=\"0x1000\" />\n" }
        for place in 0..<count {
            text += """
                <protection_domain name="d\(place)" priority="\(place + 1)"><program_image path="x" />
                    <map mr="r\(place)" vaddr="0x4000000" perms="rw" />
                    <map mr="r\((place + 1) % count)" vaddr="0x4001000" perms="r" />
                </protection_domain>

                """
        }
        for one in 0..<count {
            for other in (one + 1)..<count {
                text += "<channel><end pd=\"d\(one)\" id=\"\(other - 1)\" pp=\"true\" />"
                text += "<end pd=\"d\(other)\" id=\"\(one)\" /></channel>\n"
            }
        }
        return Array((text + "</system>\n").utf8)
    }
}
