#include <stddef.h>

/*
 * Embedded Swift asks posix_memalign(3) for every object. glibc's takes twice as long as its malloc(3), which aligns to 16
 * bytes anyway: nearly always all that is wanted. Linked before glibc's, this one takes its place.
 */
int posix_memalign(void **memory, size_t alignment, size_t size);
