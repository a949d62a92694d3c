internal import Glibc
internal import Synchronization

/// The thread that takes cells from the ring, makes lines of them and writes them to the file.
@safe
final class TraceScribe: @unchecked Sendable {
    private let ring: CellRing
    private let file: String
    private let bell = Bell()
    private let room = Bell()
    private let sleeping = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)
    /// The count of cells taken that the machine waits for; it waits for many, for waking it costs thousands.
    private let wanted = Atomic<UInt64>(.max)
    /// Cells whose lines are in the file.
    private let flushed = Atomic<UInt64>(0)
    /// The last step in the file, and the error number, when writing failed.
    private let failureStep = Atomic<UInt64>(0)
    private let failureCode = Atomic<Int32>(0)
    private var thread: pthread_t?
    private let descriptor: Int32
    private var header: [UInt8] = []
    private var totals = (events: UInt64(0), strings: UInt32(0), payloads: UInt32(0))

    init(ring: CellRing, descriptor: Int32, file: String) {
        self.ring = ring
        self.file = file
        self.descriptor = descriptor
    }

    /// The first error, seen from any thread.
    var failure: TraceWriteError? {
        let code = failureCode.load(ordering: .acquiring)
        guard code != 0 else { return nil }
        return TraceWriteError(
            file: file, operation: .write, code: code, lastStep: failureStep.load(ordering: .relaxed))
    }

    // MARK: The machine's side

    /// Writes the header and starts the thread.
    ///
    /// Without a thread, all is lost: the error is a failed write's.
    func start(header: [UInt8]) {
        self.header = header
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { scribe in
                guard let scribe = unsafe scribe else { return nil }
                unsafe Unmanaged<TraceScribe>.fromOpaque(scribe).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard code == 0 else { fatalError("a thread to write the trace cannot be started: error \(code)") }
        self.thread = thread
    }

    /// Lets the thread look at the ring.
    @inline(__always)
    func wake() { if sleeping.load(ordering: .relaxed) { bell.ring() } }

    /// Returns the count of cells taken, which lies beyond `taken`; waits until half the ring is free.
    func waitForRoom(after taken: UInt64) -> UInt64 {
        let now = ring.taken.load(ordering: .acquiring)
        if now != taken { return now }
        let half = taken &+ UInt64(ring.cellCount / 2)
        wanted.store(half, ordering: .releasing)
        defer { wanted.store(.max, ordering: .relaxed) }
        while true {
            let now = ring.taken.load(ordering: .acquiring)
            if now >= half { return now }
            bell.ring()
            room.wait(milliseconds: 1)
        }
    }

    /// Returns when the lines of all cells below `count` are in the file.
    func flush(through count: UInt64) {
        while flushed.load(ordering: .acquiring) < count {
            bell.ring()
            room.wait(milliseconds: 1)
        }
    }

    /// Ends the thread and closes the file, with a closing line that gives these counts.
    func stop(eventCount: UInt64, stringCount: UInt32, payloadCount: UInt32) {
        totals = (eventCount, stringCount, payloadCount)
        stopping.store(true, ordering: .releasing)
        bell.ring()
        if let thread { pthread_join(thread, nil) }
    }

    // MARK: The thread's side

    private func run() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        // A local variable: the checks of exclusive access to a class's own would cost as much as the lines.
        var output = TraceOutput(descriptor: descriptor)
        output.append(header + [UInt8(ascii: "\n")])
        while true {
            let isLast = stopping.load(ordering: .acquiring)
            let written = ring.written.load(ordering: .acquiring)
            let taken = ring.taken.load(ordering: .relaxed)
            if written == taken {
                output.writeOut()
                noteFailure(of: output)
                flushed.store(taken, ordering: .releasing)
                room.ring()
                if isLast { break }
                rest()
            } else {
                take(from: taken, to: min(written, taken &+ 4096), into: &output)
            }
        }
        output.finish(events: totals.events, strings: totals.strings, payloads: totals.payloads)
        noteFailure(of: output)
    }

    private func rest() {
        sleeping.store(true, ordering: .sequentiallyConsistent)
        bell.wait(milliseconds: 20)
        sleeping.store(false, ordering: .relaxed)
    }

    private func take(from first: UInt64, to end: UInt64, into output: inout TraceOutput) {
        let taken = output.take(ring.cells, from: first, to: end)
        noteFailure(of: output)
        ring.taken.store(taken, ordering: .releasing)
        if taken >= wanted.load(ordering: .relaxed) { room.ring() }
    }

    private func noteFailure(of output: borrowing TraceOutput) {
        guard output.failureCode != 0, failureCode.load(ordering: .relaxed) == 0 else { return }
        failureStep.store(output.lastStepWritten, ordering: .relaxed)
        failureCode.store(output.failureCode, ordering: .releasing)
    }
}

/// A condition on which one thread waits, with a limit, until another one rings.
@safe
private final class Bell: @unchecked Sendable {
    nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    nonisolated(unsafe) private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe condition.deallocate()
    }

    func ring() { unsafe pthread_cond_signal(condition) }

    /// Returns after a ring or the time given; a ring just before the call goes unheard, hence the limit.
    func wait(milliseconds: Int) {
        var until = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &until)
        until.tv_nsec += milliseconds * 1_000_000
        until.tv_sec += until.tv_nsec / 1_000_000_000
        until.tv_nsec %= 1_000_000_000
        unsafe pthread_mutex_lock(mutex)
        unsafe pthread_cond_timedwait(condition, mutex, &until)
        unsafe pthread_mutex_unlock(mutex)
    }
}
