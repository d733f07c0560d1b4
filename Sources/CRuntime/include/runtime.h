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
 * free(3), under the name that the linker gives to it (--wrap=free). Memory that is given back while
 * cgi_auth_wipe_freed_memory(3) is on is overwritten first: it held a request, and another one follows.
 */
void __wrap_free(void *memory);

/* Turns that on or off. When it ends, what calls have left on the stack is overwritten, too. */
void cgi_auth_wipe_freed_memory(int is_on);

/*
 * Randomness for waits (SystemRandomNumberGenerator). glibc's arc4random_buf(3) ends the process where the
 * kernel has no getrandom(2), as before Linux 3.17, or forbids it. This one reads /dev/urandom then; it ends
 * the process where that fails, too.
 */
void arc4random_buf(void *buffer, size_t count);
