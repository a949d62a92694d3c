#pragma once
// What the Glibc module of Swift on Linux lacks. Each call returns 0 or a descriptor, or -errno.
#include <stddef.h>
#include <stdint.h>
#include "Hardening.h"
#include "FutexPingPong.h"
#include "MemoryObject.h"
#include "Prefetch.h"

/// Starts a detached thread with `stack_bytes` of stack that calls `body(argument)`. Returns 0 or -errno.
int kms_thread_start(size_t stack_bytes, void (*body)(void *), void *argument);
#include "FaultReporter.h"
