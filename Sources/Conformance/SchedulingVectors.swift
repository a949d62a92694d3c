internal import KernelTrace
internal import Microkernel
internal import SystemDescription

extension VectorKind {
    /// Event orders of small systems on a real kernel.
    static let scheduling = VectorKind(folder: "scheduling") { file, bytes in
        var verdict = FileVerdict()
        for json in try LocatedJSON(text: bytes, file: file).elements {
            let vector = try SchedulingVector(json)
            let order = vector.run()
            verdict.caseCount += 1
            if order != vector.order {
                verdict.differences.append(Difference(name: vector.name, expected: vector.order, got: order))
            }
        }
        return verdict
    }
}
