/* SHA256_Init(3) and its companions: see AuthCore/Crypto/SHA256.swift for why these and not EVP. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>
/* EVP is what the tests compare with. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
