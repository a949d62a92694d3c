import Testing

@testable import Microkernel

@Suite struct `A queue of refills` {
    private func charged(_ amounts: [UInt64], budget: UInt64, period: UInt64) -> [Refill] {
        var queue = RefillQueue(Refill(time: 0, amount: budget))
        for amount in amounts { queue.charge(amount, period: period) }
        return [queue.head] + queue.later
    }

    @Test func `moves a spent single refill by one period`() {
        #expect(charged([1000], budget: 1000, period: 3000) == [.init(time: 3000, amount: 1000)])
    }

    @Test func `gives back what was used one period after its use began`() {
        #expect(
            charged([300], budget: 1000, period: 5000) == [
                .init(time: 300, amount: 700), .init(time: 5000, amount: 300),
            ])
    }

    @Test func `joins uses that follow each other without a gap`() {
        #expect(charged([300, 200, 500], budget: 1000, period: 5000) == [.init(time: 5000, amount: 1000)])
    }

    @Test func `gives a head below the minimum to the next refill, so that none is too small to run`() {
        #expect(charged([985], budget: 1000, period: 5000) == [.init(time: 4985, amount: 1000)])
        #expect(
            charged([980], budget: 1000, period: 5000) == [
                .init(time: 980, amount: 20), .init(time: 5000, amount: 980),
            ])
    }

    @Test func `charges more than its head to the next refills`() {
        #expect(
            charged([300, 700, 100], budget: 1000, period: 5000) == [
                .init(time: 5100, amount: 900), .init(time: 10000, amount: 100),
            ])
    }

    @Test func `begins a due head anew after a wait, with what comes due meanwhile`() {
        var queue = RefillQueue(Refill(time: 0, amount: 1000))
        queue.charge(400, period: 5000)
        queue.restart(at: 4500)
        #expect([queue.head] + queue.later == [.init(time: 4500, amount: 1000)])
        queue.charge(100, period: 5000)
        queue.restart(at: 4000)
        #expect(queue.head == .init(time: 4600, amount: 900))
    }

    @Test func `never loses or makes time`() {
        var random = SplitMix(seed: 9)
        for _ in 0..<300 {
            let budget = UInt64(40 + random.below(2000))
            let period = budget + UInt64(1 + random.below(5000))
            var queue = RefillQueue(Refill(time: 0, amount: budget))
            var now: UInt64 = 0
            for _ in 0..<40 {
                now = max(now + UInt64(random.below(500)), queue.head.time)
                queue.restart(at: now)
                let used = UInt64(random.below(Int(queue.head.amount) + 1))
                if used > 0 { queue.charge(used, period: period) }
                now += used
                let all = [queue.head] + queue.later
                #expect(all.reduce(0) { $0 + $1.amount } == budget)
                #expect(queue.head.amount >= RefillQueue.minimumAmount)
                #expect(zip(all, all.dropFirst()).allSatisfy { $0.time <= $1.time })
            }
        }
    }
}
