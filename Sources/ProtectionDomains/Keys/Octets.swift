extension UnsafeRawBufferPointer {
    /// The first byte, as C functions want it; an address that is never followed when there is none.
    var octets: UnsafePointer<UInt8> {
        guard let base = unsafe baseAddress ?? UnsafeRawPointer(bitPattern: 16) else {
            fatalError("16 is an address")
        }
        return unsafe base.assumingMemoryBound(to: UInt8.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The first byte, as C functions want it; an address that is never followed when there is none.
    var octets: UnsafeMutablePointer<UInt8> {
        guard let base = unsafe baseAddress ?? UnsafeMutableRawPointer(bitPattern: 16) else {
            fatalError("16 is an address")
        }
        return unsafe base.assumingMemoryBound(to: UInt8.self)
    }
}
