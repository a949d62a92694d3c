#define _GNU_SOURCE
#include "Hardening.h"
#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int kms_harden_process(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -errno;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -errno;
    return 0;
}

static _Thread_local void *word;
void *kms_thread_word(void) { return word; }
void kms_set_thread_word(void *value) { word = value; }
