public import LWECore

/// All that is known about one set: what was checked, and with what result.
public struct ParameterSheet: Sendable {
    /// What the sheet is about.
    public enum Subject: Sendable {
        /// A compute set.
        case set(ParameterCheck)
        /// A set beside a compute set.
        case companion(Companion, CompanionBudget, beside: TFHEParameters)
        /// A single key.
        case key(name: String, KeyStrength)
    }

    /// What the sheet is about.
    public let subject: Subject
    /// Why it is refused; empty when it is not.
    public let refusals: [ParameterRefusal]

    /// Its name.
    public var name: String {
        switch subject {
        case .set(let check): check.set.name
        case .companion(let companion, _, _): companion.name
        case .key(let name, _): name
        }
    }

    /// Whether it may be used.
    public var isAccepted: Bool { refusals.isEmpty }

    /// The keys and what attacks on them cost.
    public var strengths: [KeyStrength] {
        switch subject {
        case .set(let check): [check.small, check.big]
        case .companion(let companion, _, _): companion.keys.map { KeyStrength($0) }
        case .key(_, let strength): [strength]
        }
    }

    /// Checks a set.
    public init(_ set: TFHEParameters, exposure: ParameterCheck.Exposure) {
        let check = ParameterCheck(set, exposure: exposure)
        subject = .set(check)
        refusals = check.refusals
    }

    /// Checks a companion's keys and the look-ups that it leads to.
    public init(_ companion: Companion, exposure: ParameterCheck.Exposure) {
        let set = TFHEParameters.message2Carry2
        let budget = CompanionBudget(companion, beside: set)
        subject = .companion(companion, budget, beside: set)
        let worst = budget.steps.compactMap(\.failureLog2).max() ?? -.infinity
        refusals =
            companion.keys.flatMap { KeyStrength($0).refusals }
            + ParameterRefusal.reasons(failureLog2: worst, exposure)
    }

    /// Checks a single key.
    public init(name: String, _ key: LatticeKey) {
        let strength = KeyStrength(key)
        subject = .key(name: name, strength)
        refusals = strength.refusals
    }

    /// Checks what a file describes.
    public init(_ file: ParameterFile, exposure: ParameterCheck.Exposure) {
        switch file {
        case .set(let set): self.init(set, exposure: exposure)
        case .key(let name, let key): self.init(name: name, key)
        }
    }
}
