/// How a machine stands that is stepped live, in words.
public struct LiveStatus: Hashable, Sendable {
    /// Deliveries so far.
    public var deliveryCount: Int
    /// What is delivered next, such as `client: notified(3)`; nil when nothing is left to do.
    public var next: String?
    /// Who could run now among equals, in the queue's order; fewer than two when there is no choice.
    public var order: [String]
    /// Which of them does.
    public var chosen: Int
    /// What can be done to the machine from outside.
    public var injections: [String]
    /// What was just done.
    public var message: String

    /// Makes a status.
    public init(
        deliveryCount: Int, next: String?, order: [String] = [], chosen: Int = 0, injections: [String] = [],
        message: String = ""
    ) {
        self.deliveryCount = deliveryCount
        self.next = next
        self.order = order
        self.chosen = chosen
        self.injections = injections
        self.message = message
    }
}

extension Viewer {
    /// Actions on a live machine.
    mutating func performLive(_ action: ViewerAction) -> Request? {
        guard let live else {
            message = "this is a recorded trace; kms run SYSTEM --step steps a live one"
            return nil
        }
        switch action {
        case .goOn where live.next == nil, .finish where live.next == nil: message = "nothing is left to do"
        case .goOn: return .goOn
        case .finish: return .finish
        case .goBack where live.deliveryCount == 0: message = "this is the beginning"
        case .goBack: return .goBack
        case .order where live.order.count < 2:
            message = "no choice here: the policy lets one domain run, and no other"
        case .order:
            let lines = live.order.enumerated().map { place, name in
                ViewerList.Line(text: (place == live.chosen ? "* " : "  ") + name)
            }
            list = ViewerList(
                kind: .order, title: "who runs first among equals", lines: lines, chosen: live.chosen)
        default:
            list = ViewerList(
                kind: .injection, title: "do to the machine",
                lines: live.injections.map { ViewerList.Line(text: $0) })
        }
        return nil
    }
}
