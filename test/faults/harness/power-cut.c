/*
 * What a power cut does to redis-server, as a library to be preloaded: what is written to its append-only file and was
 * not synced yet stays in the memory of the process, and is lost with it. Nothing else changes: a sync writes it out,
 * in order, and then syncs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES 4096

struct unsynced {
  int is_watched;
  char *bytes;
  size_t length, capacity;
};

static struct unsynced files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name) \
  static type real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_type)(int, const void *, size_t);
typedef int (*sync_type)(int);
typedef int (*open_type)(const char *, int, ...);

static ssize_t really_write(int fd, const void *bytes, size_t length) {
  REAL(write_type, "write");
  return real(fd, bytes, length);
}

static struct unsynced *watched(int fd) {
  return fd >= 0 && fd < FILES && files[fd].is_watched ? &files[fd] : NULL;
}

static void watch(int fd, const char *path) {
  if (fd < 0 || fd >= FILES) return;
  pthread_mutex_lock(&lock);
  free(files[fd].bytes);
  memset(&files[fd], 0, sizeof files[fd]);
  files[fd].is_watched = strstr(path, ".incr.aof") != NULL;
  pthread_mutex_unlock(&lock);
}

static int open_and_watch(const char *name, const char *path, int flags, mode_t mode) {
  open_type real = (open_type)dlsym(RTLD_NEXT, name);
  int fd = real(path, flags, mode);
  if (flags & (O_WRONLY | O_RDWR)) watch(fd, path);
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    return open_and_watch(#name, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *bytes, size_t length) {
  struct unsynced *file = watched(fd);
  if (!file) return really_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  if (file->length + length > file->capacity) {
    size_t capacity = (file->length + length) * 2;
    char *larger = realloc(file->bytes, capacity);
    if (!larger) {
      pthread_mutex_unlock(&lock);
      errno = ENOSPC;
      return -1;
    }
    file->bytes = larger;
    file->capacity = capacity;
  }
  memcpy(file->bytes + file->length, bytes, length);
  file->length += length;
  pthread_mutex_unlock(&lock);
  return (ssize_t)length;
}

/* What was written before the sync began is in the file after it. */
static int write_out(int fd) {
  struct unsynced *file = watched(fd);
  if (!file) return 0;
  pthread_mutex_lock(&lock);
  size_t done = 0;
  while (done < file->length) {
    ssize_t written = really_write(fd, file->bytes + done, file->length - done);
    if (written < 0) break;
    done += (size_t)written;
  }
  memmove(file->bytes, file->bytes + done, file->length - done);
  file->length -= done;
  int failed = file->length > 0;
  pthread_mutex_unlock(&lock);
  return failed ? -1 : 0;
}

int fdatasync(int fd) {
  REAL(sync_type, "fdatasync");
  return write_out(fd) < 0 ? -1 : real(fd);
}

int fsync(int fd) {
  REAL(sync_type, "fsync");
  return write_out(fd) < 0 ? -1 : real(fd);
}

int close(int fd) {
  REAL(sync_type, "close");
  write_out(fd);
  if (watched(fd)) watch(fd, "");
  return real(fd);
}
