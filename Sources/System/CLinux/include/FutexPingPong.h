#pragma once
// The yardstick for a hand-over between threads; used by benchmarks only.
#include <stdint.h>

/// Two threads on one core hand a turn to and fro `rounds` times by futex: 2 * `rounds` hand-overs.
/// The caller's affinity is restored. Returns 0 or -errno.
int kms_futex_ping_pong(uint32_t rounds);
