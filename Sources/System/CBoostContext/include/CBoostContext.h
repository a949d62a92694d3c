#pragma once
// The C entry points of Boost.Context (libboost_context), which have no C header of their own.
// Signatures: Boost.Context documentation, "fcontext_t"; the same since Boost 1.61.
#include <stddef.h>

typedef void *kms_fcontext;
typedef struct { kms_fcontext from; void *data; } kms_transfer;

/// Suspends the calling context and resumes `to`, which receives `data`. Returns when somebody jumps back.
kms_transfer jump_fcontext(kms_fcontext to, void *data);
/// Makes a context that runs `entry` on the stack that ends (grows down from) at `stack_top`, `size` bytes long.
kms_fcontext make_fcontext(void *stack_top, size_t size, void (*entry)(kms_transfer));
