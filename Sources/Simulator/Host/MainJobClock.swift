public import ProtectionDomains
internal import Synchronization

/// A step of the main job that was answered, and how long the host's clock says it took.
public struct TimedStep: Hashable, Sendable {
    /// Its number, from 1.
    public var number: Int
    /// What was asked for, and the answer.
    public var step: MainJob.Step
    /// Microseconds from the answer before.
    public var microseconds: Double

    /// That it is done, for a line that shows progress.
    public var progress: String { "\(number). \(step.title): done" }
}

/// The main job as the system's client, and the host's clock beside it.
final class MainJobClock: Sendable {
    /// To be bound to the request client.
    let device: MainJobRequests
    private let laps: Laps

    /// - Parameters:
    ///   - input: what to work on.
    ///   - stepped: told of each step that was answered.
    init(_ input: MainJob.Input, _ stepped: @escaping @Sendable (TimedStep) -> Void) {
        let laps = Laps()
        self.laps = laps
        device = MainJobRequests(MainJob(input)) { stepped(laps.add($0)) }
    }

    /// What the job came to.
    var report: MainJob.Report { device.report }
    /// The steps so far.
    var steps: [TimedStep] { laps.steps }
}

/// Steps with the time each took.
private final class Laps: Sendable {
    private let state = Mutex((last: Clock.microseconds(), steps: [TimedStep]()))

    var steps: [TimedStep] { state.withLock { $0.steps } }

    func add(_ step: MainJob.Step) -> TimedStep {
        state.withLock { state in
            let now = Clock.microseconds()
            let timed = TimedStep(number: state.steps.count + 1, step: step, microseconds: now - state.last)
            state.last = now
            state.steps.append(timed)
            return timed
        }
    }
}
