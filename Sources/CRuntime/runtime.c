#include "runtime.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

int posix_memalign(void **memory, size_t alignment, size_t size) {
  void *start = alignment <= _Alignof(max_align_t) ? malloc(size) : memalign(alignment, size);
  if (start == NULL) return ENOMEM;
  *memory = start;
  return 0;
}
