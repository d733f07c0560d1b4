/* TLS by OpenSSL (ssl(7)), for `send` alone: no program that answers a request links it. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
