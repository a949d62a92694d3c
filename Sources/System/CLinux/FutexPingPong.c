#define _GNU_SOURCE
#include "FutexPingPong.h"
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

struct game {
    _Atomic uint32_t turn;
    uint32_t rounds;
    cpu_set_t core;
};

static void play(struct game *game, uint32_t mine) {
    for (uint32_t i = 0; i < game->rounds; i++) {
        while (atomic_load_explicit(&game->turn, memory_order_acquire) != mine)
            syscall(SYS_futex, &game->turn, FUTEX_WAIT_PRIVATE, 1 - mine, NULL, NULL, 0);
        atomic_store_explicit(&game->turn, 1 - mine, memory_order_release);
        syscall(SYS_futex, &game->turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

static void *opponent(void *argument) {
    struct game *game = argument;
    pthread_setaffinity_np(pthread_self(), sizeof game->core, &game->core);
    play(game, 1);
    return NULL;
}

int kms_futex_ping_pong(uint32_t rounds) {
    struct game game = {0, rounds, {{0}}};
    cpu_set_t before;
    int error = pthread_getaffinity_np(pthread_self(), sizeof before, &before);
    if (error != 0) return -error;
    int core = 0;
    while (core < CPU_SETSIZE - 1 && !CPU_ISSET(core, &before)) core++;
    CPU_SET(core, &game.core);
    error = pthread_setaffinity_np(pthread_self(), sizeof game.core, &game.core);
    if (error != 0) return -error;
    pthread_t thread;
    error = pthread_create(&thread, NULL, opponent, &game);
    if (error == 0) {
        play(&game, 0);
        pthread_join(thread, NULL);
    }
    pthread_setaffinity_np(pthread_self(), sizeof before, &before);
    return -error;
}
