// A FastCGI program that prints the same answer whatever it is asked: the least that one can do.
#include <fcgiapp.h>

int main(void) {
  FCGX_Request request;
  FCGX_Init();
  FCGX_InitRequest(&request, 0, 0);
  while (FCGX_Accept_r(&request) == 0) {
    FCGX_PutS(
      "Status: 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: 38\r\n\r\n"
      "{\"message\":\"Welcome, ada@example.com!\"}", request.out);
    FCGX_Finish_r(&request);
  }
  return 0;
}
