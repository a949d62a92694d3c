internal import Microkernel

/// The symbols of `Systems/pd.system.xml`: under these the domains ask for their regions.
enum Symbol {
    static let request = "request_mem_vaddr"
    static let answer = "answer_mem_vaddr"
    static let job = "job_mem_vaddr"
    static let plaintext = "plaintext_mem_vaddr"
    static let publicKey = "pk_shared_mem_vaddr"
    static let secretKey = "sk_shared_mem_vaddr"
    static let evaluationKey = "evaluation_key_mem_vaddr"
    static let ciphertext = "ct_shared_mem_vaddr"
    static let operations = "op_shared_mem_vaddr"
    static let result = "result_mem_vaddr"
    static let sealed = "sealed_mem_vaddr"
    static let stored = "stored_mem_vaddr"
    static let unsealedKey = "unsealed_key_mem_vaddr"
    static let unsealed = "unsealed_mem_vaddr"
    static let keygenReport = "keygen_report_mem_vaddr"
    static let encryptionReport = "encryption_report_mem_vaddr"
    static let operationsReport = "operations_report_mem_vaddr"
    static let lockboxReport = "lockbox_report_mem_vaddr"
}

/// The channels of `Systems/pd.system.xml`, the same id at both ends.
enum ChannelNumber {
    static let clientGateway: ChannelID = 1
    static let keygenDecryption: ChannelID = 2
    static let keygenEncryption: ChannelID = 3
    static let encryptionOperations: ChannelID = 4
    static let operationsDecryption: ChannelID = 5
    static let gatewayKeygen: ChannelID = 6
    static let keygenLockbox: ChannelID = 7
    static let encryptionDecryption: ChannelID = 8
    static let encryptionLockbox: ChannelID = 9
    static let operationsLockbox: ChannelID = 10
    static let gatewayEncryption: ChannelID = 11
    static let gatewayOperations: ChannelID = 12
    static let gatewayDecryption: ChannelID = 13
    static let gatewayLockbox: ChannelID = 14
    static let lockboxStorage: ChannelID = 15
    static let lockboxDecryption: ChannelID = 16
    static let lockboxEncryption: ChannelID = 17
    static let lockboxOperations: ChannelID = 18
    static let lockboxKeygen: ChannelID = 19
    static let keygenOperations: ChannelID = 20
}

extension Inbox {
    /// The inbox of the region that the description maps under `symbol`.
    init(_ grants: borrowing Grants, _ symbol: String, _ types: MessageType...) throws(WiringError) {
        self.init(try grants.region(symbol, minimum: MessageHeader.byteCount), types)
    }
}

extension Outbox {
    /// The outbox of the region that the description maps under `symbol`.
    init(_ grants: borrowing Grants, _ symbol: String) throws(WiringError) {
        self.init(try grants.region(symbol, minimum: MessageHeader.byteCount))
    }
}
