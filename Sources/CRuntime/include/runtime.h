/*
 * Takes the place of three parts of the Swift runtime that work before main. The linker takes a part out of
 * libswiftCore.a only where a name in it is wanted and not there yet: with these definitions there, nobody asks for
 * CommandLine.cpp, Backtrace.cpp and Random.cpp. Should a later Swift want another name of theirs, the linker reports
 * these as doubled.
 *
 * The first two need /proc, without which the runtime ends the process, and cost nine system calls.
 */

/* CommandLine.cpp finds the program's arguments. Web servers make those of the query: nobody is to see them. */
char **_swift_stdlib_getUnsafeArgvArgc(int *count);
void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count);

/* Backtrace.cpp looks for the program that prints what a crash left. All zero: there is to be none. */
_Bool _swift_backtrace_isThunkFunction(const char *name);
extern const struct _swift_backtraceSettings { char zero[0x58]; } _swift_backtraceSettings;

/*
 * Random.cpp first asks the kernel whether it can be asked, and then twice. For one thread: these programs have no other.
 * Ends the process where there is no randomness.
 */
void swift_stdlib_random(void *buffer, unsigned long count);
