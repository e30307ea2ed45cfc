/* The HTTP server: libmicrohttpd with a pool of threads, our guard in front of every request.
 *
 * Each request is one operation with its own arena; the threads share a pool of store connections.
 * Only this room includes the library.  TLS and HTTP/2 belong to a proxy in front. */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H
#include "base/op.h"
#include "base/str.h"

struct resident;
struct server;

struct server_config {
    str listen; /* ADDR:PORT; port 0 takes a free one */
    str store;  /* address of the store, which is migrated and, on SQLite, owned */
    struct op_clock clock;
    int threads;          /* 0: the default */
    bool without_columns; /* keeps none in memory (serve/columns.h) */
};

/* Starts to answer.  E_INVALID: listen is not ADDR:PORT.  E_IO: the address cannot be bound, or the
 * system gives no threads.  The key of record/seal.h must be loaded, op->db is used for reading. */
MUST_CHECK status server_start(struct op *op, const struct server_config *config,
                               struct server **ret_server);
/* The columns of all cases that it keeps in memory; NULL: none. */
struct resident *server_resident(const struct server *server);
/* The port that it is bound to. */
int server_port(const struct server *server);
/* Takes no new connections, lets running requests end for a while, then closes all. */
void server_stop(struct server *server);
#endif
