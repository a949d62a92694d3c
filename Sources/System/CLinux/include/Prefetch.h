#pragma once

/// Asks for the cache line at `address`, to be loaded from soon.
static inline __attribute__((always_inline)) void kms_prefetch_for_load(const void *address) {
    __builtin_prefetch(address, 0);
}

/// Asks for the cache line at `address`, to be stored to soon: so it need not be fetched from another core then.
static inline __attribute__((always_inline)) void kms_prefetch_for_store(const void *address) {
#if defined(__x86_64__)
    // The compiler would fetch it for reading on a baseline processor; where prefetchw is unknown it does nothing.
    __asm__ volatile("prefetchw %0" : : "m"(*(const char *)address));
#else
    __builtin_prefetch(address, 1);
#endif
}
