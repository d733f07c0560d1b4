#include "runtime.h"

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
