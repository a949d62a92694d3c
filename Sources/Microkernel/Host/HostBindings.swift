/// Which host devices the domains at the edge have: what the runner knows and the description does not.
public struct HostBindings: Sendable {
    /// One device of one domain.
    package struct Binding: Sendable {
        package let domain: String
        package let device: String
        package let host: any HostDevice
        /// Its number in traces; the next number stands for its end and its failures.
        package fileprivate(set) var number: UInt32
    }

    /// In the order of their numbers: by domain, then device.
    private var bindings: [Binding] = []

    /// No way outside at all.
    public init() {}

    /// Gives `domain` the device `host`, which it asks for as `device`.
    ///
    /// A second one of that name replaces the first.
    public mutating func bind(_ host: any HostDevice, to domain: String, as device: String) {
        bindings.removeAll { $0.domain == domain && $0.device == device }
        bindings.append(Binding(domain: domain, device: device, host: host, number: 0))
        bindings.sort { ($0.domain, $0.device) < ($1.domain, $1.device) }
        for index in bindings.indices { bindings[index].number = UInt32(2 * index) }
    }

    /// What the device numbers of a trace mean, by number, two per device: messages, and its end or failures.
    public var traceNames: [String] {
        bindings.flatMap { ["\($0.domain)/\($0.device)", "\($0.domain)/\($0.device) end"] }
    }

    /// The same devices, which read from what a trace recorded and write nowhere.
    ///
    /// - Parameter inputs: All `input` events of the trace, in order.
    /// - Returns: Bindings of the same names and numbers.
    public func replaying(_ inputs: [RecordedInput]) -> HostBindings {
        let queue = InputQueue(inputs)
        var copy = HostBindings()
        for binding in bindings {
            copy.bind(
                ReplayedDevice(number: binding.number, queue: queue), to: binding.domain, as: binding.device)
        }
        return copy
    }

    package func bindings(ofDomain name: String) -> [Binding] { bindings.filter { $0.domain == name } }

    /// The domains that have devices, each once, in order: the runner can warn of one that the description lacks.
    public var domains: [String] {
        bindings.map(\.domain).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}
