internal import CLanes

// The widest vectors of the instruction set that this module is compiled for, with the operators that the standard
// library would spell lane by lane.

#if KERNELS_AVX512
    typealias Words = SIMD32<UInt16>
    @inline(__always) func & (a: Words, b: Words) -> Words { words32_and(a, b) }
    @inline(__always) func ^ (a: Words, b: Words) -> Words { words32_xor(a, b) }
    @inline(__always) func shiftRight(_ a: Words, _ count: Int32) -> Words { words32_shift_right(a, count) }
    @inline(__always) func sum(_ a: Words) -> UInt16 { words32_sum(a) }

    typealias States = SIMD8<UInt64>
    @inline(__always) func ^ (a: States, b: States) -> States { states8_xor(a, b) }
    @inline(__always) func rotate(_ a: States, _ count: Int32) -> States { states8_rotate(a, count) }
    @inline(__always) func chi(_ a: States, _ b: States, _ c: States) -> States { states8_chi(a, b, c) }
#elseif KERNELS_AVX2
    typealias Words = SIMD16<UInt16>
    @inline(__always) func & (a: Words, b: Words) -> Words { words16_and(a, b) }
    @inline(__always) func ^ (a: Words, b: Words) -> Words { words16_xor(a, b) }
    @inline(__always) func shiftRight(_ a: Words, _ count: Int32) -> Words { words16_shift_right(a, count) }
    @inline(__always) func sum(_ a: Words) -> UInt16 { words16_sum(a) }

    typealias States = SIMD4<UInt64>
    @inline(__always) func ^ (a: States, b: States) -> States { states4_xor(a, b) }
    @inline(__always) func rotate(_ a: States, _ count: Int32) -> States { states4_rotate(a, count) }
    @inline(__always) func chi(_ a: States, _ b: States, _ c: States) -> States { states4_chi(a, b, c) }
#else
    typealias Words = SIMD8<UInt16>
    @inline(__always) func & (a: Words, b: Words) -> Words { words8_and(a, b) }
    @inline(__always) func ^ (a: Words, b: Words) -> Words { words8_xor(a, b) }
    @inline(__always) func shiftRight(_ a: Words, _ count: Int32) -> Words { words8_shift_right(a, count) }
    @inline(__always) func sum(_ a: Words) -> UInt16 { words8_sum(a) }

    typealias States = SIMD2<UInt64>
    @inline(__always) func ^ (a: States, b: States) -> States { states2_xor(a, b) }
    @inline(__always) func rotate(_ a: States, _ count: Int32) -> States { states2_rotate(a, count) }
    @inline(__always) func chi(_ a: States, _ b: States, _ c: States) -> States { states2_chi(a, b, c) }
#endif

extension Words {
    /// The words at `pointer`, which need not be aligned.
    @inline(__always)
    static func load(_ pointer: UnsafePointer<UInt16>) -> Words {
        unsafe UnsafeRawPointer(pointer).loadUnaligned(as: Words.self)
    }

    @inline(__always)
    func store(_ pointer: UnsafeMutablePointer<UInt16>) {
        unsafe UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Words.self)
    }
}
