/// A word of the torus: x stands for x/2^bitWidth.
public protocol TorusInteger: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable {}

extension UInt32: TorusInteger {}
extension UInt64: TorusInteger {}
