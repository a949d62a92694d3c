import TFHEKernelInterface

@testable import LWECore

/// The levels that this processor can run.
let vectorLevels = VectorLevel.allCases.filter { $0 <= .supported }

/// A reproducible generator for test data (splitmix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func words<Word: FixedWidthInteger & UnsignedInteger>(_: Word.Type = Word.self, _ count: Int)
        -> [Word]
    {
        (0..<count).map { _ in Word(truncatingIfNeeded: next()) }
    }
}

/// Memory aligned to 64 bytes for one test.
@safe
final class AlignedBuffer<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int

    init(_ count: Int, _ value: Element) {
        self.count = count
        unsafe pointer = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64
        ).bindMemory(to: Element.self, capacity: max(1, count))
        unsafe pointer.initialize(repeating: value, count: count)
    }

    convenience init(_ values: [Element]) where Element: Numeric {
        self.init(values.count, 0)
        for (index, value) in values.enumerated() { unsafe pointer[index] = value }
    }

    deinit { unsafe pointer.deallocate() }

    var values: [Element] { (0..<count).map { unsafe pointer[$0] } }
}
