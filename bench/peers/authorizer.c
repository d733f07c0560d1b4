// A FastCGI authorizer that lets everybody in, whoever asks: the least that one can do.
#include <fcgiapp.h>

int main(void) {
  FCGX_Request request;
  FCGX_Init();
  FCGX_InitRequest(&request, 0, 0);
  while (FCGX_Accept_r(&request) == 0) {
    FCGX_PutS("Status: 200 OK\r\n\r\n", request.out);
    FCGX_Finish_r(&request);
  }
  return 0;
}
