public import Microkernel
internal import RequestLanguage

/// The host edge of requests: takes lines from its device, one at a time, and gives it the answers.
public actor RequestClient: ProtectionDomain {
    /// The device that lines come from and answers go to.
    public static let requestDevice = "requests"

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private let device: Device
    private var requests: Outbox
    private var answers: Inbox
    private let gateway: Channel
    private var lineNumber: UInt64 = 0

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        device = try grants.device(Self.requestDevice)
        requests = try Outbox(grants, Symbol.request)
        answers = try Inbox(grants, Symbol.answer, .answerLine)
        gateway = try grants.channel(ChannelNumber.clientGateway)
    }

    /// Sends the first request.
    public func start() throws(Fault) {
        try requests.resume()
        try sendNext()
    }

    /// An answer: it goes out, and the next request in.
    public func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == gateway.id else { throw .unexpectedNotification(channel) }
        guard case .success(let message) = try answers.take() else { return }
        try device.write(message.payload)
        try sendNext()
    }

    /// Takes lines until one is no blank one; the numbers are those of the lines of the input.
    private func sendNext() throws(Fault) {
        while let line = try device.read() {
            lineNumber += 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0a }) { continue }
            // One too long is not handed on, only its length.
            let bytes = line.count <= RequestReader.lineByteLimit ? line : []
            let content = RequestLine(number: lineNumber, byteCount: UInt64(line.count), bytes: bytes)
            try requests.post(.requestLine, content.payload)
            try console.print("CLIENT: request \(lineNumber), \(line.count) bytes")
            return try gateway.notify()
        }
        try console.print("CLIENT: no more requests")
    }
}
