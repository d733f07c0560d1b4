#include <stddef.h>

/*
 * What Embedded Swift asks of the C library and is better answered here. Linked before glibc's, these take
 * its place.
 */

/*
 * Memory for an object. glibc's posix_memalign(3) takes twice as long as its malloc(3), which aligns to 16
 * bytes anyway: nearly always all that is wanted.
 */
int posix_memalign(void **memory, size_t alignment, size_t size);

/*
 * Randomness for waits (SystemRandomNumberGenerator). glibc's arc4random_buf(3) ends the process where the
 * kernel has no getrandom(2), as before Linux 3.17, or forbids it. This one reads /dev/urandom then; it ends
 * the process where that fails, too.
 */
void arc4random_buf(void *buffer, size_t count);
