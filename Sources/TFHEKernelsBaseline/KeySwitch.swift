internal import CFloatLanes

// out ← out − Σ_r digit_r · key_r over rows r, where a row is an LWE ciphertext.
//
// The key is cut into tiles of 256 bytes of columns, [tile][row][256 bytes], so that a tile's sums stay in four
// registers over all rows while the key is read strictly in sequence.

/// How far ahead a tile's rows are asked for.
private let tileLeadByteCount = 4096

@inline(__always) private func prefetchRow(_ p: UnsafeRawPointer) {
    lanes_prefetch(p + tileLeadByteCount)
    lanes_prefetch(p + (tileLeadByteCount &+ 64))
    lanes_prefetch(p + (tileLeadByteCount &+ 128))
    lanes_prefetch(p + (tileLeadByteCount &+ 192))
}

/// Words modulo 2^32, tiles of 64 columns.
@inline(never)
func switchKey(
    _ digits: UnsafePointer<UInt32>, rowCount: Int, _ key: UnsafePointer<UInt32>, tileCount: Int,
    to result: UnsafeMutablePointer<UInt32>
) {
    let sums = UnsafeMutableRawPointer(result).assumingMemoryBound(to: SIMD16<UInt32>.self)
    var row = UnsafeRawPointer(key).assumingMemoryBound(to: SIMD16<UInt32>.self)
    var tile = 0
    while tile < tileCount {
        let sum = sums + 4 &* tile
        var a = sum[0]
        var b = sum[1]
        var c = sum[2]
        var d = sum[3]
        var r = 0
        while r < rowCount {
            prefetchRow(row)
            let digit = SIMD16<UInt32>(repeating: digits[r])
            a = a &- row[0] &* digit
            b = b &- row[1] &* digit
            c = c &- row[2] &* digit
            d = d &- row[3] &* digit
            row += 4
            r &+= 1
        }
        sum[0] = a
        sum[1] = b
        sum[2] = c
        sum[3] = d
        tile &+= 1
    }
}

/// Words modulo 2^64, tiles of 32 columns.
@inline(never)
func switchKey(
    _ digits: UnsafePointer<UInt64>, rowCount: Int, _ key: UnsafePointer<UInt64>, tileCount: Int,
    to result: UnsafeMutablePointer<UInt64>
) {
    let sums = UnsafeMutableRawPointer(result).assumingMemoryBound(to: SIMD8<UInt64>.self)
    var row = UnsafeRawPointer(key).assumingMemoryBound(to: SIMD8<UInt64>.self)
    var tile = 0
    while tile < tileCount {
        let sum = sums + 4 &* tile
        var a = sum[0]
        var b = sum[1]
        var c = sum[2]
        var d = sum[3]
        var r = 0
        while r < rowCount {
            prefetchRow(row)
            let digit = SIMD8<UInt64>(repeating: digits[r])
            a = a &- row[0] &* digit
            b = b &- row[1] &* digit
            c = c &- row[2] &* digit
            d = d &- row[3] &* digit
            row += 4
            r &+= 1
        }
        sum[0] = a
        sum[1] = b
        sum[2] = c
        sum[3] = d
        tile &+= 1
    }
}

/// Four ciphertexts in one pass over a key modulo 2^32.
///
/// Digits are [row][ciphertext]; the result has four ciphertexts of `tileCount` tiles, one after the other.
@inline(never)
func switchKeyOfFour(
    _ digits: UnsafePointer<UInt32>, rowCount: Int, _ key: UnsafePointer<UInt32>, tileCount: Int,
    to result: UnsafeMutablePointer<UInt32>
) {
    let sums = UnsafeMutableRawPointer(result).assumingMemoryBound(to: SIMD16<UInt32>.self)
    let pitch = 4 &* tileCount
    var row = UnsafeRawPointer(key).assumingMemoryBound(to: SIMD16<UInt32>.self)
    var tile = 0
    while tile < tileCount {
        let sum = sums + 4 &* tile
        var s = TileSums(at: sum)
        var t = TileSums(at: sum + pitch)
        var u = TileSums(at: sum + 2 &* pitch)
        var v = TileSums(at: sum + 3 &* pitch)
        var r = 0
        while r < rowCount {
            prefetchRow(row)
            let words = TileSums(at: row)
            let digit = digits + 4 &* r
            s.subtract(words, times: digit[0])
            t.subtract(words, times: digit[1])
            u.subtract(words, times: digit[2])
            v.subtract(words, times: digit[3])
            row += 4
            r &+= 1
        }
        s.store(at: sum)
        t.store(at: sum + pitch)
        u.store(at: sum + 2 &* pitch)
        v.store(at: sum + 3 &* pitch)
        tile &+= 1
    }
}

/// The sums of one tile of one ciphertext.
private struct TileSums {
    var a: SIMD16<UInt32>
    var b: SIMD16<UInt32>
    var c: SIMD16<UInt32>
    var d: SIMD16<UInt32>

    @inline(__always) init(at p: UnsafePointer<SIMD16<UInt32>>) {
        a = p[0]
        b = p[1]
        c = p[2]
        d = p[3]
    }

    @inline(__always) mutating func subtract(_ words: TileSums, times digit: UInt32) {
        let factor = SIMD16<UInt32>(repeating: digit)
        a = a &- words.a &* factor
        b = b &- words.b &* factor
        c = c &- words.c &* factor
        d = d &- words.d &* factor
    }

    @inline(__always) func store(at p: UnsafeMutablePointer<SIMD16<UInt32>>) {
        p[0] = a
        p[1] = b
        p[2] = c
        p[3] = d
    }
}
