#pragma once
// Process hardening and one thread-local word, for SecretMemory.

/// No core files (RLIMIT_CORE 0) and no ptrace or /proc/self/mem by others of the same user (PR_SET_DUMPABLE 0).
/// Returns 0 or -errno.
int kms_harden_process(void);

/// A word of the calling thread; NULL until set.
void *kms_thread_word(void);
void kms_set_thread_word(void *word);
