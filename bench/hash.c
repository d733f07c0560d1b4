// Prints the nanoseconds of one bare scrypt hash. Its memory is fresh, as in login.cgi; libcrypto has started, since
// its start is no part of the hash. Arguments: log2N r p, as the setting password_hash has them.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int scrypt(unsigned long n, unsigned long r, unsigned long p) {
  unsigned char key[32];
  const unsigned char salt[] = "0123456789abcdefghijkl";
  return EVP_PBE_scrypt("correct horse", 13, salt, sizeof salt - 1, n, r, p, 1UL << 30, key, sizeof key);
}

int main(int count, char **words) {
  if (count != 4) return 1;
  unsigned long n = 1UL << atoi(words[1]), r = atol(words[2]), p = atol(words[3]);
  struct timespec start, end;
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  int ok = scrypt(4, 1, 1);
  clock_gettime(CLOCK_MONOTONIC, &start);
  ok &= scrypt(n, r, p);
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%ld\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec);
  return !ok;
}
