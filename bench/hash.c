// Prints the nanoseconds of one bare hash by crypt(3), the function that the programs hash with. Its memory
// is fresh, as in login.cgi. The argument is the beginning of the hash: scheme, cost and salt (crypt(5)).
#include <crypt.h>
#include <stdio.h>
#include <time.h>

int main(int count, char **words) {
  static struct crypt_data scratch;
  struct timespec start, end;
  if (count != 2) return 1;
  clock_gettime(CLOCK_MONOTONIC, &start);
  const char *hash = crypt_r("correct horse", words[1], &scratch);
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%ld\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec);
  return !hash || hash[0] == '*';
}
