#pragma once
// What a program can tell valgrind's memcheck, and ask it. Without valgrind's header, or outside valgrind, nothing happens.
#include <stddef.h>

/// Whether the program runs under valgrind (and was built with its header).
int kms_memcheck_is_running(void);
/// Marks bytes as secret: memcheck reports every branch and address that depends on them.
void kms_memcheck_mark_secret(const void *bytes, size_t count);
/// Marks bytes as public.
void kms_memcheck_mark_public(const void *bytes, size_t count);
/// Errors reported so far.
unsigned kms_memcheck_error_count(void);
