/* What the store would be without its care: gdbm_store into the file that readers see. FILE MODE KEY */
#include <gdbm.h>
#include <string.h>

int main(int count, char **words) {
    if (count != 4) return 2;
    int flags = GDBM_WRITER | (strcmp(words[2], "nommap") == 0 ? GDBM_NOMMAP : 0);
    GDBM_FILE file = gdbm_open(words[1], 0, flags, 0600, 0);
    if (!file) return 3;
    char value[137];
    memset(value, 'x', sizeof value);
    datum key = {words[3], (int)strlen(words[3])}, content = {value, sizeof value};
    if (gdbm_store(file, key, content, GDBM_REPLACE) != 0 || gdbm_sync(file) != 0) return 4;
    return gdbm_close(file) == 0 ? 0 : 5;
}
