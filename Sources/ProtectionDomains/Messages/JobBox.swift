internal import Microkernel

/// A worker's view of the job region: what the gateway asks for now.
struct JobBox: ~Copyable {
    private var inbox: Inbox
    private var isTaken = true
    /// The job seen last.
    private(set) var current: Job.Task?
    /// Its number: whom to tell of a message that does not say whose it is.
    private(set) var number: UInt64 = 0

    init(_ grants: borrowing Grants) throws(WiringError) { inbox = try Inbox(grants, Symbol.job, .job) }

    /// Reads the region; a job that does not parse counts as none.
    mutating func refresh() throws(Fault) {
        guard case .success(let message) = try inbox.take(), let job = try? Job(payload: message.payload)
        else { return }
        isTaken = false
        current = job.task
        number = job.number
    }

    /// The job that was not taken yet.
    mutating func take() throws(Fault) -> Job? {
        try refresh()
        guard !isTaken, let current else { return nil }
        isTaken = true
        return Job(number: number, task: current)
    }
}
