public import RequestLanguage

/// What the system does when nobody asks for anything else: makes keys or finds them in the vault, decrypts what the
/// run before left there, encrypts a text and two vectors of integers, adds the vectors without a key, computes on three
/// encrypted integers by bootstraps, decrypts and compares.
///
/// A value: it gives a request, takes its answer, gives the next. What it made it leaves in the vault for the next
/// run, and clears away what the run before had left.
public struct MainJob: Sendable {
    /// What to work on.
    public struct Input: Hashable, Sendable {
        /// Any text.
        public var text = "Attack the walls, not the lattice. 格子は硬い。"
        /// Integers below 2^32; as many as in `right`.
        public var left: [UInt64] = [1, 20, 300, 4_000, 50_000, 600_000, 7_000_000, 80_000_000]
        /// Integers below 2^32.
        public var right: [UInt64] = [41, 22, 123, 1_678, 7_890, 34_567, 2_345_678, 43_210_987]
        /// What is computed on by bootstraps; `nil` leaves that out.
        public var circuits: CircuitJob.Input? = CircuitJob.Input()

        /// The built-in input.
        public init() {}
    }

    /// One request and what came of it.
    public struct Step: Hashable, Sendable {
        /// What was asked for.
        public var request: Request
        /// What it is good for, for people.
        public var title: String
        /// The answer; `nil` while it is awaited.
        public var answer: JSON?
    }

    /// What it came to.
    public struct Report: Hashable, Sendable {
        /// What was worked on.
        public var input: Input
        /// The steps so far.
        public var steps: [Step] = []
        /// Whether keys came out of the vault instead of being made.
        public var reusedKeys = false
        /// What an earlier run's text decrypted to.
        public var earlierText: String?
        /// What an earlier run's sums decrypted to.
        public var earlierSums: [Int64]?
        /// What this run's text decrypted to.
        public var text: String?
        /// What this run's sums decrypted to.
        public var sums: [Int64]?
        /// What came of the integers that were computed on.
        public var circuits = CircuitJob.Report()
        /// Why it ended early: the refusal of a step.
        public var failure: String?

        /// Whether everything was decrypted to what had been encrypted.
        public var isRight: Bool {
            failure == nil && text == input.text
                && sums == zip(input.left, input.right).map { Int64($0 + $1) }
                && input.circuits.map { circuits.isRight($0) } ?? true
        }
    }

    static let textKey = "main-text"
    static let numberKey = "main-numbers"

    /// What it came to so far.
    public private(set) var report: Report
    private var rest: [Phase] = [.keys, .ciphertexts]
    private var earlier: [String] = []

    /// What an answer is for.
    private enum Phase: Equatable {
        case keys, ciphertexts
        case request(Request, title: String)
        case earlierText(String), earlierSums(String)
        case text(String), sums(String)
        case decryption(CircuitJob.Value, handle: String)
    }
    private var awaited: Phase?

    /// A job on `input`.
    public init(_ input: Input = Input()) { report = Report(input: input) }

    /// The next request; `nil` when the job is done or has failed.
    public mutating func next() -> Request? {
        guard report.failure == nil, !rest.isEmpty else { return nil }
        let phase = rest.removeFirst()
        awaited = phase
        let (request, title): (Request, String) =
            switch phase {
            case .keys: (Request(.keys), "look for keys in the vault")
            case .ciphertexts: (Request(.ciphertexts), "look for ciphertexts of an earlier run")
            case .request(let request, let title): (request, title)
            case .earlierText(let handle):
                (Request(.decrypt(handle: handle)), "decrypt the earlier run's text")
            case .earlierSums(let handle):
                (Request(.decrypt(handle: handle)), "decrypt the earlier run's sums")
            case .text(let handle): (Request(.decrypt(handle: handle)), "decrypt the text")
            case .sums(let handle): (Request(.decrypt(handle: handle)), "decrypt the sums")
            case .decryption(let value, let handle):
                (Request(.decrypt(handle: handle)), "decrypt \(value.title)")
            }
        report.steps.append(Step(request: request, title: title))
        return request
    }

    /// Takes the answer to the last request.
    public mutating func take(_ answer: JSON) {
        guard let phase = awaited, !report.steps.isEmpty else { return }
        awaited = nil
        report.steps[report.steps.count - 1].answer = answer
        guard answer["ok"]?.bool == true else {
            let step = report.steps[report.steps.count - 1]
            report.failure = "\(step.title): \(answer["error"]?["message"]?.string ?? "no answer")"
            return
        }
        let integers = answer["integers"]?.array?.compactMap(\.integer)
        switch phase {
        case .keys: plan(keys: answer["keys"]?.array ?? [])
        case .ciphertexts: plan(ciphertexts: answer["ciphertexts"]?.array ?? [])
        case .request: break
        case .earlierText: report.earlierText = answer["text"]?.string
        case .earlierSums: report.earlierSums = integers
        case .text: report.text = answer["text"]?.string
        case .sums: report.sums = integers
        case .decryption(let value, _): report.circuits[value] = answer["integer"]?.integer
        }
    }

    private mutating func plan(keys: [JSON]) {
        let names = keys.compactMap { $0["key"]?.string }
        let needed = [Self.textKey, Self.numberKey] + (report.input.circuits == nil ? [] : [CircuitJob.key])
        report.reusedKeys = needed.allSatisfy(names.contains)
        func make(_ key: String, _ purpose: Request.Purpose, _ title: String) {
            guard !names.contains(key) else { return }
            rest.append(
                .request(Request(.keygen(key: key, purpose: purpose, set: nil, allow: [])), title: title))
        }
        make(Self.textKey, .transport, "make a key pair for texts")
        make(Self.numberKey, .arithmetic, "make a key pair for vectors of integers")
        if report.input.circuits != nil {
            make(CircuitJob.key, .computation, "make a key pair to compute with")
        }
    }

    private mutating func plan(ciphertexts: [JSON]) {
        let handles = ciphertexts.compactMap { $0["handle"]?.string }
        let runs = handles.compactMap(Self.run(of:))
        let last = runs.max() ?? 0
        if handles.contains("main-text-\(last)") { rest.append(.earlierText("main-text-\(last)")) }
        if handles.contains("main-sums-\(last)") { rest.append(.earlierSums("main-sums-\(last)")) }
        let now = last + 1
        func name(_ part: String) -> String { "main-\(part)-\(now)" }
        func ask(_ operation: Request.Operation, _ title: String) {
            rest.append(.request(Request(operation), title: title))
        }
        let input = report.input
        ask(
            .encrypt(key: Self.textKey, plaintext: .text(input.text), handle: name("text")),
            "encrypt the text")
        ask(
            .encrypt(key: Self.numberKey, plaintext: .integers(input.left), handle: name("left")),
            "encrypt the first vector")
        ask(
            .encrypt(key: Self.numberKey, plaintext: .integers(input.right), handle: name("right")),
            "encrypt the second vector")
        ask(
            .add(terms: [name("left"), name("right")], handle: name("sums")),
            "add the vectors, without any key")
        rest += [.text(name("text")), .sums(name("sums"))]
        if let circuits = report.input.circuits {
            let job = CircuitJob(circuits, name: name, earlier: Self.earlier(handles, last))
            for (operation, title) in job.requests { ask(operation, title) }
            for (value, handle) in job.decryptions { rest.append(.decryption(value, handle: handle)) }
        }
        for handle in handles where Self.run(of: handle) != nil {
            ask(.forget(handle: handle), "clear away the earlier '\(handle)'")
        }
    }

    private static func earlier(_ handles: [String], _ run: UInt64) -> String? {
        let handle = "main-product-\(run)"
        return handles.contains(handle) ? handle : nil
    }

    /// The number of the run that `handle` is of; `nil` for a name that is none of ours.
    private static func run(of handle: String) -> UInt64? {
        let parts = handle.split(separator: "-")
        let known = ["text", "left", "right", "sums"] + CircuitJob.names
        guard parts.count == 3, parts[0] == "main", known.contains(String(parts[1])) else { return nil }
        return UInt64(parts[2]).flatMap { $0 < 1 << 53 ? $0 : nil }
    }
}
