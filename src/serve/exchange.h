/* One request from its first byte to its last: the memory it lives in and the collecting of its
 * body. */
#ifndef SERVE_EXCHANGE_H
#define SERVE_EXCHANGE_H
#include <microhttpd.h>

#include "serve/reply.h"

struct exchange {
    struct arena *arena;
    str target;             /* path and query, as sent */
    const char *raw_target; /* where the library has it: compared, never read */
    bool is_started;
    bool is_refused; /* answered early; what still comes is thrown away */
    struct buf body;
    struct request request;
    struct reply reply;
    instant started_at;
};

struct exchange *exchange_create(const char *target);
void exchange_destroy(struct exchange *exchange);
/* Reads path, query and the headers that we use. */
void exchange_read_head(struct exchange *exchange, struct MHD_Connection *connection,
                        const char *method);
/* Hands the answer to the library; it borrows from the exchange. */
enum MHD_Result exchange_send(struct exchange *exchange, struct MHD_Connection *connection);
/* Refuses without running anything: a text of one line, and the connection closes. */
enum MHD_Result exchange_refuse(struct exchange *exchange, struct MHD_Connection *connection,
                                int http_status, const char *why);
#endif
