#pragma once
// Vector primitives that Swift's standard library spells lane by lane, as clang vector expressions without
// intrinsics: they compile for every target and import as functions on Swift's SIMD types. Header only, so that each
// kernel module compiles them for its own instruction set.
#include <stdint.h>

/// The widest kernels that this processor and operating system can run: 0 baseline, 1 AVX2 with FMA and BMI2,
/// 2 x86-64-v4 (AVX-512).
int kms_vector_level(void);

#define LANES(T) static inline __attribute__((always_inline, const)) T

// 16-bit words: bit operations, all lanes shifted right, the sum of all lanes modulo 2^16, the lanes from `first` on.
#define WORDS(N)                                                                                                       \
    typedef uint16_t kms_u16x##N __attribute__((ext_vector_type(N)));                                                  \
    LANES(kms_u16x##N) words##N##_and(kms_u16x##N a, kms_u16x##N b) { return a & b; }                                  \
    LANES(kms_u16x##N) words##N##_xor(kms_u16x##N a, kms_u16x##N b) { return a ^ b; }                                  \
    LANES(kms_u16x##N) words##N##_shift_right(kms_u16x##N a, int count) { return a >> (kms_u16x##N)(uint16_t)count; }  \
    LANES(uint16_t) words##N##_sum(kms_u16x##N a) { return __builtin_reduce_add(a); }
WORDS(8)
WORDS(16)
WORDS(32)
#undef WORDS

// 64-bit words of Keccak: exclusive or, rotation, and its chi step a ^ (~b & c).
#define STATES(N)                                                                                                      \
    typedef uint64_t kms_u64x##N __attribute__((ext_vector_type(N)));                                                  \
    LANES(kms_u64x##N) states##N##_xor(kms_u64x##N a, kms_u64x##N b) { return a ^ b; }                                 \
    LANES(kms_u64x##N) states##N##_rotate(kms_u64x##N a, int count) {                                                  \
        return (a << (kms_u64x##N)(uint64_t)count) | (a >> (kms_u64x##N)(uint64_t)(64 - count));                       \
    }                                                                                                                  \
    LANES(kms_u64x##N) states##N##_chi(kms_u64x##N a, kms_u64x##N b, kms_u64x##N c) { return a ^ (~b & c); }
STATES(2)
STATES(4)
STATES(8)
#undef STATES

#undef LANES
