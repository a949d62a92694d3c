internal import LWECore
internal import Microkernel
internal import Vault

extension HomomorphicOperations {
    /// Carries out what `plan` says on ciphertexts under `key`, with the evaluation key where it lies.
    func compute(
        _ plan: ComputationPlan, _ key: VaultEntry
    ) throws(Fault) -> Result<[AnyEncryptedInteger], Report.Failure> {
        guard case .computation(let parameters)? = ParameterChoice(key) else {
            return .failure(.wrongPurpose)
        }
        var operands: [HeldCiphertext] = []
        do throws(Report.Failure) {
            for id in plan.inputs { operands.append(try operand(id, key)) }
        } catch {
            return .failure(error)
        }
        let circuit = plan.seededCircuit(using: entropy)
        let stepCount = circuit.steps.count
        let values = try evaluationKeys.withKey(parameters, level: level) { (server) throws(LWEError) in
            let threadCount = ComputationThreads.planned(isSeeded: entropy.isSeeded)
            let integers = try IntegerEvaluator(PlannedEvaluator(server, threadCount))
            var inputs: [AnyEncryptedInteger] = []
            for operand in operands { inputs.append(try operand.integer(under: integers.label)) }
            return try circuit.run(inputs, on: integers) { step in
                let operation = circuit.steps[step].operation.rawValue
                // Where a restart has abandoned this entry, nobody listens.
                try? console.print("LWE_OPS: step \(step + 1) of \(stepCount), \(operation): done")
            }
        }
        switch values {
        case .success(let values): return .success(plan.results.map { values[$0] })
        case .failure(let error): return .failure(Report.Failure(error))
        }
    }
}

/// Looks up on all cores, and says that there are as many as planned.
private struct PlannedEvaluator: TableEvaluator {
    private let server: ServerKey<UInt64>
    let threadCount: Int

    init(_ server: ServerKey<UInt64>, _ threadCount: Int) {
        self.server = server
        self.threadCount = threadCount
    }

    var parameters: TFHEParameters { server.parameters }
    var identifier: UInt64 { server.identifier }

    func lookUp(
        _ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]
    ) -> [LWECiphertext<UInt64>] { server.lookUp(inputs, in: tables) }
}
