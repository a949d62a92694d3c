#define _GNU_SOURCE
#include "MemoryObject.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x8U
#endif

/// Kernels before 6.3 know neither flag and refuse both with EINVAL: then without.
static int create(const char *name, int executable) {
    unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    int fd = memfd_create(name, flags | (executable ? MFD_EXEC : MFD_NOEXEC_SEAL));
    if (fd < 0 && errno == EINVAL) fd = memfd_create(name, flags);
    return fd;
}

/// A description may have more regions than the soft limit of open files.
static int raise_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return -1;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

int kms_memory_object_create(const char *name, uint64_t size, int executable) {
    int fd = create(name, executable);
    if (fd < 0 && errno == EMFILE && raise_file_limit() == 0) fd = create(name, executable);
    if (fd < 0) return -errno;
    if (ftruncate(fd, (off_t)size) != 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int kms_memory_object_seal(int object) {
    return fcntl(object, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0 ? 0 : -errno;
}

static int write_zeros(int object, off_t offset, off_t end) {
    static const char zeros[65536];
    while (offset < end) {
        size_t count = end - offset < (off_t)sizeof zeros ? (size_t)(end - offset) : sizeof zeros;
        ssize_t written = pwrite(object, zeros, count, offset);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return -errno;
        offset += written;
    }
    return 0;
}

int kms_memory_object_clear(int object, uint64_t start, uint64_t count) {
    uint64_t offset = start, end = start + count;
    while (offset < end) {
        uint64_t data, hole;
        int result = kms_memory_object_next_data(object, offset, &data, &hole);
        if (result != 0) return result;
        if (data == hole || data >= end) return 0;
        if (hole > end) hole = end;
        result = write_zeros(object, (off_t)data, (off_t)hole);
        if (result != 0) return result;
        offset = hole;
    }
    return 0;
}

int kms_memory_object_next_data(int object, uint64_t offset, uint64_t *start, uint64_t *end) {
    *start = *end = offset;
    off_t data = lseek(object, (off_t)offset, SEEK_DATA);
    if (data < 0) return errno == ENXIO ? 0 : -errno; // ENXIO: holes up to the end
    off_t hole = lseek(object, data, SEEK_HOLE);
    if (hole < 0) return -errno;
    *start = (uint64_t)data;
    *end = (uint64_t)hole;
    return 0;
}

int64_t kms_memory_object_resident(int object) {
    struct stat status;
    if (fstat(object, &status) != 0) return -errno;
    return (int64_t)status.st_blocks * 512;
}
