#define _GNU_SOURCE
#include "FaultReporter.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { NAME_SIZE = 72, HANDLER_STACK_SIZE = 64 << 10, NEAR_STACK = 64 << 10 };

struct kms_domain_note {
    char name[NAME_SIZE];
    uintptr_t guard_start, guard_end;
};

/// Never freed but reused, so that the handler can walk the list at any moment.
struct kms_mapping_note {
    _Atomic uintptr_t start; // 0 while unused; written last
    uintptr_t count, guard;
    char region[NAME_SIZE], domain[NAME_SIZE], permissions[4];
    kms_mapping_note *next;      // in the list of all
    kms_mapping_note *next_free; // in the list of unused ones
};

static _Atomic(kms_mapping_note *) mappings;
static kms_mapping_note *unused;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
_Thread_local const kms_domain_note *kms_running_domain;
#define running kms_running_domain

static void copy_name(char *target, const char *source) {
    strncpy(target, source, NAME_SIZE - 1);
    target[NAME_SIZE - 1] = 0;
}

kms_domain_note *kms_domain_note_create(const char *name) {
    kms_domain_note *note = calloc(1, sizeof *note);
    if (note) copy_name(note->name, name);
    return note;
}

void kms_domain_note_set_stack_guard(kms_domain_note *note, uintptr_t start, uintptr_t end) {
    note->guard_start = start;
    note->guard_end = end;
}

void kms_domain_note_destroy(kms_domain_note *note) {
    if (running == note) running = NULL;
    free(note);
}

kms_mapping_note *kms_mapping_note_add(
    const char *region, const char *domain, const char *permissions, uintptr_t start, uintptr_t count,
    uintptr_t guard) {
    pthread_mutex_lock(&lock);
    kms_mapping_note *note = unused;
    if (note) {
        unused = note->next_free;
    } else if ((note = calloc(1, sizeof *note))) {
        note->next = atomic_load(&mappings);
        atomic_store(&mappings, note);
    }
    pthread_mutex_unlock(&lock);
    if (!note) return NULL;
    copy_name(note->region, region);
    copy_name(note->domain, domain);
    strncpy(note->permissions, permissions, sizeof note->permissions - 1);
    note->count = count;
    note->guard = guard;
    atomic_store(&note->start, start);
    return note;
}

void kms_mapping_note_remove(kms_mapping_note *note) {
    atomic_store(&note->start, 0);
    pthread_mutex_lock(&lock);
    note->next_free = unused;
    unused = note;
    pthread_mutex_unlock(&lock);
}

// What follows runs in the handler.

typedef struct {
    char text[768];
    size_t length;
} report;

static void add(report *r, const char *text) {
    while (*text && r->length < sizeof r->text - 1) r->text[r->length++] = *text++;
}

static void add_number(report *r, uintptr_t value, unsigned base) {
    char digits[20];
    unsigned count = 0;
    do digits[count++] = "0123456789abcdef"[value % base];
    while ((value /= base));
    if (base == 16) add(r, "0x");
    while (count && r->length < sizeof r->text - 1) r->text[r->length++] = digits[--count];
}

static void add_quoted(report *r, const char *name) {
    add(r, "'");
    add(r, name);
    add(r, "'");
}

static const char *signal_name(int number) {
    switch (number) {
    case SIGSEGV: return "SIGSEGV";
    case SIGBUS: return "SIGBUS";
    case SIGILL: return "SIGILL";
    case SIGTRAP: return "SIGTRAP";
    default: return "SIGFPE";
    }
}

static uintptr_t stack_pointer(const ucontext_t *context) {
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.sp;
#else
    (void)context;
    return 0;
#endif
}

/// What the instruction did: the processor's own words for it.
static const char *access_kind(const ucontext_t *context) {
#if defined(__x86_64__)
    long error = context->uc_mcontext.gregs[REG_ERR];
    if (error & 0x10) return "executed";
    return error & 2 ? "stored to" : "loaded from";
#elif defined(__aarch64__)
    const struct { uint32_t magic, size; uint64_t esr; } *block = (const void *)context->uc_mcontext.__reserved;
    while (block->magic != 0) {
        if (block->magic == 0x45535201) { // ESR_MAGIC
            if ((block->esr >> 26) == 0x20) return "executed";
            return block->esr & 0x40 ? "stored to" : "loaded from";
        }
        block = (const void *)((const char *)block + block->size);
    }
    return "touched";
#else
    (void)context;
    return "touched";
#endif
}

static const kms_mapping_note *find_mapping(uintptr_t address) {
    for (kms_mapping_note *note = atomic_load(&mappings); note; note = note->next) {
        uintptr_t start = atomic_load(&note->start);
        if (start && address >= start - note->guard && address < start + note->count + note->guard) return note;
    }
    return NULL;
}

static void add_place(report *r, const kms_mapping_note *note, uintptr_t address) {
    uintptr_t start = atomic_load(&note->start);
    if (address < start) {
        add_number(r, start - address, 10);
        add(r, " bytes before the start of region ");
    } else if (address >= start + note->count) {
        add_number(r, address - start - note->count, 10);
        add(r, " bytes past the end of region ");
    } else {
        add(r, "offset ");
        add_number(r, address - start, 10);
        add(r, " of region ");
    }
    add_quoted(r, note->region);
    add(r, ", which is mapped with perms=\"");
    add(r, note->permissions);
    add(r, "\"");
    if (!running || strcmp(running->name, note->domain) != 0) {
        add(r, " for ");
        add_quoted(r, note->domain);
    }
}

static int is_stack_overflow(uintptr_t address, uintptr_t stack) {
    if (running && address >= running->guard_start && address < running->guard_end) return 1;
    return stack && address < stack + NEAR_STACK && address + NEAR_STACK > stack;
}

static void add_subject(report *r) {
    add(r, "kms: ");
    if (!running) return add(r, "the program");
    add(r, "protection domain ");
    add_quoted(r, running->name);
}

static void write_report(int number, uintptr_t address, const ucontext_t *context) {
    report r = {.length = 0};
    const kms_mapping_note *note = NULL;
    add_subject(&r);
    if (number == SIGSEGV || number == SIGBUS) {
        note = find_mapping(address);
        if (!note && is_stack_overflow(address, stack_pointer(context))) {
            add(&r, " overflowed its stack");
        } else {
            add(&r, " ");
            add(&r, access_kind(context));
            add(&r, " ");
            if (note) {
                add_place(&r, note, address);
            } else {
                add(&r, "address ");
                add_number(&r, address, 16);
                add(&r, ", outside every region");
            }
        }
    } else if (number == SIGFPE) {
        add(&r, " divided by zero");
    } else {
        add(&r, " was stopped by a check of Swift (an index out of range, an overflow, a nil, a fatalError)");
    }
    add(&r, "; the program ends with ");
    add(&r, signal_name(number));
    add(&r, "\n");
    for (size_t done = 0; done < r.length;) {
        ssize_t count = write(STDERR_FILENO, r.text + done, r.length - done);
        if (count <= 0 && errno != EINTR) break;
        if (count > 0) done += (size_t)count;
    }
}

static void (*_Atomic before_report)(void);

void kms_fault_reporter_before(void (*hook)(void)) { atomic_store(&before_report, hook); }

static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
static struct sigaction earlier[sizeof numbers / sizeof *numbers];

/// Reports, then lets the default action end the process when the instruction faults again. The earlier handler,
/// which may print registers and the memory behind them, gets only what is no domain's doing.
static void on_fault(int number, siginfo_t *info, void *context) {
    int error = errno;
    uintptr_t address = (uintptr_t)info->si_addr;
    int is_memory = number == SIGSEGV || number == SIGBUS;
    int is_ours = info->si_code > 0 && (running || (is_memory && find_mapping(address)));
    void (*hook)(void) = atomic_load(&before_report);
    if (is_ours && hook) hook();
    if (is_ours) write_report(number, address, context);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (numbers[i] != number) continue;
        struct sigaction plain = {.sa_handler = SIG_DFL};
        sigaction(number, is_ours ? &plain : &earlier[i], NULL);
    }
    if (info->si_code <= 0) raise(number); // sent by somebody: nothing will fault again
    errno = error;
}

static pthread_key_t stack_key;

static void free_handler_stack(void *stack) {
    stack_t off = {.ss_flags = SS_DISABLE};
    sigaltstack(&off, NULL);
    munmap(stack, HANDLER_STACK_SIZE);
}

static int installation;
static void install(void) {
    if (pthread_key_create(&stack_key, free_handler_stack) != 0) {
        installation = -EAGAIN;
        return;
    }
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], &action, &earlier[i]) != 0) installation = -errno;
}

int kms_fault_reporter_arm(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    if (installation != 0) return installation;
    stack_t present;
    if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return 0;
    void *memory = mmap(
        NULL, HANDLER_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return -errno;
    stack_t stack = {.ss_sp = memory, .ss_size = HANDLER_STACK_SIZE};
    if (sigaltstack(&stack, NULL) != 0) {
        int error = errno;
        munmap(memory, HANDLER_STACK_SIZE);
        return -error;
    }
    pthread_setspecific(stack_key, memory);
    return 0;
}
