/*
 * What libcrypto could call, and a static program must not have: the C library would load libraries of the
 * host, which are of other versions than the one that this was linked with. Nothing here asks libcrypto for
 * the address of a host, for an engine or for a provider that lies in a file, so nobody notices, and the
 * program is 0.3 MB smaller. Only release builds are static.
 */
#define _GNU_SOURCE
#include "include/tls.h"

#ifdef CGI_AUTH_STATIC
#include <dlfcn.h>
#include <netdb.h>

/* getaddrinfo(3), getnameinfo(3), gethostbyname(3) */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  return EAI_FAIL;
}
void freeaddrinfo(struct addrinfo *found) {}
const char *gai_strerror(int code) {
  return "no resolver";
}
int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t host_size, char *service,
                socklen_t service_size, int flags) {
  return EAI_FAIL;
}
struct hostent *gethostbyname(const char *name) {
  return 0;
}

/* dlopen(3), dlsym(3), dladdr(3) */
void *dlopen(const char *path, int mode) {
  return 0;
}
int dlclose(void *library) {
  return -1;
}
char *dlerror(void) {
  return "no libraries";
}
void *dlsym(void *library, const char *name) {
  return 0;
}
int dladdr(const void *address, Dl_info *found) {
  return 0;
}

/* sscanf(3) reads an address in a text, which libssl is given as bytes here. */
int cgi_auth_no_scan(const char *text, const char *format, ...) __asm__("__isoc99_sscanf");
int cgi_auth_no_scan(const char *text, const char *format, ...) {
  return 0;
}
#endif
