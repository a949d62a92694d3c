import Synchronization

/// One `input` event of a trace with its bytes.
public struct RecordedInput: Hashable, Sendable {
    /// The device's number in the trace.
    public var device: UInt32
    /// What came in.
    public var bytes: [UInt8]

    /// Makes one.
    public init(device: UInt32, bytes: [UInt8]) {
        self.device = device
        self.bytes = bytes
    }
}

/// All inputs of a recorded run, in one queue, since their order among devices is part of the run.
final class InputQueue: Sendable {
    private let rest: Mutex<ArraySlice<RecordedInput>>

    init(_ inputs: [RecordedInput]) { rest = Mutex(inputs[...]) }

    /// What device `number` got next; nil when the next input, if any, was another device's.
    func next(forDevice number: UInt32) -> RecordedInput? {
        rest.withLock { rest in
            guard let next = rest.first, next.device == number || next.device == number + 1 else {
                return nil
            }
            rest.removeFirst()
            return next
        }
    }

    /// Why device `number` failed next, when it did.
    func failure(ofDevice number: UInt32) -> HostDeviceFailure? {
        rest.withLock { rest in
            guard let next = rest.first, next.device == number + 1, !next.bytes.isEmpty else { return nil }
            rest.removeFirst()
            return HostDeviceFailure(String(decoding: next.bytes, as: UTF8.self))
        }
    }
}

/// Stands for a device in a replay: gives what was recorded, and writes nowhere.
final class ReplayedDevice: HostDevice {
    private let number: UInt32
    private let queue: InputQueue

    init(number: UInt32, queue: InputQueue) {
        self.number = number
        self.queue = queue
    }

    func read() throws(HostDeviceFailure) -> [UInt8]? {
        let input = try next()
        return input.device == number ? input.bytes : nil
    }

    func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        if let failure = queue.failure(ofDevice: number) { throw failure }
    }

    func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8] { try next().bytes }

    private func next() throws(HostDeviceFailure) -> RecordedInput {
        if let failure = queue.failure(ofDevice: number) { throw failure }
        guard let input = queue.next(forDevice: number) else {
            throw HostDeviceFailure("was not read at this point of the recorded run")
        }
        return input
    }
}
