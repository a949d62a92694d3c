extension Circuit {
    /// Runs the circuit.
    ///
    /// - Parameters:
    ///   - inputs: the values that come first, all under the key of `integers`.
    ///   - integers: computes.
    ///   - progress: called after each step with its index.
    /// - Returns: the steps' results.
    /// - Throws: `.unsupportedParameters` where `validate` refuses; `.parametersDiffer` for inputs of another key.
    public func run(
        _ inputs: [AnyEncryptedInteger], on integers: IntegerEvaluator, progress: (Int) -> Void = { _ in }
    ) throws(LWEError) -> [AnyEncryptedInteger] {
        let types: [EncryptedType]
        do { types = try validate(inputs: inputs.map(\.type)) } catch {
            throw .unsupportedParameters("circuit: \(error)")
        }
        for input in inputs { try integers.check(input.label) }
        var values = inputs
        for (index, step) in steps.enumerated() {
            values.append(try integers.run(step, on: values, type: types[index]))
            progress(index)
        }
        return Array(values[inputs.count...])
    }
}

extension IntegerEvaluator {
    /// One step, checked before.
    fileprivate func run(
        _ step: Circuit.Step, on values: [AnyEncryptedInteger], type: EncryptedType
    ) throws(LWEError) -> AnyEncryptedInteger {
        let operands = step.operands.map { operand -> (value: AnyEncryptedInteger?, constant: Int128) in
            switch operand {
            case .value(let index): (values[index], 0)
            case .constant(let value): (nil, value)
            }
        }
        // The type that the operands have in common: not a shift's amount, not a selection's condition.
        let like = step.operation == .select ? operands.dropFirst() : operands[...]
        let common = (step.operation.isShift ? like.prefix(1) : like).compactMap(\.value).first?.type ?? type
        guard let clear = common.clear else { return try runOnTruth(step, operands, type) }
        return try run(step, operands, type, clear)
    }

    private typealias AnyOperand = (value: AnyEncryptedInteger?, constant: Int128)

    private func runOnTruth(
        _ step: Circuit.Step, _ operands: [AnyOperand], _ type: EncryptedType
    ) throws(LWEError) -> AnyEncryptedInteger {
        let truths = operands.map { $0.value?.truth ?? trivial($0.constant != 0) }
        switch step.operation {
        case .and: return .init(try and(truths[0], truths[1]))
        case .or: return .init(try or(truths[0], truths[1]))
        case .xor, .ne: return .init(try xor(truths[0], truths[1]))
        case .eq: return .init(try not(try xor(truths[0], truths[1])))
        case .not: return .init(try not(truths[0]))
        case .select: return .init(try select(truths[0], truths[1], truths[2]))
        case .cast:
            let low = try block(truths[0])
            let count = try type.blockCount(parameters)
            return AnyEncryptedInteger(type, [low] + (1..<count).map { _ in known(0) }, label)
        default: preconditionFailure("'\(step.operation)' on bool passed the check")
        }
    }

    private func run<Clear: FixedWidthInteger & Sendable>(
        _ step: Circuit.Step, _ operands: [AnyOperand], _ type: EncryptedType, _ clear: Clear.Type
    ) throws(LWEError) -> AnyEncryptedInteger {
        func integer(_ index: Int) -> EncryptedInteger<Clear> {
            operands[index].value.map { EncryptedInteger($0.blocks, $0.label) }
                ?? trivial(Clear(truncatingIfNeeded: operands[index].constant))
        }
        /// A shift by a value or a constant.
        func moved(_ move: BitMove) throws(LWEError) -> AnyEncryptedInteger {
            guard let amount = operands[1].value, let amountType = amount.type.clear else {
                return .init(
                    try self.move(
                        integer(0), move, by: Int(truncatingIfNeeded: operands[1].constant)))
            }
            return .init(try movedByValue(integer(0), move, amount, amountType))
        }
        switch step.operation {
        case .add: return .init(try add(integer(0), integer(1)))
        case .sub: return .init(try subtract(integer(0), integer(1)))
        case .mul: return .init(try multiply(integer(0), integer(1)))
        case .div: return .init(try divide(integer(0), by: integer(1)).quotient)
        case .rem: return .init(try divide(integer(0), by: integer(1)).remainder)
        case .neg: return .init(try negate(integer(0)))
        case .abs: return .init(try absolute(integer(0)))
        case .and: return .init(try and(integer(0), integer(1)))
        case .or: return .init(try or(integer(0), integer(1)))
        case .xor: return .init(try xor(integer(0), integer(1)))
        case .not: return .init(try not(integer(0)))
        case .shl: return try moved(.left)
        case .shr: return try moved(Clear.isSigned ? .arithmeticRight : .right)
        case .rotl: return try moved(.rotateLeft)
        case .rotr: return try moved(.rotateRight)
        case .eq: return .init(try isEqual(integer(0), integer(1)))
        case .ne: return .init(try isNotEqual(integer(0), integer(1)))
        case .lt: return .init(try isLess(integer(0), integer(1)))
        case .le: return .init(try isLessOrEqual(integer(0), integer(1)))
        case .gt: return .init(try isGreater(integer(0), integer(1)))
        case .ge: return .init(try isGreaterOrEqual(integer(0), integer(1)))
        case .min: return .init(try minimum(integer(0), integer(1)))
        case .max: return .init(try maximum(integer(0), integer(1)))
        case .select:
            let condition = operands[0].value?.truth ?? trivial(operands[0].constant != 0)
            return .init(try select(condition, integer(1), integer(2)))
        case .sum: return .init(try sum(operands.indices.map(integer)))
        case .cast:
            let layout = try type.layout(parameters)
            let digits = recast(
                integer(0).blocks, isSigned: Clear.isSigned, from: self.layout(clear), to: layout)
            return AnyEncryptedInteger(type, self.digits(digits, layout), label)
        case .table:
            let bits = step.table.map { UInt64(truncatingIfNeeded: $0) }
            let layout = try type.layout(parameters)
            return AnyEncryptedInteger(type, digits(try lookUp(integer(0), in: bits, layout), layout), label)
        case .random: return .init(try random(clear, seed: step.seed))
        case .addOverflows: return .init(try addReportingOverflow(integer(0), integer(1)).overflow)
        case .subOverflows: return .init(try subtractReportingOverflow(integer(0), integer(1)).overflow)
        case .mulOverflows: return .init(try multiplyReportingOverflow(integer(0), integer(1)).overflow)
        case .countOnes: return .init(try countOnes(integer(0)))
        case .leadingZeros: return .init(try leadingZeros(integer(0)))
        case .trailingZeros: return .init(try trailingZeros(integer(0)))
        }
    }

    private func movedByValue<Clear, Amount: FixedWidthInteger & Sendable>(
        _ x: EncryptedInteger<Clear>, _ move: BitMove, _ amount: AnyEncryptedInteger, _ type: Amount.Type
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        try self.move(x, move, by: EncryptedInteger<Amount>(amount.blocks, amount.label))
    }
}
