#pragma once
// Says on standard error which domain touched what, before a memory fault or a Swift trap ends the process.
// The report is made in a signal handler from tables kept here: no allocation, no lock, write(2) alone.
#include <stddef.h>
#include <stdint.h>

/// A protection domain, as reports name it.
typedef struct kms_domain_note kms_domain_note;
/// One mapping of a region, as reports name it.
typedef struct kms_mapping_note kms_mapping_note;

/// Installs the handlers of the process, once, and gives the calling thread a stack to run them on.
/// Returns 0 or -errno.
int kms_fault_reporter_arm(void);

/// `hook`, safe in a signal handler, is called before anything is written; NULL for none.
void kms_fault_reporter_before(void (*hook)(void));

/// A domain called `name`. NULL without memory.
kms_domain_note *kms_domain_note_create(const char *name);
/// Addresses [start, end) are the guard of the domain's stack.
void kms_domain_note_set_stack_guard(kms_domain_note *note, uintptr_t start, uintptr_t end);
/// Frees a note that no other thread has as running domain.
void kms_domain_note_destroy(kms_domain_note *note);

/// Says which domain the calling thread runs from now on; NULL for none. Costs a store.
static inline void kms_running_domain_set(const kms_domain_note *note) {
    // Initial-exec: this is linked into the program, never loaded later, so the address needs no call.
    extern _Thread_local const kms_domain_note *kms_running_domain __attribute__((tls_model("initial-exec")));
    kms_running_domain = note;
}

/// Adds the mapping [start, start + count) with `guard` unmapped bytes on either side. NULL without memory.
kms_mapping_note *kms_mapping_note_add(
    const char *region, const char *domain, const char *permissions, uintptr_t start, uintptr_t count,
    uintptr_t guard);
/// Takes it out.
void kms_mapping_note_remove(kms_mapping_note *note);
