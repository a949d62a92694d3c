// Keccak-f[1600] on several states at once, one per lane: FIPS 202, section 3. Written out, because an array of
// vectors would live in memory.

/// The words of several Keccak states; word x + 5y of FIPS 202 is `wXY`.
struct KeccakStates {
    var w00, w10, w20, w30, w40: States
    var w01, w11, w21, w31, w41: States
    var w02, w12, w22, w32, w42: States
    var w03, w13, w23, w33, w43: States
    var w04, w14, w24, w34, w44: States

    init() {
        (w00, w10, w20, w30, w40) = (.zero, .zero, .zero, .zero, .zero)
        (w01, w11, w21, w31, w41) = (.zero, .zero, .zero, .zero, .zero)
        (w02, w12, w22, w32, w42) = (.zero, .zero, .zero, .zero, .zero)
        (w03, w13, w23, w33, w43) = (.zero, .zero, .zero, .zero, .zero)
        (w04, w14, w24, w34, w44) = (.zero, .zero, .zero, .zero, .zero)
    }

    /// One round, with its constant.
    @inline(__always)
    mutating func round(_ constant: UInt64) {
        let c0 = w00 ^ w01 ^ w02 ^ w03 ^ w04
        let c1 = w10 ^ w11 ^ w12 ^ w13 ^ w14
        let c2 = w20 ^ w21 ^ w22 ^ w23 ^ w24
        let c3 = w30 ^ w31 ^ w32 ^ w33 ^ w34
        let c4 = w40 ^ w41 ^ w42 ^ w43 ^ w44
        let d0 = c4 ^ rotate(c1, 1)
        let d1 = c0 ^ rotate(c2, 1)
        let d2 = c1 ^ rotate(c3, 1)
        let d3 = c2 ^ rotate(c4, 1)
        let d4 = c3 ^ rotate(c0, 1)
        let b00 = w00 ^ d0
        let b02 = rotate(w10 ^ d1, 1)
        let b04 = rotate(w20 ^ d2, 62)
        let b01 = rotate(w30 ^ d3, 28)
        let b03 = rotate(w40 ^ d4, 27)
        let b13 = rotate(w01 ^ d0, 36)
        let b10 = rotate(w11 ^ d1, 44)
        let b12 = rotate(w21 ^ d2, 6)
        let b14 = rotate(w31 ^ d3, 55)
        let b11 = rotate(w41 ^ d4, 20)
        let b21 = rotate(w02 ^ d0, 3)
        let b23 = rotate(w12 ^ d1, 10)
        let b20 = rotate(w22 ^ d2, 43)
        let b22 = rotate(w32 ^ d3, 25)
        let b24 = rotate(w42 ^ d4, 39)
        let b34 = rotate(w03 ^ d0, 41)
        let b31 = rotate(w13 ^ d1, 45)
        let b33 = rotate(w23 ^ d2, 15)
        let b30 = rotate(w33 ^ d3, 21)
        let b32 = rotate(w43 ^ d4, 8)
        let b42 = rotate(w04 ^ d0, 18)
        let b44 = rotate(w14 ^ d1, 2)
        let b41 = rotate(w24 ^ d2, 61)
        let b43 = rotate(w34 ^ d3, 56)
        let b40 = rotate(w44 ^ d4, 14)
        w00 = chi(b00, b10, b20) ^ States(repeating: constant)
        w10 = chi(b10, b20, b30)
        w20 = chi(b20, b30, b40)
        w30 = chi(b30, b40, b00)
        w40 = chi(b40, b00, b10)
        w01 = chi(b01, b11, b21)
        w11 = chi(b11, b21, b31)
        w21 = chi(b21, b31, b41)
        w31 = chi(b31, b41, b01)
        w41 = chi(b41, b01, b11)
        w02 = chi(b02, b12, b22)
        w12 = chi(b12, b22, b32)
        w22 = chi(b22, b32, b42)
        w32 = chi(b32, b42, b02)
        w42 = chi(b42, b02, b12)
        w03 = chi(b03, b13, b23)
        w13 = chi(b13, b23, b33)
        w23 = chi(b23, b33, b43)
        w33 = chi(b33, b43, b03)
        w43 = chi(b43, b03, b13)
        w04 = chi(b04, b14, b24)
        w14 = chi(b14, b24, b34)
        w24 = chi(b24, b34, b44)
        w34 = chi(b34, b44, b04)
        w44 = chi(b44, b04, b14)
    }

    /// All 24 rounds.
    @inline(__always)
    mutating func permute() {
        for index in 0..<24 { round(roundConstants[index]) }
    }

    /// Writes the 21 words that SHAKE128 gives per permutation: word i of lane l to `output[i · lanes + l]`.
    @inline(__always)
    func storeRate(_ output: UnsafeMutablePointer<States>) {
        unsafe output[0] = w00
        unsafe output[1] = w10
        unsafe output[2] = w20
        unsafe output[3] = w30
        unsafe output[4] = w40
        unsafe output[5] = w01
        unsafe output[6] = w11
        unsafe output[7] = w21
        unsafe output[8] = w31
        unsafe output[9] = w41
        unsafe output[10] = w02
        unsafe output[11] = w12
        unsafe output[12] = w22
        unsafe output[13] = w32
        unsafe output[14] = w42
        unsafe output[15] = w03
        unsafe output[16] = w13
        unsafe output[17] = w23
        unsafe output[18] = w33
        unsafe output[19] = w43
        unsafe output[20] = w04
    }
}

private let roundConstants: InlineArray<24, UInt64> = [
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
    0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]
