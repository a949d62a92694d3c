#define _GNU_SOURCE
#include "CLinux.h"
#include <pthread.h>
#include <stdlib.h>

struct start { void (*body)(void *); void *argument; };

static void *run(void *pointer) {
    struct start start = *(struct start *)pointer;
    free(pointer);
    start.body(start.argument);
    return NULL;
}

int kms_thread_start(size_t stack_bytes, void (*body)(void *), void *argument) {
    struct start *start = malloc(sizeof *start);
    if (!start) return -12;
    *start = (struct start){body, argument};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int error = pthread_attr_setstacksize(&attributes, stack_bytes);
    if (!error) error = pthread_create(&thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
    if (error) free(start);
    return -error;
}
