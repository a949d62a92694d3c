extension FrodoParameterSet {
    /// Turns uniform 16-bit words into errors modulo 2^16, in place: the lowest bit is the sign, the other fifteen
    /// choose the magnitude by the error table.
    ///
    /// - Complexity: `words.count` × table entries; time independent of the words.
    func sampleErrors(_ words: UnsafeMutableBufferPointer<UInt16>) {
        let table = errorTable.dropLast()
        for index in 0..<words.count {
            let word = unsafe words[index]
            let magnitudeIndex = word >> 1
            var magnitude: UInt16 = 0
            for bound in table { magnitude &+= (bound &- magnitudeIndex) >> 15 }
            let negative = 0 &- (word & 1)
            unsafe words[index] = (magnitude ^ negative) &- negative
        }
    }
}
