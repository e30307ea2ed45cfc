/* The connection to PostgreSQL: how it is made, how it is found dead and made again, and what the
 * server's failures mean. */
#include <poll.h>
#include <time.h>

#include "store/postgresql.h"

#define RECONNECT_MS     50   /* pause after the first try in vain; doubles */
#define RECONNECT_MS_MAX 1000 /* a server that is back is found within a second */

/* --- failures --- */

/* SQLSTATE -> what it means to a caller.  A class (two characters) stands for all its states. */
static const struct {
    const char *state;
    status code;
    const char *advice;
} failures[] = {
    {"23505", E_CONFLICT, SAY("already there")                            },
    {"40001", E_BUSY,     SAY("another transaction was faster: try again")},
    {"40P01", E_BUSY,     SAY("another transaction was faster: try again")},
    {"55P03", E_BUSY,     SAY("locked by another process: try again")     },
    {"57P",   E_BUSY,     SAY("the server is stopping: try again later")  },
    {"53300", E_BUSY,     SAY("the server has too many connections")      },
    {"53100", E_LIMIT,    SAY("the server's disk is full")                },
    {"08",    E_BUSY,     SAY("the connection was lost: try again")       },
};

/* The server's first line names tables and constraints; its DETAIL has values of people, so it is
 * never shown. */
status pg_fail(struct op *op, const char *what, PGresult *result)
{
    const char *const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *const why = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    status code = E_STORE;
    const char *advice = "";
    for (size_t i = 0; state && i < ARRAY_LEN(failures); i++) {
        if (strncmp(state, failures[i].state, strlen(failures[i].state)) == 0) {
            code = failures[i].code;
            advice = failures[i].advice;
            break;
        }
    }
    if (PQstatus(pg_of(op->db)->connection) == CONNECTION_BAD) {
        code = E_BUSY;
        advice = SAY("the connection to PostgreSQL was lost: try again");
    }
    (void)op_fail(op, code, "%s: %s%s%s", what, op_word(op, advice), *advice && why ? ": " : "",
                  why       ? why
                  : *advice ? ""
                            : op_word(op, "no answer from PostgreSQL"));
    PQclear(result);
    return code;
}

status pg_fail_query(struct op *op, enum query query, PGresult *result)
{
    return pg_fail(op, arena_printf(op->arena, "query %s", catalogue_query(query)->name), result);
}

/* --- connection --- */

/* Settings of a session, again after each reconnection.  A lock is waited for as long as on
 * SQLite.  A page that an index leads to costs little more than the next one: books that are worked
 * with lie in memory or on a disk without arms, and else a few hundred keys of a slice are found by
 * a walk over the whole table. */
static status configure(struct op *op)
{
    const struct db *const db = op->db;
    const char *const text = arena_printf(
        op->arena,
        "SET lock_timeout = %d; SET synchronous_commit = %s; SET random_page_cost = 1.1;"
        "SET default_transaction_read_only = %s; SET client_min_messages = warning",
        db->busy_ms, db->is_unsafe ? "off" : "on", db->is_read_only ? "on" : "off");
    PGresult *const result = PQexec(pg_of(op->db)->connection, text);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail(op, "open", result);
    PQclear(result);
    op->db->connection = store_count_connection();
    return OK;
}

/* What a server says as it goes is told by the failure of what is asked next. */
static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* The library's words stand on several lines; a message is one. */
static const char *one_line(struct arena *arena, const char *words)
{
    const str text = str_trim(str_of(words));
    struct buf out = buf_start(arena, LIMIT_FAILURE_TEXT);
    for (size_t i = 0; i < text.size; i++) {
        const bool is_blank = text.data[i] == '\n' || text.data[i] == '\t';
        if (!is_blank)
            buf_add(&out, (str){text.data + i, 1});
        else if (i > 0 && text.data[i - 1] != '\n')
            buf_add_c(&out, " ");
    }
    return buf_cstr(&out);
}

status pg_connect(struct op *op, const char *url)
{
    static const char *const names[] = {"dbname", "client_encoding", "fallback_application_name",
                                        "connect_timeout", NULL};
    const char *const values[] = {url, "UTF8", "acuerdo", "10", NULL};
    struct pg_db *const own = pg_of(op->db);
    own->connection = PQconnectdbParams(names, values, 1);
    (void)PQsetNoticeReceiver(own->connection, ignore_notice, NULL);
    if (PQstatus(own->connection) == CONNECTION_OK)
        return configure(op);
    const char *const why = PQerrorMessage(own->connection);
    return op_fail(op, strstr(why, "does not exist") ? E_NOT_FOUND : E_BUSY,
                   "PostgreSQL cannot be reached: %s", one_line(op->arena, why));
}

/* A server that ended the session has said so, or hung up: it shows before anything is asked.  The
 * first read brings its last words, the second the end. */
static bool is_connected(PGconn *connection)
{
    struct pollfd socket = {.fd = PQsocket(connection), .events = POLLIN};
    while (PQstatus(connection) == CONNECTION_OK && poll(&socket, 1, 0) > 0)
        if (!PQconsumeInput(connection))
            break;
    return PQstatus(connection) == CONNECTION_OK;
}

/* Waits for a server as long as for a lock: it may be starting again. */
static status reconnect(struct op *op)
{
    PGconn *const connection = pg_of(op->db)->connection;
    int pause_ms = RECONNECT_MS;
    for (int waited_ms = 0;; waited_ms += pause_ms) {
        const struct timespec pause = {pause_ms / 1000, pause_ms % 1000 * 1000000L};
        PQreset(connection);
        if (PQstatus(connection) == CONNECTION_OK)
            return OK;
        if (waited_ms >= op->db->busy_ms)
            return op_fail(op, E_BUSY, "PostgreSQL does not answer: try again later");
        (void)nanosleep(&pause, NULL);
        if (pause_ms < RECONNECT_MS_MAX)
            pause_ms *= 2;
    }
}

/* A server may notice late that our old session, which holds our number, is gone: until then each
 * transaction asks again. */
static status hold_again(struct op *op)
{
    struct pg_db *const own = pg_of(op->db);
    return own->held == 0 || own->has_hold ? OK : pg_hold(op, own->held, &own->has_hold);
}

status pg_ensure_connected(struct op *op)
{
    struct pg_db *const own = pg_of(op->db);
    if (is_connected(own->connection))
        return hold_again(op);
    pg_end_rows(op->db);
    TRY(reconnect(op));
    own->has_hold = false;
    for (int q = 0; q < QUERY_COUNT; q++)
        own->queries[q].is_prepared = own->queries[q].is_set_prepared = false;
    TRY(configure(op));
    return hold_again(op);
}

status pg_hold(struct op *op, int64_t number, bool *ret_given)
{
    struct pg_db *const own = pg_of(op->db);
    struct pg_values values;
    Oid types[LIMIT_DB_ARGS];
    pg_bind(DB_ARGS(ARG_I64(number)), &values);
    PGresult *const result =
        PQexecParams(own->connection, catalogue_query(Q_STORE_HOLD)->text[DB_POSTGRESQL],
                     pg_parameter_types(Q_STORE_HOLD, types), types, values.data, values.sizes,
                     values.formats, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        return pg_fail_query(op, Q_STORE_HOLD, result);
    *ret_given = PQgetvalue(result, 0, 0)[0] != 0;
    if (*ret_given) {
        own->held = number;
        own->has_hold = true;
    }
    PQclear(result);
    return OK;
}
