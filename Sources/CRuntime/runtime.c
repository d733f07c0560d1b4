#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

int posix_memalign(void **memory, size_t alignment, size_t size) {
  void *start = alignment <= _Alignof(max_align_t) ? malloc(size) : memalign(alignment, size);
  if (start == NULL) return ENOMEM;
  *memory = start;
  return 0;
}

static int wipes;

/* glibc's free(3), by the linker's --wrap. Debug builds are linked without that, and never come here. */
__attribute__((weak)) void __real_free(void *memory);

void __wrap_free(void *memory) {
  if (wipes && memory != NULL) explicit_bzero(memory, malloc_usable_size(memory));
  __real_free(memory);
}

/* More than any request has needed of the stack. */
__attribute__((noinline)) static void wipe_stack(void) {
  char below[1 << 17];
  explicit_bzero(below, sizeof below);
}

void cgi_auth_wipe_freed_memory(int is_on) {
  if (wipes && !is_on) wipe_stack();
  wipes = is_on;
}

void arc4random_buf(void *buffer, size_t count) {
  unsigned char *next = buffer;
  int urandom = -1;
  while (count > 0) {
    ssize_t got = urandom < 0 ? getrandom(next, count, 0) : read(urandom, next, count);
    if (got > 0) {
      next += got;
      count -= (size_t)got;
    } else if (got < 0 && errno == EINTR) {
      continue;
    } else if (urandom < 0) {
      urandom = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
      if (urandom < 0) abort();
    } else {
      abort();
    }
  }
  if (urandom >= 0) close(urandom);
}
