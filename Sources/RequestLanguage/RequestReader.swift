/// Reads one line as a request: strictly, in bounded time, and without trusting a byte of it.
public enum RequestReader {
    /// Bytes of a line, its line feed left out.
    public static let lineByteLimit = 61_440
    /// Scalars of a name: of keys, handles, callers, ids.
    public static let nameLimit = 64
    /// Terms of one addition.
    public static let termLimit = 16
    /// Callers that a key can be shared with.
    public static let allowLimit = 16

    /// Reads `line`.
    public static func read(_ line: [UInt8]) throws(RequestError) -> Request {
        guard line.count <= lineByteLimit else {
            throw RequestError(.tooLong, "the line has \(line.count) bytes, and \(lineByteLimit) are allowed")
        }
        let json: JSON
        do { json = try JSONReader.read(line) } catch {
            throw RequestError(.syntax, error.reason, column: error.column)
        }
        guard case .object(let members) = json.value else {
            throw RequestError(.badRequest, "a request is an object", column: json.column)
        }
        var fields = Fields(members: members, end: json.column)
        let word = try fields.word("op")
        let caller = try fields.optionalName("caller") ?? "local"
        let id = try fields.optionalName("id")
        let operation = try operation(word, &fields)
        try fields.finish()
        return Request(operation, caller: caller, id: id)
    }

    private static func operation(
        _ word: (text: String, column: Int), _ fields: inout Fields
    ) throws(RequestError) -> Request.Operation {
        switch word.text {
        case "keygen":
            .keygen(
                key: try fields.name("key"), purpose: try fields.purpose(),
                set: try fields.optionalName("set"),
                allow: try fields.optionalNames("allow", limit: allowLimit) ?? [])
        case "encrypt":
            .encrypt(
                key: try fields.reference("key"), plaintext: try fields.plaintext(),
                handle: try fields.optionalName("as"))
        case "add":
            .add(terms: try fields.terms(), handle: try fields.optionalName("as"))
        case "multiply":
            .multiply(
                term: try fields.reference("handle"), by: try fields.count("by"),
                handle: try fields.optionalName("as"))
        case "compute": .compute(try ComputationReader.read(&fields))
        case "decrypt": .decrypt(handle: try fields.reference("handle"))
        case "rotate": .rotate(key: try fields.reference("key"))
        case "destroy": .destroy(key: try fields.reference("key"))
        case "forget": .forget(handle: try fields.reference("handle"))
        case "keys": .keys
        case "ciphertexts": .ciphertexts
        case "status": .status
        default:
            throw RequestError(
                .unknownOperation, "'op' is one of \(Request.Operation.words.joined(separator: ", "))",
                column: word.column)
        }
    }
}
