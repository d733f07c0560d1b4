// The job of protected.cgi, written plainly in C with libcrypto linked dynamically.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void answer(const char *status, const char *text, const char *email) {
  printf("Status: %s\nContent-Type: application/json\nCache-Control: no-store\n\n", status);
  printf("{\"message\":\"%s%s%s\"}", text, email, *email ? "!" : "");
  exit(0);
}

// base64url (RFC 4648 section 5) into bytes with a NUL behind them; how many bytes, or -1.
static int decode(const char *text, size_t size, unsigned char *bytes, size_t capacity) {
  char padded[4096];
  size_t whole = (size + 3) / 4 * 4;
  if (whole >= sizeof padded || whole / 4 * 3 >= capacity) return -1;
  for (size_t i = 0; i < whole; i++)
    padded[i] = i >= size ? '=' : text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
  int count = EVP_DecodeBlock(bytes, (unsigned char *)padded, whole);
  if (count < 0) return -1;
  count -= whole - size;
  bytes[count] = 0;
  return count;
}

int main(void) {
  const char *cookie = getenv("HTTP_COOKIE"), *secret = getenv("JWT_SECRET");
  char *token = cookie ? strstr(cookie, "authToken=") : NULL;
  if (!token || !secret) answer("401 Unauthorized", "Unauthorized", "");
  token += strlen("authToken=");
  token[strcspn(token, "; ")] = 0;

  char *payload = strchr(token, '.'), *signature = strrchr(token, '.');
  unsigned char head[512], claims[4096], given[64], right[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!payload || payload == signature || decode(token, payload - token, head, sizeof head) < 0 ||
      !strstr((char *)head, "\"alg\":\"HS256\"") ||
      decode(payload + 1, signature - payload - 1, claims, sizeof claims) < 0 ||
      decode(signature + 1, strlen(signature + 1), given, sizeof given) != 32 ||
      !HMAC(EVP_sha256(), secret, strlen(secret), (unsigned char *)token, signature - token, right, &size) ||
      CRYPTO_memcmp(given, right, size))
    answer("401 Unauthorized", "Invalid Token", "");

  char *expiry = strstr((char *)claims, "\"exp\":"), *email = strstr((char *)claims, "\"email\":\"");
  if (!expiry || !email || atol(expiry + strlen("\"exp\":")) < time(NULL)) answer("401 Unauthorized", "Invalid Token", "");
  email += strlen("\"email\":\"");
  email[strcspn(email, "\"")] = 0;
  answer("200 OK", "Welcome, ", email);
}
