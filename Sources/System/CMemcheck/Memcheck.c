#include "CMemcheck.h"

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
int kms_memcheck_is_running(void) { return RUNNING_ON_VALGRIND; }
void kms_memcheck_mark_secret(const void *bytes, size_t count) { VALGRIND_MAKE_MEM_UNDEFINED(bytes, count); }
void kms_memcheck_mark_public(const void *bytes, size_t count) { VALGRIND_MAKE_MEM_DEFINED(bytes, count); }
unsigned kms_memcheck_error_count(void) { return VALGRIND_COUNT_ERRORS; }
#else
int kms_memcheck_is_running(void) { return 0; }
void kms_memcheck_mark_secret(const void *bytes, size_t count) { (void)bytes, (void)count; }
void kms_memcheck_mark_public(const void *bytes, size_t count) { (void)bytes, (void)count; }
unsigned kms_memcheck_error_count(void) { return 0; }
#endif
