// The floor: the least that any CGI program can take. It prints the bytes that
// protected.cgi prints, and nothing else.
#include <unistd.h>

static const char answer[] =
    "Status: 200 OK\n"
    "Content-Type: application/json\n"
    "Cache-Control: no-store\n"
    "Vary: Cookie\n"
    "X-LiteSpeed-Cache-Control: no-cache\n"
    "X-Content-Type-Options: nosniff\n"
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\n"
    "Content-Length: 39\n"
    "\n"
    "{\"message\":\"Welcome, ada@example.com!\"}";

int main(void) { return write(1, answer, sizeof answer - 1) != sizeof answer - 1; }
