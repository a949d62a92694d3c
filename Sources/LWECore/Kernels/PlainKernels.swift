/// The kernels' plain twins: what each must compute, in the fewest words.
enum PlainKernels {
    /// See `Kernels.addRowProducts`.
    static func addRowProducts(
        _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int, sTransposed: UnsafePointer<UInt16>,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        for row in 0..<rowCount {
            for k in 0..<8 {
                var sum: UInt16 = 0
                for j in 0..<columns { sum &+= unsafe a[columns * row + j] &* sTransposed[columns * k + j] }
                unsafe sums[8 * row + k] &+= sum
            }
        }
    }

    /// See `Kernels.addColumnProducts`.
    static func addColumnProducts(
        _ s: UnsafePointer<UInt16>, stride: Int, _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        for row in 0..<rowCount {
            for k in 0..<8 {
                let factor = unsafe s[stride * k + row]
                for j in 0..<columns { unsafe sums[columns * k + j] &+= factor &* a[columns * row + j] }
            }
        }
    }

    /// See `Kernels.sampleErrors`.
    static func sampleErrors(_ words: UnsafeMutableBufferPointer<UInt16>, table: [UInt16]) {
        for index in 0..<words.count {
            let word = unsafe words[index]
            var magnitude: UInt16 = 0
            for bound in table { magnitude &+= (bound &- word >> 1) >> 15 }
            let negative = 0 &- (word & 1)
            unsafe words[index] = (magnitude ^ negative) &- negative
        }
    }

    /// See `Kernels.shakeRows`.
    static func shakeRows(
        seed: [UInt8], firstRow: Int, rowCount: Int, columns: Int, into entries: UnsafeMutablePointer<UInt16>
    ) throws(LWEError) {
        var shake = try Shake(.shake128)
        for row in 0..<rowCount {
            let number = UInt16(truncatingIfNeeded: firstRow + row)
            let input = [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)] + seed
            try shake.start()
            try shake.absorb(input)
            try unsafe shake.squeeze(
                into: UnsafeMutableRawBufferPointer(start: entries + row * columns, count: 2 * columns))
        }
    }
}
