internal import RequestLanguage

/// The part of the main job that computes on encrypted integers by bootstraps: (a + b)·c, a < b, the larger of a and b,
/// a function of a by its table; and what an earlier run left in the vault is computed on again.
public struct CircuitJob: Sendable {
    /// What to work on: integers of 8 bits, whose arithmetic is modulo 256.
    public struct Input: Hashable, Sendable {
        /// An integer.
        public var a: UInt8 = 23
        /// An integer.
        public var b: UInt8 = 42
        /// An integer.
        public var c: UInt8 = 3
        /// A function of integers: what each of 256 becomes.
        public var table: [UInt8] = (0...255).map { UInt8((256 * Double($0)).squareRoot()) }

        /// The built-in input.
        public init() {}
    }

    /// What is decrypted in the end.
    public enum Value: String, Hashable, Sendable, CaseIterable {
        /// (a + b)·c.
        case product
        /// Whether a < b.
        case less
        /// The larger one.
        case larger
        /// What the table has for a.
        case root
        /// (a + b)·c of an earlier run.
        case earlier
        /// The same, plus a.
        case grown

        /// What it is, for people.
        public var title: String {
            switch self {
            case .product: "(a + b) * c"
            case .less: "a < b"
            case .larger: "max(a, b)"
            case .root: "table[a]"
            case .earlier: "the earlier (a + b) * c"
            case .grown: "the earlier (a + b) * c, plus a"
            }
        }
    }

    /// What it came to.
    public struct Report: Hashable, Sendable {
        private var values: [Value: Int64] = [:]

        /// Nothing yet.
        public init() {}

        /// What was decrypted.
        public subscript(_ value: Value) -> Int64? {
            get { values[value] }
            set { values[value] = newValue }
        }

        /// What should have been decrypted; `nil` for what depends on a run before that is not there.
        public func expected(_ value: Value, _ input: Input) -> Int64? {
            switch value {
            case .product: Int64((input.a &+ input.b) &* input.c)
            case .less: input.a < input.b ? 1 : 0
            case .larger: Int64(max(input.a, input.b))
            case .root: Int64(input.table[Int(input.a)])
            // Nobody knows what it was but those who encrypted it.
            case .earlier: values[.earlier]
            case .grown: values[.earlier].map { ($0 + Int64(input.a)) % 256 }
            }
        }

        /// Whether all is as it should be.
        public func isRight(_ input: Input) -> Bool {
            Value.allCases.allSatisfy { values[$0] == expected($0, input) }
        }
    }

    /// The key's name.
    static let key = "main-circuits"
    /// What the handles are called between `main-` and the number of the run.
    static let names = ["a", "b", "c"] + Value.allCases.map(\.rawValue)

    /// What is asked for, and what it is good for.
    let requests: [(Request.Operation, title: String)]
    /// What is decrypted afterwards.
    let decryptions: [(Value, handle: String)]

    /// The job on `input`; `name` gives the handle of a part, `earlier` is what an earlier run left.
    init(_ input: Input, name: (String) -> String, earlier: String?) {
        let (a, b, c) = (name("a"), name("b"), name("c"))
        func encrypt(_ value: UInt8, _ handle: String, _ title: String) -> (Request.Operation, title: String)
        {
            let plaintext = Request.Plaintext.integer(Int128(value), type: "uint8")
            return (.encrypt(key: Self.key, plaintext: plaintext, handle: handle), "encrypt \(title)")
        }
        func compute(
            _ value: Value, _ steps: [Computation.Step], _ title: String
        ) -> (Request.Operation, title: String) {
            let result = Computation.Result(step: steps.count - 1, handle: name(value.rawValue))
            return (.compute(Computation(steps: steps, results: [result])), title)
        }
        var requests = [encrypt(input.a, a, "a"), encrypt(input.b, b, "b"), encrypt(input.c, c, "c")]
        requests += [
            compute(
                .less, [Computation.Step("less", "lt", [.handle(a), .handle(b)])],
                "make the evaluation key; a < b"),
            compute(
                .product,
                [
                    Computation.Step("sum", "add", [.handle(a), .handle(b)]),
                    Computation.Step("product", "mul", [.step(0), .handle(c)]),
                ], "(a + b) * c, without any secret key"),
            compute(.larger, [Computation.Step("larger", "max", [.handle(a), .handle(b)])], "max(a, b)"),
            compute(
                .root,
                [Computation.Step("root", "table", [.handle(a)], table: input.table.map { Int128($0) })],
                "look a up in a table of 256"),
        ]
        var decryptions = [Value.less, .product, .larger, .root].map { ($0, handle: name($0.rawValue)) }
        if let earlier {
            requests.append(
                compute(
                    .grown, [Computation.Step("grown", "add", [.handle(earlier), .handle(a)])],
                    "add a to the earlier (a + b) * c"))
            decryptions += [(.earlier, earlier), (.grown, name(Value.grown.rawValue))]
        }
        self.requests = requests
        self.decryptions = decryptions
    }
}
