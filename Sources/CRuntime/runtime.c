#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

char **_swift_stdlib_getUnsafeArgvArgc(int *count) {
  static char *none[1];
  *count = 0;
  return none;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count) {
  (void)arguments;
  (void)count;
}

_Bool _swift_backtrace_isThunkFunction(const char *name) {
  (void)name;
  return 0;
}

const struct _swift_backtraceSettings _swift_backtraceSettings;

static void ask_kernel(unsigned char *next, unsigned long count) {
  int urandom = -1;
  while (count > 0) {
    ssize_t got = urandom < 0 ? getrandom(next, count, 0) : read(urandom, next, count);
    if (got > 0) {
      next += got;
      count -= got;
    } else if (got < 0 && errno == EINTR) {
      continue;
    } else if (urandom < 0) {
      /* Linux before 3.17 has no getrandom(2). */
      urandom = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
      if (urandom < 0) abort();
    } else {
      abort();
    }
  }
  if (urandom >= 0) close(urandom);
}

void swift_stdlib_random(void *buffer, unsigned long count) {
  /* The runtime asks for two times eight bytes before main, to seed its hashing. No byte is given out twice. */
  static unsigned char seeds[16];
  static unsigned long left;
  static _Bool is_first = 1;
  if (is_first) {
    is_first = 0;
    ask_kernel(seeds, sizeof seeds);
    left = sizeof seeds;
  }
  if (count <= left) {
    left -= count;
    memcpy(buffer, seeds + left, count);
  } else {
    ask_kernel(buffer, count);
  }
}
