/* What is known while the file of a person is gathered: for evidence_gather.c and
 * evidence_names.c alone. */
#ifndef INSIGHT_EVIDENCE_GATHER_H
#define INSIGHT_EVIDENCE_GATHER_H
#include "insight/evidence.h"
#include "record/audit_root.h"

/* A row as it will stand in the file, by table and id. */
struct row {
    int64_t id;
    uint8_t table;
    str values;      /* a JSON array */
    str nonce;       /* empty: its texts are in the digest as they are */
    str commitments; /* of erased texts */
};

/* Numbers of rows that stand for names. */
struct numbers {
    int64_t *list;
    size_t count, capacity;
};

struct gathering {
    struct op *op;
    const struct evidence_request *request;
    struct json_writer w;
    struct buf scratch;
    struct row *rows;
    size_t row_count, row_capacity;
    struct numbers users, symbols, strategies;
    str *rules;
    size_t rule_count, rule_capacity;
    str *documents;
    size_t document_count, document_capacity;
    day *days; /* whose roots are named */
    size_t day_count, day_capacity;
    day last_root;
    str country;
};

str evidence_hex(struct op *op, str bytes);
/* Once; the empty text is none. */
void evidence_add_text(struct gathering *g, str **list, size_t *count, size_t *capacity, str text);
/* Users, strategies, words of decisions, rules and letters that the rows name. */
MUST_CHECK status evidence_write_names(struct gathering *g);
#endif
