/*
 * TLS by OpenSSL (ssl(7)), for `send` alone: no program that answers a request links it. What Swift cannot
 * import, because C knows it as a macro, is here under its own name.
 */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#define CGI_AUTH_NAME(name) __attribute__((swift_name(#name)))

/* SSL_CTX_set_min_proto_version(3) */
static inline _Bool cgi_auth_require_tls_1_2(SSL_CTX *context) CGI_AUTH_NAME(requireTLS12(_:)) {
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1;
}

/* SSL_set_tlsext_host_name(3): SNI, RFC 6066 section 3 */
static inline _Bool cgi_auth_name_host(SSL *connection, const char *name) CGI_AUTH_NAME(nameHost(_:_:)) {
  return SSL_set_tlsext_host_name(connection, name) == 1;
}

/* SSL_CTX_set_mode(3): what a write of a part of it leaves may lie elsewhere at the next try. */
static inline void cgi_auth_allow_moving(SSL_CTX *context) CGI_AUTH_NAME(allowMovingBuffers(_:)) {
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}
