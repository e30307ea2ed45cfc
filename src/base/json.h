/* JSON: jansson reads, a small streaming writer of ours writes.
 *
 * The writer appends to a buf, puts the commas, and is sticky as the buf is: check out->is_full
 * once at the end.  Ids are written as strings, because browsers lose the low bits of
 * a 64-bit number. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <jansson.h>

#include "base/day.h"
#include "base/op.h"
#include "base/str.h"

#define JSON_DEPTH_MAX 32

struct json_writer {
    struct buf *out;
    int depth;
    bool has_item[JSON_DEPTH_MAX]; /* at this depth something was written: a comma comes next */
    bool after_key;
};

struct json_writer json_start(struct buf *out);
void json_object_open(struct json_writer *w);
void json_object_close(struct json_writer *w);
void json_array_open(struct json_writer *w);
void json_array_close(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);

void json_write_str(struct json_writer *w, str text);
void json_write_i64(struct json_writer *w, int64_t value);
void json_write_id(struct json_writer *w, int64_t id); /* a string; 0 is null */
void json_write_bool(struct json_writer *w, bool value);
void json_write_null(struct json_writer *w);
void json_write_day(struct json_writer *w, day d);          /* DAY_NONE is null */
void json_write_instant(struct json_writer *w, instant at); /* INSTANT_NONE is null */
void json_write_raw(struct json_writer *w, str json);       /* already JSON, trusted */

/* key and value in one line, the usual case */
void json_put_str(struct json_writer *w, const char *key, str text);
void json_put_c(struct json_writer *w, const char *key, const char *text); /* NULL is null */
void json_put_i64(struct json_writer *w, const char *key, int64_t value);
void json_put_id(struct json_writer *w, const char *key, int64_t id);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_day(struct json_writer *w, const char *key, day d);
void json_put_instant(struct json_writer *w, const char *key, instant at);

/* Parses a whole text; the tree is freed with the op's arena.  E_INVALID says line and column. */
MUST_CHECK status json_parse(struct op *op, str text, json_t **ret_root);
/* A tree as text again, without blanks. */
str json_text(struct arena *arena, const json_t *node);
#endif
