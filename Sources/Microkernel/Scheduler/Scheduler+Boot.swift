extension Scheduler {
    /// R0: the initialiser, above all, resumes the domains in `order` (bytes of their names), each to the front.
    func boot(order: [Int]) {
        for thread in order {
            threads[thread].state = .runnable
            enqueue(thread, front: true)
        }
        for core in cores.indices {
            cores[core].choice = .head
            settle(core)
        }
    }
}
