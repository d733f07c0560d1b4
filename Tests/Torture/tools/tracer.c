/* Runs a program under ptrace(2) and does something to it at one of its system calls.
 *
 *   tracer REPORT list 0 0 PROGRAM only lists the calls tracer REPORT kill N STEPS PROGRAM SIGKILL at stop N,
 *   STEPS instructions on; two stops a call: 2*call
 *                                               before it is made, 2*call + 1 after
 *   tracer REPORT freeze N 0 PROGRAM            SIGSTOP as call N ends; the program's id stands in REPORT
 *   tracer REPORT fail N ERROR PROGRAM          call N is not made and gives this error number
 *   tracer REPORT full N ERROR PROGRAM          so does every call from N on that needs room on the disk
 *   tracer REPORT short N 0 PROGRAM             call N, if it is a write, writes half its bytes
 *   tracer REPORT shortfull N ERROR PROGRAM     and every call after that which needs room fails
 *
 * Calls count from 0, after execve(2). REPORT gets one line a call: its name, its first argument. The exit
 * status is the program's, or 128 and the signal that ended it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "tracer.c knows the registers of x86-64 only"
#endif

static const struct { long number; const char *name; } names[] = {
    {SYS_read, "read"}, {SYS_write, "write"}, {SYS_pread64, "pread64"}, {SYS_pwrite64, "pwrite64"},
    {SYS_openat, "openat"}, {SYS_open, "open"}, {SYS_close, "close"}, {SYS_lseek, "lseek"},
    {SYS_fsync, "fsync"}, {SYS_fdatasync, "fdatasync"}, {SYS_ftruncate, "ftruncate"},
    {SYS_rename, "rename"}, {SYS_renameat, "renameat"}, {SYS_renameat2, "renameat2"}, {SYS_link, "link"},
    {SYS_linkat, "linkat"}, {SYS_unlink, "unlink"}, {SYS_unlinkat, "unlinkat"}, {SYS_mkdir, "mkdir"},
    {SYS_mkdirat, "mkdirat"}, {SYS_access, "access"}, {SYS_faccessat, "faccessat"}, {SYS_flock, "flock"},
    {SYS_fcntl, "fcntl"}, {SYS_ioctl, "ioctl"}, {SYS_fstat, "fstat"}, {SYS_newfstatat, "newfstatat"},
    {SYS_statx, "statx"}, {SYS_fchmod, "fchmod"}, {SYS_fchown, "fchown"}, {SYS_poll, "poll"},
    {SYS_clock_nanosleep, "clock_nanosleep"}, {SYS_getrandom, "getrandom"}, {SYS_readlink, "readlink"}, {SYS_brk, "brk"}, {SYS_mmap, "mmap"},
    {SYS_copy_file_range, "copy_file_range"}, {SYS_fallocate, "fallocate"}, {SYS_prlimit64, "prlimit64"},
    {SYS_exit_group, "exit_group"},
};

static const char *name_of(long number) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == number) return names[i].name;
    return "other";
}

static int needs_room(const struct user_regs_struct *regs) {
    switch (regs->orig_rax) {
    case SYS_write: case SYS_pwrite64: return regs->rdi > 2;
    case SYS_openat: return (regs->rdx & O_CREAT) != 0;
    case SYS_open: return (regs->rsi & O_CREAT) != 0;
    case SYS_fsync: case SYS_fdatasync: case SYS_rename: case SYS_link: case SYS_mkdir: return 1;
    default: return 0;
    }
}

static void fail(const char *what) {
    perror(what);
    exit(255);
}

/* Lets the program run to where `request` stops it; ends with it if it ends. */
static void resume(pid_t child, int request, FILE *report) {
    int status, signal = 0;
    for (;;) {
        if (ptrace(request, child, 0, signal) != 0) fail("ptrace");
        if (waitpid(child, &status, 0) != child) fail("waitpid");
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            fclose(report);
            exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
        }
        signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80) || signal == SIGTRAP) return;
    }
}

static void end(pid_t child, FILE *report) {
    int status;
    fclose(report);
    if (waitpid(child, &status, 0) != child) fail("waitpid");
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int count, char **words) {
    if (count < 6) return fputs("usage: tracer REPORT MODE N ARGUMENT PROGRAM...\n", stderr), 255;
    const char *mode = words[2];
    long number = atol(words[3]), argument = atol(words[4]);
    FILE *report = fopen(words[1], "we");
    if (!report) fail(words[1]);
    /* On one processor, the thousands of switches between the two cost a tenth. */
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(sched_getcpu(), &here);
    sched_setaffinity(0, sizeof here, &here);
    /* Nothing is left behind, stopped or not, by a test that is interrupted. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) fail("ptrace");
        execv(words[5], words + 5);
        fail(words[5]);
    }
    int status;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 255;
    if (ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0) fail("ptrace");
    int killing = strcmp(mode, "kill") == 0, is_full = 0;
    for (long stop = 0;; stop++) {
        resume(child, PTRACE_SYSCALL, report);
        if (killing && stop == number) break;
        if (stop % 2 == 1 || killing) continue;
        long call = stop / 2;
        struct user_regs_struct regs;
        if (ptrace(PTRACE_GETREGS, child, 0, &regs) != 0) fail("ptrace");
        fprintf(report, "%s %d\n", name_of(regs.orig_rax), (int)regs.rdi);
        int hit = call == number, error = 0;
        if (hit && strcmp(mode, "freeze") == 0) {
            fprintf(report, "frozen %d\n", child);
            fflush(report);
            if (ptrace(PTRACE_DETACH, child, 0, SIGSTOP) != 0) fail("ptrace");
            end(child, report);
        }
        if (hit && strcmp(mode, "fail") == 0) error = argument;
        if (call >= number && strcmp(mode, "full") == 0) is_full = 1;
        if (is_full && needs_room(&regs)) error = argument;
        if (hit && strncmp(mode, "short", 5) == 0 && (regs.orig_rax == SYS_write || regs.orig_rax == SYS_pwrite64)) {
            regs.rdx = (regs.rdx + 1) / 2;
            if (ptrace(PTRACE_SETREGS, child, 0, &regs) != 0) fail("ptrace");
            is_full = strcmp(mode, "shortfull") == 0;
        }
        if (error == 0) continue;
        regs.orig_rax = -1;
        if (ptrace(PTRACE_SETREGS, child, 0, &regs) != 0) fail("ptrace");
        resume(child, PTRACE_SYSCALL, report);
        stop++;
        if (ptrace(PTRACE_GETREGS, child, 0, &regs) != 0) fail("ptrace");
        regs.rax = -error;
        if (ptrace(PTRACE_SETREGS, child, 0, &regs) != 0) fail("ptrace");
    }
    for (long step = 0; step < argument; step++) resume(child, PTRACE_SINGLESTEP, report);
    kill(child, SIGKILL);
    end(child, report);
}
