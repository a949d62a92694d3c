import Microkernel
import SecretMemory

/// The example of the style guide: encrypts (a stand-in: 3x + 1) with the key that a peer published.
actor PublicKeyConsumer: ProtectionDomain {
    nonisolated let thread: PDThread
    private let publicKey: Region<UInt32, ReadOnly>
    private let ciphertexts: Region<UInt32, ReadWrite>
    private let keygen, operations: Channel

    init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        publicKey = try grants.region("pk_shared_mem_vaddr", minimum: 8)
        ciphertexts = try grants.region("ct_shared_mem_vaddr", minimum: 8)
        keygen = try grants.channel(3)
        operations = try grants.channel(4)
    }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == keygen.id else { throw .unexpectedNotification(channel) }
        let key = try publicKey.load(0..<8)
        guard key.contains(where: { $0 != 0 }) else { throw .badInput("public key is all zero") }
        try ciphertexts.store(key.map { $0 &* 3 &+ 1 })
        try operations.notify()
    }
}

/// Does what the test's closure says: for trying the bench itself. Knows channels 1 and 2, irq 3, child 1, region
/// `out`, device `outside`; each is nil when not granted.
actor Puppet: ProtectionDomain {
    typealias Act = @Sendable (isolated Puppet, Entry) throws(Fault) -> Message?

    nonisolated let thread: PDThread
    let out: Region<UInt32, ReadWrite>?
    let one, two: Channel?
    let irq: Interrupt?
    let child: Child?
    let outside: Device?
    let console: Console
    let entropy: Entropy
    var kept: SecretBytes?
    var notes: [String] = []
    private let act: Act

    init(_ grants: borrowing Grants) throws(WiringError) { try self.init(grants) { _, _ in nil } }

    init(_ grants: borrowing Grants, act: @escaping Act) throws(WiringError) {
        thread = grants.thread
        out = try? grants.region("out")
        one = try? grants.channel(1)
        two = try? grants.channel(2)
        irq = try? grants.interrupt(3)
        child = try? grants.child(1)
        outside = try? grants.device("outside")
        console = grants.console
        entropy = grants.entropy
        self.act = act
    }

    func keep(_ secret: consuming SecretBytes) { kept = consume secret }
    func note(_ line: String) { notes.append(line) }

    func start() throws(Fault) { _ = try act(self, .start) }
    func notified(_ channel: ChannelID) throws(Fault) { _ = try act(self, .notified(channel)) }
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        try act(self, .protected(channel, message)) ?? Message()
    }
    func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        try act(self, .fault(child, message))
    }
}
