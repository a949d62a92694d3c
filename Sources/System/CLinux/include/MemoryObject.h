#pragma once
#include <stddef.h>
#include <stdint.h>

/// An anonymous memory object of `size` bytes that accepts seals, close-on-exec. `executable`: may be mapped so.
int kms_memory_object_create(const char *name, uint64_t size, int executable);

/// Fixes the size of `object` for ever.
int kms_memory_object_seal(int object);

/// Writes zeros over those bytes of [offset, offset + count) of `object` that are backed by memory; holes stay holes.
int kms_memory_object_clear(int object, uint64_t offset, uint64_t count);

/// How many bytes of memory back `object`.
int64_t kms_memory_object_resident(int object);

/// The first bytes from `offset` on that memory backs, as [*start, *end); *start = *end when there are none.
int kms_memory_object_next_data(int object, uint64_t offset, uint64_t *start, uint64_t *end);
