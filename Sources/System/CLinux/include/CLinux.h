#pragma once
// What the Glibc module of Swift on Linux lacks. Each call returns 0 or a descriptor, or -errno.
#include <stddef.h>
#include <stdint.h>
#include "Hardening.h"
#include "FutexPingPong.h"

/// An anonymous memory object of `size` bytes that accepts seals, close-on-exec.
int kms_memory_object_create(const char *name, size_t size);
