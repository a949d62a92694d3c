public import Microkernel
internal import RequestLanguage
internal import Vault

/// The door: reads requests, admits them, asks the other domains for one job at a time, and answers.
///
/// Maps no key. What a caller wants encrypted or decrypted passes through it, and ciphertexts only by name. A request
/// waits until the lockbox has said what the vault holds.
public actor Gateway: ProtectionDomain {
    /// A request that is being done.
    private struct Work {
        var number: UInt64
        var plan: Plan
        var position = 0
        var outcomes: [Worker: Report.Outcome] = [:]
        /// The records that were made so far.
        var made: [MadeRecord] = []
        /// Why it is being undone.
        var failure: Report.Failure?
    }

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private var requests: Inbox
    private var answers, jobs, plaintexts: Outbox
    private var reports: ReportInboxes
    private let client, keygen, encryption, operations, decryption, lockbox: Channel

    private var admission: Admission
    private var isOpen = false
    private var isRefused = false
    private var jobNumber: UInt64 = 0
    private var waiting: RequestLine?
    private var work: Work?

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        try self.init(grants, policy: AdmissionPolicy())
    }

    /// Takes the domain's grants; `policy` says what callers may do.
    public init(_ grants: borrowing Grants, policy: AdmissionPolicy) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        admission = Admission(policy, seeded: grants.entropy.isSeeded)
        requests = try Inbox(grants, Symbol.request, .requestLine)
        answers = try Outbox(grants, Symbol.answer)
        jobs = try Outbox(grants, Symbol.job)
        plaintexts = try Outbox(grants, Symbol.plaintext)
        reports = try ReportInboxes(grants)
        client = try grants.channel(ChannelNumber.clientGateway)
        keygen = try grants.channel(ChannelNumber.gatewayKeygen)
        encryption = try grants.channel(ChannelNumber.gatewayEncryption)
        operations = try grants.channel(ChannelNumber.gatewayOperations)
        decryption = try grants.channel(ChannelNumber.gatewayDecryption)
        lockbox = try grants.channel(ChannelNumber.gatewayLockbox)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) {
        try answers.resume()
        try jobs.resume()
        try plaintexts.resume()
    }

    /// A request, or a report: all that waits is taken, whatever the channel.
    public func notified(_ channel: ChannelID) throws(Fault) {
        for worker in Worker.allCases {
            guard let report = try reports.take(worker) else { continue }
            try take(report, from: worker)
        }
        if waiting == nil, work == nil, case .success(let message)? = try requests.take() {
            waiting = try? RequestLine(payload: message.payload)
        }
        try takeUpRequest()
    }

    private func takeUpRequest() throws(Fault) {
        guard isOpen || isRefused, work == nil, let line = waiting else { return }
        waiting = nil
        var id: String?
        let outcome: Result<[JSON.Member], RequestError>
        admitting: do throws(RequestError) {
            let request = try Self.read(line)
            id = request.id
            guard let earlier = try admission.earlierOutcome(request) else {
                guard !isRefused else { throw RequestError(Report.Failure.vaultRefused) }
                work = Work(number: line.number, plan: try admission.admit(request))
                outcome = .success([])
                break admitting
            }
            outcome = earlier
        } catch {
            outcome = .failure(error)
        }
        if work != nil { try goOn() } else { try answer(line.number, id, outcome) }
    }

    private static func read(_ line: RequestLine) throws(RequestError) -> Request {
        guard line.byteCount == line.bytes.count else {
            throw RequestError(
                .tooLong,
                "the line has \(line.byteCount) bytes, and \(RequestReader.lineByteLimit) are allowed")
        }
        return try RequestReader.read(line.bytes)
    }

    /// Starts the next job, or answers when there is none.
    private func goOn() throws(Fault) {
        guard let current = work else { return }
        guard current.position < current.plan.steps.count else { return try finish(current) }
        let step = current.plan.steps[current.position]
        work?.outcomes = [:]
        jobNumber += 1
        admission.holdings.begin(step.task)
        if let plaintext = step.plaintext {
            try plaintexts.post(.plaintext, PlaintextContent(job: jobNumber, value: plaintext).payload)
        }
        try jobs.post(.job, Job(number: jobNumber, task: step.task).payload)
        for worker in step.first { try tell(worker) }
    }

    private func tell(_ worker: Worker) throws(Fault) {
        switch worker {
        case .keygen: try keygen.notify()
        case .encryption: try encryption.notify()
        case .operations: try operations.notify()
        case .decryption: try decryption.notify()
        case .lockbox: try lockbox.notify()
        }
    }

    private func take(_ report: Report, from worker: Worker) throws(Fault) {
        if worker == .lockbox {
            if report.version > 0 { admission.holdings.version = report.version }
            if report.job == 0 { return try opened(report.outcome) }
        }
        guard let current = work, report.job == jobNumber,
            current.plan.steps[current.position].expected.contains(worker)
        else { return }
        if case .failed(let failure) = report.outcome, current.failure == nil {
            return try fail(current, failure)
        }
        work?.outcomes[worker] = report.outcome
        let step = current.plan.steps[current.position]
        guard let outcomes = work?.outcomes, step.expected.allSatisfy({ outcomes[$0] != nil }) else { return }
        admission.holdings.done(step.task)
        if let entry = step.task.made { work?.made.append(MadeRecord(entry: entry, outcomes)) }
        work?.position += 1
        if current.position + 1 < current.plan.steps.count { work?.outcomes = [:] }
        try goOn()
    }

    /// The lockbox says what the vault holds, page by page, or that it will have nothing to do with it.
    private func opened(_ outcome: Report.Outcome) throws(Fault) {
        switch outcome {
        case .catalogue(let entries, let more):
            admission.holdings.add(entries)
            if more { return try lockbox.notify() }
            isOpen = true
        case .failed: isRefused = true
        case .done, .decrypted: return
        }
    }

    private func finish(_ done: Work) throws(Fault) {
        if let failure = done.failure { return try refuse(done, Self.cause(failure, done.outcomes)) }
        for made in done.made { admission.holdings.made(made.entry) }
        admission.holdings.removed(done.plan.removed)
        let outcome = admission.fields(done.plan, done.outcomes, done.made)
        admission.remember(done.plan.request, outcome)
        work = nil
        try answer(done.number, done.plan.request.id, outcome)
    }

    /// A worker refused: what others may have kept of the result already, the lockbox even for good, is deleted
    /// before the caller hears of it.
    private func fail(_ failed: Work, _ failure: Report.Failure) throws(Fault) {
        let step = failed.plan.steps[failed.position]
        admission.holdings.failed(step.task)
        // Together first what is known to be kept: a domain refuses to delete what it does not have.
        let kept = failed.made.map(\.entry.id)
        let steps =
            (kept.isEmpty ? [] : [Step.remove(kept)]) + (step.task.made.map { [.remove([$0.id])] } ?? [])
        guard !steps.isEmpty else { return try refuse(failed, failure) }
        work?.failure = failure
        work?.plan.steps = steps
        work?.position = 0
        try goOn()
    }

    /// What the caller is told: a vault that could not be written may still hold the result.
    private static func cause(
        _ failure: Report.Failure, _ outcomes: [Worker: Report.Outcome]
    ) -> Report.Failure {
        if case .failed(.storageFailed)? = outcomes[.lockbox] { .storageFailed } else { failure }
    }

    private func refuse(_ failed: Work, _ failure: Report.Failure) throws(Fault) {
        let error = RequestError(failure)
        admission.remember(failed.plan.request, .failure(error))
        work = nil
        try answer(failed.number, failed.plan.request.id, .failure(error))
    }

    private func answer(
        _ number: UInt64, _ id: String?, _ outcome: Result<[JSON.Member], RequestError>
    ) throws(Fault) {
        var line = Array(Answer(number: number, id: id, outcome: outcome).line.utf8)
        if line.count > answers.capacity {
            let error = RequestError(.full, "the answer does not fit; ask for less")
            line = Array(Answer(number: number, id: id, outcome: .failure(error)).line.utf8)
        }
        switch outcome {
        case .success: try console.print("GATEWAY: request \(number) done")
        case .failure(let error):
            try console.print("GATEWAY: request \(number) refused: \(error.code.rawValue)")
        }
        try answers.post(.answerLine, line)
        try client.notify()
    }
}

/// The gateway's view of all reports.
private struct ReportInboxes: ~Copyable {
    private var keygen, encryption, operations, decryption, lockbox: Inbox

    init(_ grants: borrowing Grants) throws(WiringError) {
        // All first: a half-made value of this type could not be taken apart.
        let keygen = try Inbox(grants, Symbol.keygenReport, .report)
        let encryption = try Inbox(grants, Symbol.encryptionReport, .report)
        let operations = try Inbox(grants, Symbol.operationsReport, .report)
        let decryption = try Inbox(grants, Symbol.result, .report)
        let lockbox = try Inbox(grants, Symbol.lockboxReport, .report)
        self.keygen = keygen
        self.encryption = encryption
        self.operations = operations
        self.decryption = decryption
        self.lockbox = lockbox
    }

    /// What `worker` reports; one that does not parse counts as none.
    mutating func take(_ worker: Worker) throws(Fault) -> Report? {
        let taken =
            switch worker {
            case .keygen: try keygen.take()
            case .encryption: try encryption.take()
            case .operations: try operations.take()
            case .decryption: try decryption.take()
            case .lockbox: try lockbox.take()
            }
        guard case .success(let message)? = taken else { return nil }
        return try? Report(payload: message.payload)
    }
}
