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

/*
 * What OpenSSL had before it had providers: lists of ciphers (EVP_add_cipher(3)), engines (ENGINE_init(3)).
 * libssl takes its ciphers from the provider, and nobody asks for the rest. It is 0.1 MB.
 */
void openssl_add_all_ciphers_int(void) {}
void engine_load_openssl_int(void) {}
void engine_load_rdrand_int(void) {}
void engine_load_dynamic_int(void) {}
void engine_load_padlock_int(void) {}
void engine_load_afalg_int(void) {}
#endif
