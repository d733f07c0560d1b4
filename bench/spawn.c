// Runs the commands of a list, one after the other, and prints what each took.
// bench/programs.py writes the list.
//
// A line of the list: a text the answer must contain, the body, the program, its arguments, an empty
// field, and the environment, separated by tabs. A line of the output: nanoseconds from before
// posix_spawn(3) to the end of the process, microseconds of processor time, minor page faults, and the
// peak of resident memory in KiB.
//
// Written in C and linked statically so that the starter is small: posix_spawn borrows the starter's memory
// until the exec, and the kernel counts the larger of both as the peak (getrusage(2), ru_maxrss).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WORDS = 64, MAX_ANSWER = 1 << 16 };

static long nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "spawn: %s\n", what);
  exit(1);
}

int main(int count, char **names) {
  FILE *list = count == 2 ? fopen(names[1], "re") : NULL;
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  char *line = NULL;
  size_t capacity = 0;
  if (!list || nothing < 0) fail("cannot open the list");
  while (getline(&line, &capacity, list) > 0) {
    char *rest = line, *words[MAX_WORDS + 1] = {0};
    int filled = 0, separator = 0;
    line[strcspn(line, "\n")] = 0;
    char *expected = strsep(&rest, "\t"), *body = strsep(&rest, "\t");
    for (char *word; (word = strsep(&rest, "\t")); words[filled++] = *word ? word : NULL) {
      if (filled == MAX_WORDS) fail("too many words in a line");
      if (!*word) separator = filled;
    }
    if (!body || separator == 0) fail("a line is not whole");

    // As a web server hands it over: the body through a pipe, the answer through another.
    int input[2] = {-1, -1}, answer[2];
    if (pipe2(answer, O_CLOEXEC)) fail("pipe");
    if (*body) {
      ssize_t size = strlen(body);
      if (pipe2(input, O_CLOEXEC) || write(input[1], body, size) != size) fail("pipe");
      close(input[1]);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, *body ? input[0] : nothing, 0);
    posix_spawn_file_actions_adddup2(&actions, answer[1], 1);
    posix_spawn_file_actions_adddup2(&actions, nothing, 2);

    pid_t process;
    int status;
    struct rusage usage;
    long start = nanoseconds();
    if (posix_spawn(&process, words[0], &actions, NULL, words, words + separator + 1)) fail(words[0]);
    while (wait4(process, &status, 0, &usage) < 0)
      if (errno != EINTR) fail("wait4");
    long taken = nanoseconds() - start;

    static char text[MAX_ANSWER + 1];
    close(answer[1]);
    ssize_t size = 0, got;
    while ((got = read(answer[0], text + size, MAX_ANSWER - size)) > 0) size += got;
    text[size] = 0;
    if (status != 0 || !strstr(text, expected)) {
      fprintf(stderr, "spawn: %s ended with %d and answered: %s\n", words[0], status, text);
      return 1;
    }
    long processor = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec +
                     usage.ru_stime.tv_usec;
    printf("%ld %ld %ld %ld\n", taken, processor, usage.ru_minflt, usage.ru_maxrss);
    posix_spawn_file_actions_destroy(&actions);
    close(answer[0]);
    if (*body) close(input[0]);
  }
  return 0;
}
