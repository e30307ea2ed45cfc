/* Writes for many rows in one statement of PostgreSQL: each parameter becomes an array, and the row
 * of values a row of unnest.
 *
 *     INSERT INTO t (a, b) VALUES ($1, $2) …
 *     INSERT INTO t (a, b) SELECT v.p1, v.p2 FROM unnest($1, $2) AS v (p1, p2) …
 *
 *     UPDATE t SET a = $2 WHERE b = $1
 *     UPDATE t SET a = v.p2 FROM unnest($1, $2) AS v (p1, p2) WHERE b = v.p1
 */
#include "catalogue.h"

#include <stdio.h>
#include <string.h>

static void add_c(struct text *text, const char *piece)
{
    text_add(text, piece, strlen(piece));
}

/* The given piece of SQL; what is no parameter stays. */
static void add_with_columns(struct text *text, const char *from, const char *until)
{
    char quote = 0;
    for (const char *at = from; at < until; at++) {
        quote = quote ? (*at == quote ? 0 : quote) : *at == '\'' || *at == '"' ? *at : 0;
        if (!quote && *at == '$')
            add_c(text, "v.p");
        else
            text_add(text, at, 1);
    }
}

static void add_rows(struct text *text, int parameter_count)
{
    char piece[32];
    add_c(text, "\n  FROM unnest(");
    for (int i = 1; i <= parameter_count; i++) {
        snprintf(piece, sizeof(piece), i > 1 ? ", $%d" : "$%d", i);
        add_c(text, piece);
    }
    add_c(text, ") AS v (");
    for (int i = 1; i <= parameter_count; i++) {
        snprintf(piece, sizeof(piece), i > 1 ? ", p%d" : "p%d", i);
        add_c(text, piece);
    }
    add_c(text, ")");
}

/* The parenthesis that closes the one at `open`. */
static const char *closing(const char *open)
{
    int depth = 0;
    for (const char *at = open; *at; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at;
    }
    return NULL;
}

static void make_insert(struct query *query)
{
    const char *const sql = query->sql[POSTGRESQL].data;
    const char *const values = strstr(sql, "VALUES (");
    const char *const open = values ? values + strlen("VALUES ") : NULL;
    const char *const close = open ? closing(open) : NULL;
    if (!close)
        fail(query->source, "query %s: -- set wants VALUES (…)", query->name);
    text_add(&query->set, sql, (size_t)(values - sql));
    add_c(&query->set, "SELECT ");
    add_with_columns(&query->set, open + 1, close);
    add_rows(&query->set, query->parameter_count);
    add_with_columns(&query->set, close + 1, sql + query->sql[POSTGRESQL].size);
}

static void make_update(struct query *query)
{
    const char *const sql = query->sql[POSTGRESQL].data;
    const char *const where = strstr(sql, "WHERE ");
    if (!where || strstr(where + 1, "WHERE ") || strstr(sql, "FROM "))
        fail(query->source, "query %s: -- set wants UPDATE … SET … WHERE …, and nothing nested",
             query->name);
    add_with_columns(&query->set, sql, where);
    add_rows(&query->set, query->parameter_count);
    add_c(&query->set, "\n ");
    add_with_columns(&query->set, where, sql + query->sql[POSTGRESQL].size);
}

void make_set(struct query *query)
{
    const struct text *const sql = &query->sql[POSTGRESQL];
    if (sql->size == 0 || query->parameter_count == 0)
        fail(query->source, "query %s: -- set wants parameters, on PostgreSQL", query->name);
    if (starts(sql->data, "INSERT "))
        make_insert(query);
    else if (starts(sql->data, "UPDATE "))
        make_update(query);
    else
        fail(query->source, "query %s: -- set wants an INSERT or an UPDATE", query->name);
}
