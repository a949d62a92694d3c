// Floating-point vectors, one clang vector expression per primitive; no intrinsics, so it compiles for every target.
//
// Swift's library expands floating SIMD operators lane by lane and LLVM does not always put the lanes together again
// (next to a shuffle it never does): written here, the same algorithm runs six times as fast. Integer SIMD is native
// in Swift and stays there. The width follows the instruction set: eight doubles where thirty-two 512-bit registers
// exist, else four.
#ifndef CFLOATLANES_H
#define CFLOATLANES_H

#if defined(__AVX512F__)
#define LANE_COUNT 8
#else
#define LANE_COUNT 4
#endif

#define LANE_VECTOR(T) T __attribute__((ext_vector_type(LANE_COUNT)))
typedef LANE_VECTOR(double) lanes_double;
typedef LANE_VECTOR(long long) lanes_int64;
typedef LANE_VECTOR(unsigned long long) lanes_uint64;
typedef LANE_VECTOR(int) lanes_int32;
typedef LANE_VECTOR(unsigned) lanes_uint32;

#define LANES(T) static inline __attribute__((always_inline, const)) T

LANES(lanes_double) lanes_splat(double x) { return (lanes_double)x; }
LANES(lanes_double) lanes_add(lanes_double a, lanes_double b) { return a + b; }
LANES(lanes_double) lanes_sub(lanes_double a, lanes_double b) { return a - b; }
LANES(lanes_double) lanes_mul(lanes_double a, lanes_double b) { return a * b; }
LANES(lanes_double) lanes_neg(lanes_double a) { return -a; }

// c + a·b and c − a·b, with one rounding where the target has it, else two.
#ifdef __FP_FAST_FMA
LANES(lanes_double) lanes_fma(lanes_double c, lanes_double a, lanes_double b) {
    return __builtin_elementwise_fma(a, b, c);
}
LANES(lanes_double) lanes_fnma(lanes_double c, lanes_double a, lanes_double b) {
    return __builtin_elementwise_fma(-a, b, c);
}
#else
LANES(lanes_double) lanes_fma(lanes_double c, lanes_double a, lanes_double b) { return c + a * b; }
LANES(lanes_double) lanes_fnma(lanes_double c, lanes_double a, lanes_double b) { return c - a * b; }
#endif

// The nearest integer, for |a| < 2^51.
#if defined(__SSE4_1__) || defined(__aarch64__)
LANES(lanes_double) lanes_round(lanes_double a) { return __builtin_elementwise_rint(a); }
#else
LANES(lanes_double) lanes_round(lanes_double a) {
    return (a + (lanes_double)6755399441055744.0) - (lanes_double)6755399441055744.0;
}
#endif

// x >> shift (arithmetic) as a double; at most 51 bits remain, half = 2^(63 − shift).
#ifdef __AVX512DQ__
LANES(lanes_double) lanes_top_digit(lanes_int64 x, long long shift, double half) {
    return __builtin_convertvector(x >> (lanes_int64)shift, lanes_double);
}
LANES(lanes_double) lanes_from_int64(lanes_int64 x) { return __builtin_convertvector(x, lanes_double); }
#else
// No such conversion: the shifted word goes under the exponent of 2^52.
LANES(lanes_double) lanes_top_digit(lanes_int64 x, long long shift, double half) {
    lanes_uint64 field = ((lanes_uint64)x ^ (lanes_uint64)(1ULL << 63)) >> (lanes_uint64)(unsigned long long)shift;
    return (lanes_double)(field | (lanes_uint64)0x4330000000000000ULL) - (lanes_double)(4503599627370496.0 + half);
}
// Both halves of the word under exponents of their own: the high half under 2^84, the low one under 2^52. The
// constant, 2^84 + 2^63 + 2^52, takes both away; only the last addition rounds.
LANES(lanes_double) lanes_from_int64(lanes_int64 x) {
    lanes_uint64 word = (lanes_uint64)x;
    lanes_double high = (lanes_double)(((word ^ (lanes_uint64)(1ULL << 63)) >> (lanes_uint64)32ULL)
                                       | (lanes_uint64)0x4530000000000000ULL);
    lanes_double low = (lanes_double)((word & (lanes_uint64)0xFFFFFFFFULL) | (lanes_uint64)0x4330000000000000ULL);
    return (high - (lanes_double)0x1.00000801p84) + low;
}
#endif
#ifdef __AVX512DQ__
// Towards zero, for |x| < 2^63.
LANES(lanes_int64) lanes_to_int64(lanes_double x) { return __builtin_convertvector(x, lanes_int64); }
#endif
// An unsigned field of at most 51 bits, less `half`.
LANES(lanes_double) lanes_from_field(lanes_uint64 field, double half) {
    return (lanes_double)(field | (lanes_uint64)0x4330000000000000ULL) - (lanes_double)(4503599627370496.0 + half);
}
LANES(lanes_double) lanes_from_int32(lanes_int32 x) { return __builtin_convertvector(x, lanes_double); }
LANES(lanes_uint32) lanes_low_words(lanes_double x) {
    return __builtin_convertvector((lanes_uint64)x, lanes_uint32);
}

// Two-input shuffles of a transpose.
#if LANE_COUNT == 8
LANES(lanes_double) lanes_unpack_low(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 0, 8, 2, 10, 4, 12, 6, 14);
}
LANES(lanes_double) lanes_unpack_high(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 1, 9, 3, 11, 5, 13, 7, 15);
}
LANES(lanes_double) lanes_even_pairs(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 0, 1, 4, 5, 8, 9, 12, 13);
}
LANES(lanes_double) lanes_odd_pairs(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 2, 3, 6, 7, 10, 11, 14, 15);
}
#else
LANES(lanes_double) lanes_unpack_low(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 0, 4, 2, 6);
}
LANES(lanes_double) lanes_unpack_high(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 1, 5, 3, 7);
}
LANES(lanes_double) lanes_even_pairs(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 0, 1, 4, 5);
}
LANES(lanes_double) lanes_odd_pairs(lanes_double x, lanes_double y) {
    return __builtin_shufflevector(x, y, 2, 3, 6, 7);
}
#endif

// Asks for the cache line at p; any address is allowed.
static inline __attribute__((always_inline)) void lanes_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }

#undef LANES
#undef LANE_VECTOR
#endif
