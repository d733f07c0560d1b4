#include <gdbm.h>

/* gdbm_errno is a macro over a thread-local variable, which Swift cannot import. */
static inline int cgdbm_errno(void) { return gdbm_errno; }
