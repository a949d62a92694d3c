internal import CLinux
internal import Glibc

/// A strand that is an operating-system thread, of which only the one that holds the baton runs.
///
/// Slower than a coroutine by two orders of magnitude, and understood by every sanitizer and debugger.
final class ThreadStrand: Strand, @unchecked Sendable {
    private let baton = Baton()
    private let home: ThreadStrand?
    private let body: () -> Void
    private let stackByteCount: Int
    /// The home's thread runs already.
    private var isStarted: Bool

    /// The home: the calling thread.
    override init() {
        home = nil
        body = {}
        stackByteCount = 0
        isStarted = true
    }

    init(home: ThreadStrand, stackByteCount: Int, body: @escaping () -> Void) {
        self.home = home
        self.stackByteCount = stackByteCount
        self.body = body
        isStarted = false
    }

    override func handOver(to next: Unmanaged<Strand>) {
        unsafe unsafeDowncast(next.takeUnretainedValue(), to: ThreadStrand.self).take()
        baton.take()
    }

    /// Lets this strand run.
    private func take() {
        if isStarted {
            baton.pass()
        } else {
            isStarted = true
            start()
        }
    }

    private func start() {
        let argument = unsafe Unmanaged.passRetained(self).toOpaque()
        let result = unsafe kms_thread_start(
            max(stackByteCount, 1 << 16),
            { argument in
                guard let argument = unsafe argument else { return }
                let strand = unsafe Unmanaged<ThreadStrand>.fromOpaque(argument).takeRetainedValue()
                FaultReporter.arm()
                strand.body()
                FaultReporter.leave()
                strand.home?.baton.pass()
            }, argument)
        guard result == 0 else { fatalError("no thread for a protection domain: errno \(-result)") }
    }
}

/// A binary semaphore.
@safe private final class Baton: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe sem_init(semaphore, 0, 0)
    }
    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }
    func pass() { unsafe sem_post(semaphore) }
    func take() { while unsafe sem_wait(semaphore) != 0 {} }
}
