internal import CLinux
internal import Glibc
internal import Synchronization

/// What others pay for handing control over: the yardsticks of the machine's hop.
enum HandOver {
    /// Half a ping-pong between two actors on Swift's default executor.
    static let actors = Benchmark(
        "hop/actors", "Half a ping-pong between two actors on Swift's default executor."
    ) { effort throws(BenchmarkError) in
        let rounds = effort.choose(quick: 20_000, full: 500_000)
        let durations = Stopwatch.measure(samples: effort.choose(quick: 3, full: 9), operations: 2 * rounds) {
            let done = Completion()
            let ping = Ping(pong: Pong())
            Task.detached {
                await ping.play(rounds)
                done.signal()
            }
            done.wait()
        }
        return [BenchmarkResult("hop/actors", .duration(durations))]
    }

    /// Half a futex ping-pong between two threads that share a core.
    static let threads = Benchmark(
        "hop/threads", "Half a futex ping-pong between two threads on one core."
    ) { effort throws(BenchmarkError) in
        let rounds = UInt32(effort.choose(quick: 2_000, full: 50_000))
        var failure: Int32 = 0
        let durations = Stopwatch.measure(
            samples: effort.choose(quick: 3, full: 9), operations: 2 * Int(rounds), threads: 2
        ) { failure = kms_futex_ping_pong(rounds) }
        guard failure == 0 else { throw BenchmarkError("two threads on one core: errno \(-failure)") }
        return [BenchmarkResult("hop/threads", .duration(durations))]
    }
}

private actor Pong {
    private var count = 0
    func hit() -> Int {
        count &+= 1
        return count
    }
}

private actor Ping {
    private let pong: Pong
    private var sum = 0

    init(pong: Pong) { self.pong = pong }

    func play(_ rounds: Int) async {
        for _ in 0..<rounds { sum &+= await pong.hit() }
    }
}

/// Lets a synchronous caller wait for a task.
final class Completion: Sendable {
    private let isDone = Atomic<UInt32>(0)

    func signal() { isDone.store(1, ordering: .releasing) }

    func wait() {
        while isDone.load(ordering: .acquiring) == 0 { usleep(200) }
    }
}
