#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

int posix_memalign(void **memory, size_t alignment, size_t size) {
  void *start = alignment <= _Alignof(max_align_t) ? malloc(size) : memalign(alignment, size);
  if (start == NULL) return ENOMEM;
  *memory = start;
  return 0;
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
