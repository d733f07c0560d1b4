/*
 * Takes the place of the Swift runtime's function of this name, by the linker's --wrap (see Package.swift).
 *
 * At its start the runtime looks for swift-backtrace, a program that prints what a crash left: first for its own
 * path, in /proc, and then in eight places. Where there is no /proc, as in a jail, it ends the process instead. These
 * programs have no use for swift-backtrace, so there is none: 0.
 */
char *__wrap_swift_copyAuxiliaryExecutablePath(const char *name);
