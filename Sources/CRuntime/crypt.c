#include "runtime.h"

#include <errno.h>

/*
 * libxcrypt keeps every scheme that it knows in one table (crypt.c), and the table brings 110 kB of code and
 * constants of schemes that no hash here has. Linked before libcrypt.a, these take the places of those
 * schemes. crypt_r(3) has written its failure token before it calls one, so a setting of such a scheme gives
 * a failure, as a scheme does that libxcrypt was built without. scrypt, bcrypt and yescrypt, which scrypt is
 * a case of, are libxcrypt's own.
 *
 * Should libxcrypt rename one, its own would be linked again, and ExecutableTests would see it.
 */
#define LEAVE_OUT(scheme)                                                                                  \
  void _crypt_crypt_##scheme##_rn(const char *phrase, size_t phrase_size, const char *setting,             \
                                  size_t setting_size, unsigned char *output, size_t output_size,          \
                                  void *scratch, size_t scratch_size) {                                    \
    (void)phrase, (void)phrase_size, (void)setting, (void)setting_size, (void)output, (void)output_size;   \
    (void)scratch, (void)scratch_size;                                                                     \
    errno = EINVAL;                                                                                        \
  }                                                                                                        \
  void _crypt_gensalt_##scheme##_rn(unsigned long count, const unsigned char *random, size_t random_size,  \
                                    unsigned char *output, size_t output_size) {                           \
    (void)count, (void)random, (void)random_size, (void)output, (void)output_size;                         \
    errno = EINVAL;                                                                                        \
  }

LEAVE_OUT(bigcrypt)
LEAVE_OUT(bsdicrypt)
LEAVE_OUT(descrypt)
LEAVE_OUT(gost_yescrypt)
LEAVE_OUT(md5crypt)
LEAVE_OUT(nt)
LEAVE_OUT(sha1crypt)
LEAVE_OUT(sha256crypt)
LEAVE_OUT(sha512crypt)
LEAVE_OUT(sunmd5)
