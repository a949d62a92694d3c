public import Microkernel
internal import RequestLanguage
internal import Synchronization

/// The main job as the device of the request client: it asks, and it is answered.
public final class MainJobRequests: HostDevice {
    private let job: Mutex<MainJob>
    private let progressed: @Sendable (MainJob.Step) -> Void

    /// The device of `job`; `progressed` is told of each step that was answered.
    public init(_ job: MainJob = MainJob(), progressed: @escaping @Sendable (MainJob.Step) -> Void = { _ in })
    {
        self.job = Mutex(job)
        self.progressed = progressed
    }

    /// What the job came to so far.
    public var report: MainJob.Report { job.withLock { $0.report } }

    /// The next request as a line.
    public func read() throws(HostDeviceFailure) -> [UInt8]? {
        job.withLock { $0.next() }.map { Array($0.line.utf8) }
    }

    /// An answer line.
    public func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        let line = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        let answer: JSON
        do { answer = try JSONReader.read(line) } catch {
            throw HostDeviceFailure("gets an answer that is no JSON")
        }
        let step = job.withLock { job in
            job.take(answer)
            return job.report.steps.last
        }
        if let step { progressed(step) }
    }
}
