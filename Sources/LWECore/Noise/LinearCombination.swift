/// Which fresh ciphertexts a ciphertext is made of, and how often each: what its noise depends on.
///
/// A ciphertext added to itself doubles its noise instead of adding variances, so the terms keep their identity.
public struct LinearCombination: Equatable, Sendable {
    /// One fresh ciphertext and its factor.
    public struct Term: Equatable, Sendable {
        /// Distinguishes fresh ciphertexts of one key: bits of the ciphertext itself, which look random.
        public let identifier: UInt64
        /// Not zero.
        public let coefficient: Int32
    }

    /// Sorted by identifier, without repetition.
    public let terms: [Term]

    /// More terms are refused.
    public static let termLimit = 1024

    /// A fresh ciphertext.
    init(fresh identifier: UInt64) { terms = [Term(identifier: identifier, coefficient: 1)] }

    /// Terms from outside; nil unless sorted, distinct, not zero and few enough.
    init?(checking terms: [Term]) {
        guard terms.count <= Self.termLimit, terms.allSatisfy({ $0.coefficient != 0 }),
            zip(terms, terms.dropFirst()).allSatisfy({ $0.identifier < $1.identifier })
        else { return nil }
        self.terms = terms
    }

    private init(sorted terms: [Term]) { self.terms = terms }

    /// Σ c²: the variance of a sum of fresh ciphertexts in units of one; `UInt64.max` when it overflows.
    public var squaredWeight: UInt64 {
        terms.reduce(0) { sum, term in
            let magnitude = UInt64(term.coefficient.magnitude)
            let (total, overflow) = sum.addingReportingOverflow(magnitude * magnitude)
            return overflow ? .max : total
        }
    }

    /// Σ |c|.
    public var absoluteWeight: UInt64 { terms.reduce(0) { $0 + UInt64($1.coefficient.magnitude) } }

    /// The combination of `self + factor · other`; nil when a coefficient or the number of terms exceeds its limit.
    func adding(_ other: LinearCombination, times factor: Int32 = 1) -> LinearCombination? {
        var result: [Term] = []
        var (left, right) = (terms[...], other.terms[...])
        while let next = [left.first?.identifier, right.first?.identifier].compactMap({ $0 }).min() {
            var coefficient: Int64 = 0
            if left.first?.identifier == next { coefficient += Int64(left.removeFirst().coefficient) }
            if right.first?.identifier == next {
                coefficient += Int64(right.removeFirst().coefficient) * Int64(factor)
            }
            guard let exact = Int32(exactly: coefficient) else { return nil }
            if exact != 0 { result.append(Term(identifier: next, coefficient: exact)) }
        }
        return result.count <= Self.termLimit ? LinearCombination(sorted: result) : nil
    }

    /// The combination of `factor · self`; nil when a coefficient overflows.
    func scaled(by factor: Int32) -> LinearCombination? {
        LinearCombination(sorted: []).adding(self, times: factor)
    }
}
