/*
 * The C library, by one module for both ways of building: Embedded Swift has no Glibc module.
 * What Swift cannot import, because C knows it as a macro or as a function of any number of
 * arguments, is here under its own name.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <time.h>
#include <unistd.h>

#define CGI_AUTH_NAME(name) __attribute__((swift_name(#name)))

/* errno(3) */
static inline int cgi_auth_errno(void) CGI_AUTH_NAME(getter:errno()) {
  return errno;
}

/* environ(7) */
static inline char *_Nullable *_Nonnull cgi_auth_environ(void) CGI_AUTH_NAME(getter:environ()) {
  extern char **environ;
  return environ;
}

/* open(2) */
static inline int cgi_auth_open(const char *path, int flags, mode_t mode) CGI_AUTH_NAME(open(_:_:_:)) {
  return open(path, flags, mode);
}

/* openat(2) */
static inline int cgi_auth_openat(int folder, const char *path, int flags) CGI_AUTH_NAME(openat(_:_:_:)) {
  return openat(folder, path, flags);
}

/* fcntl(2): the commands that take a number, and those that take a lock. */
static inline int cgi_auth_fcntl(int descriptor, int command, int argument) CGI_AUTH_NAME(fcntl(_:_:_:)) {
  return fcntl(descriptor, command, argument);
}
static inline int cgi_auth_fcntl_lock(int descriptor, int command, struct flock *lock) CGI_AUTH_NAME(fcntl(_:_:_:)) {
  return fcntl(descriptor, command, lock);
}

/* ioctl_ficlone(2) */
static inline int cgi_auth_ficlone(int descriptor, int source) CGI_AUTH_NAME(ficlone(_:_:)) {
  return ioctl(descriptor, 0x40049409UL, source);
}

/*
 * sched_getaffinity(2), by syscall(2): sched.h keeps it for _GNU_SOURCE. How many processors this process may
 * use, or 0 where the system does not say.
 */
static inline int cgi_auth_usable_processors(void) CGI_AUTH_NAME(usableProcessors()) {
  unsigned long mask[1024 / sizeof(unsigned long)];
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long word = 0; word < bytes / (long)sizeof(unsigned long); word++) count += __builtin_popcountl(mask[word]);
  return count;
}

/*
 * epoll(7): what is ready of up to two descriptors, each under a number of its own. The first one may be one
 * that other processes wait for, too, of which one is woken (EPOLLEXCLUSIVE, Linux 4.5; before that all are).
 */
static inline _Bool cgi_auth_watch(int queue, int descriptor, uint32_t number, _Bool is_shared)
    CGI_AUTH_NAME(watch(_:_:number:isShared:)) {
  struct epoll_event event = {.events = is_shared ? EPOLLIN | EPOLLEXCLUSIVE : EPOLLIN, .data.u32 = number};
  return epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event) == 0;
}
/* epoll_pwait(2): what is ready of number 0, and whether one of another number is. */
struct cgi_auth_ready {
  uint32_t events;
  _Bool has_number;
} CGI_AUTH_NAME(ReadyDescriptors);
static inline int cgi_auth_epoll_wait(
    int queue, uint32_t number, int milliseconds, const sigset_t *mask, struct cgi_auth_ready *ready)
    CGI_AUTH_NAME(epollWait(_:number:_:unblocking:_:)) {
  struct epoll_event events[2];
  int count = epoll_pwait(queue, events, 2, milliseconds, mask);
  for (int place = 0; place < count; place++) {
    if (events[place].data.u32 == 0) ready->events = events[place].events;
    else if (events[place].data.u32 == number) ready->has_number = 1;
  }
  return count;
}

/* accept4(2), which sys/socket.h keeps for _GNU_SOURCE. */
extern int accept4(int socket, struct sockaddr *address, socklen_t *size, int flags);
static inline int cgi_auth_accept(int socket) CGI_AUTH_NAME(acceptConnection(of:)) {
  return accept4(socket, NULL, NULL, SOCK_CLOEXEC);
}

/*
 * openat2(2), of Linux 5.6: names a folder (O_PATH) by a path that has no symbolic link in it
 * (RESOLVE_NO_SYMLINKS), or returns -1.
 */
static inline int cgi_auth_open_without_links(const char *path) CGI_AUTH_NAME(openFolderWithoutLinks(_:)) {
#ifdef SYS_openat2
  struct { unsigned long long flags, mode, resolve; } how = {010000000 | O_DIRECTORY | O_CLOEXEC, 0, 4};
  return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
#else
  (void)path;
  return -1;
#endif
}

/* pipe2(2), which unistd.h keeps for _GNU_SOURCE: both ends are closed on exec. */
extern int pipe2(int ends[2], int flags);
static inline int cgi_auth_pipe(int ends[_Nonnull 2]) CGI_AUTH_NAME(openPipe(_:)) {
  return pipe2(ends, O_CLOEXEC);
}

/* close_range(2), of Linux 5.9; before that one after the other: all descriptors from one on. */
static inline void cgi_auth_close_from(int first) CGI_AUTH_NAME(closeDescriptors(from:)) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
  for (int descriptor = first; descriptor < 1024; descriptor++) close(descriptor);
}

/* fork(2), which Swift imports from no module. */
static inline pid_t cgi_auth_fork(void) CGI_AUTH_NAME(forkProcess()) {
  return fork();
}

/* prctl(2), PR_SET_PDEATHSIG: this process is sent a signal when the one that started it ends. */
static inline void cgi_auth_end_with_parent(int number) CGI_AUTH_NAME(endWithParent(by:)) {
  prctl(PR_SET_PDEATHSIG, number);
}

/*
 * Where a release build has it (CGIAuthRuntime): whether memory is overwritten when it is given back, from
 * now on. With the end of that, the stack below is overwritten, too.
 */
extern void cgi_auth_wipe_freed_memory(int is_on) __attribute__((weak));
static inline void cgi_auth_wipe(_Bool is_on) CGI_AUTH_NAME(wipeFreedMemory(_:)) {
  if (cgi_auth_wipe_freed_memory) cgi_auth_wipe_freed_memory(is_on);
}

/* signal(2): the signal is ignored from now on. */
static inline void cgi_auth_ignore(int number) CGI_AUTH_NAME(ignoreSignal(_:)) {
  signal(number, SIG_IGN);
}
