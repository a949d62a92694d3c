#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int kms_memory_object_create(const char *name, size_t size) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    if (ftruncate(fd, (off_t)size) != 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}
