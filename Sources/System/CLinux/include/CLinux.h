#pragma once
// What the Glibc module of Swift on Linux lacks. Each call returns 0 or a descriptor, or -errno.
#include <stddef.h>
#include <stdint.h>
#include "Hardening.h"
#include "FutexPingPong.h"
#include "MemoryObject.h"
