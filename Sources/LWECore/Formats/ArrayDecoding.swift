/// What has a framed encoding that is not secret.
public protocol FramedObject: Sendable {
    /// Reads an encoded object, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    init(decoding encoded: RawSpan) throws(LWEError)
    /// The object with its frame.
    func encoded() -> [UInt8]
}

extension FramedObject {
    /// Reads an encoded object, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: [UInt8]) throws(LWEError) {
        try unsafe self.init(decoding: encoded.span.bytes)
    }
}

extension FrodoPublicKey: FramedObject {}
extension FrodoCiphertext: FramedObject {}
extension FrodoPKEPublicKey: FramedObject {}
extension FrodoPKECiphertext: FramedObject {}
extension EncryptedIntegers: FramedObject {}
