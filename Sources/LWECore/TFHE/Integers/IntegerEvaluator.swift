/// Computes on encrypted short integers and on integers made of them, through look-ups in tables.
///
/// Holds no secret. Every operation takes and gives *valid* blocks: the bookkeeping of ranges and noise decides where
/// operands are first cleaned by a look-up, so that no sequence of calls overflows. An operation on known operands
/// costs nothing; docs/encrypted-integers.md counts the others' look-ups.
public struct IntegerEvaluator: Sendable {
    /// Who looks up.
    public let evaluator: any TableEvaluator
    /// The key that it computes under.
    public let label: KeyLabel
    /// log2 M: bits of a message.
    public let messageBits: Int
    /// M.
    let messageModulus: Int
    /// C.
    let carryModulus: Int

    /// The parameter set.
    var parameters: TFHEParameters { label.parameters }
    /// M·C: values below the padding bit.
    var capacity: Int { messageModulus * carryModulus }
    /// log2 MC.
    let capacityBits: Int
    /// ν²: the noisiest block that may be looked up.
    var noiseLimit: Double { parameters.squaredNorm }

    /// Computes through `evaluator`.
    ///
    /// - Throws: `.unsupportedParameters` for sets that two messages do not fit: a carry modulus below the message
    ///   modulus, ν below M + 1 (below 5 with two carry bits or more), gates, or a bootstrap before the key switch.
    public init(_ evaluator: any TableEvaluator) throws(LWEError) {
        let parameters = evaluator.parameters
        label = KeyLabel(parameters, identifier: evaluator.identifier)
        guard case .integer(let message, let carry) = parameters.plaintext,
            parameters.order == .keySwitchFirst, parameters.modulusBits == 64
        else { throw .unsupportedParameters("\(parameters.name) is no set for integers") }
        guard message >= 2, message & (message - 1) == 0, carry & (carry - 1) == 0, carry >= message,
            message * carry <= 1 << 16,
            parameters.squaredNorm >= Double((message + 1) * (message + 1)),
            // Selections look 2(x − y) + c up where there is room for it.
            carry < 4 || parameters.squaredNorm >= 25
        else { throw .unsupportedParameters("\(parameters.name): two messages do not fit a ciphertext") }
        self.evaluator = evaluator
        messageModulus = message
        carryModulus = carry
        messageBits = message.trailingZeroBitCount
        capacityBits = (message * carry).trailingZeroBitCount
    }

    /// `value` in the clear.
    func known(_ value: Int) -> EncryptedBlock { EncryptedBlock(known: value, label) }

    /// `left` in the digit above `right`: M·left + right.
    func packed(_ left: EncryptedBlock, _ right: EncryptedBlock) -> EncryptedBlock {
        left.scaled(by: messageModulus) + right
    }
}
