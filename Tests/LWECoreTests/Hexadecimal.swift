internal import CCrypto
import SecretMemory

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Tests may look at secrets.
func revealed(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { bytes in
        (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
}

func sha256(_ text: String) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let bytes = Array(text.utf8)
    unsafe EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    return hexadecimal(digest).lowercased()
}
