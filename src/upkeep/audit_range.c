#include "upkeep/audit_range.h"

#define SCRATCH_BYTES ((size_t)LIMIT_DOCUMENT_BYTES)

/* An entry of a link, by table and id. */
struct slot {
    int64_t id;
    uint32_t link; /* which of the range, from 1; 0: the slot is free */
    uint8_t table;
    bool has_nonce;
    bool is_seen;
    uint8_t digest[AUDIT_DIGEST_BYTES];
};

struct link_place {
    struct audit_chain chain;
    int64_t n;
    day day;
};

/* A nonce, or what is left of erased texts. */
struct secret {
    int64_t id;
    uint8_t table;
    bool is_used; /* the slot */
    bool is_erased;
    uint8_t nonce[AUDIT_NONCE_BYTES];
    struct audit_commitments commitments;
};

struct case_count {
    struct audit_chain chain;
    int64_t last_seq;
};

struct range {
    struct op *op;
    const struct audit_request *request;
    const struct audit_start *start;
    const struct audit_sink *sink;
    struct audit_counts *counts;
    int64_t from, until;
    struct buf scratch;
    struct link_place *links;
    size_t link_count, link_capacity;
    struct slot *slots;
    size_t slot_count, slot_room; /* a power of two */
    struct secret *secrets;
    size_t secret_count, secret_room;
    struct case_count *cases;
    size_t case_count, case_capacity;
};

static void find(const struct range *range, struct audit_finding finding)
{
    range->sink->find(range->sink->context, &finding);
}

static bool is_wanted(const struct range *range, struct audit_chain chain)
{
    return !range->request->is_one_case || (chain.debtor_id == range->request->chain.debtor_id &&
                                            chain.case_id == range->request->chain.case_id);
}

static size_t mix(int64_t id, int table)
{
    const uint64_t mixed = ((uint64_t)id ^ (uint64_t)table << 58) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed ^ mixed >> 29);
}

/* --- entries by table and id --- */

static struct slot *slot_of(struct slot *slots, size_t room, int table, int64_t id)
{
    size_t at = mix(id, table) & (room - 1);
    while (slots[at].link != 0 && (slots[at].id != id || slots[at].table != table))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

static void make_room(struct range *range)
{
    const size_t room = range->slot_room ? 2 * range->slot_room : 4096;
    struct slot *const slots = arena_array(range->op->arena, room, sizeof(*slots));
    for (size_t i = 0; i < range->slot_room; i++)
        if (range->slots[i].link != 0)
            *slot_of(slots, room, range->slots[i].table, range->slots[i].id) = range->slots[i];
    range->slots = slots;
    range->slot_room = room;
}

/* False: the chain names the row twice. */
static bool add_slot(struct range *range, const uint8_t *entry, uint32_t link)
{
    const int table = entry[0] & ~AUDIT_HAS_NONCE;
    const int64_t id = audit_get_i64(entry + 1);
    if (2 * range->slot_count >= range->slot_room)
        make_room(range);
    struct slot *const slot = slot_of(range->slots, range->slot_room, table, id);
    if (slot->link != 0)
        return false;
    *slot = (struct slot){.id = id,
                          .link = link,
                          .table = (uint8_t)table,
                          .has_nonce = (entry[0] & AUDIT_HAS_NONCE) != 0};
    memcpy(slot->digest, entry + 9, AUDIT_DIGEST_BYTES);
    range->slot_count++;
    return true;
}

/* --- links --- */

/* Of the chain that is being read. */
struct tail {
    struct audit_chain chain;
    int64_t n;
    bool is_known;                      /* the two hashes are */
    uint8_t written[AUDIT_HASH_BYTES];  /* as the link has it */
    uint8_t computed[AUDIT_HASH_BYTES]; /* as it should be */
};

static void find_link(const struct range *range, const struct audit_link *link,
                      enum audit_fault fault, const char *detail)
{
    find(range, (struct audit_finding){.fault = fault,
                                       .chain = link->chain,
                                       .n = link->n,
                                       .day = link->day,
                                       .detail = str_of(detail)});
}

static void add_entries(struct range *range, const struct audit_link *link)
{
    const uint8_t *const bytes = (const uint8_t *)link->entries.data;
    const size_t count = link->entries.size / AUDIT_ENTRY_BYTES;
    range->links = arena_grow(range->op->arena, range->links, range->link_count,
                              &range->link_capacity, sizeof(*range->links));
    range->links[range->link_count++] = (struct link_place){link->chain, link->n, link->day};
    for (size_t i = 0; i < count; i++)
        if (!add_slot(range, bytes + i * AUDIT_ENTRY_BYTES, (uint32_t)range->link_count))
            find_link(range, link, FAULT_LINK_CHANGED, "a row is named twice");
}

/* Whether the hash that the link has is right: after the link before it as that one is, or as it
 * should be, so that one change is told once. */
static bool hash_holds(struct range *range, const struct audit_link *link, str written,
                       struct tail *tail)
{
    const bool is_whole = written.size == AUDIT_HASH_BYTES;
    uint8_t other[AUDIT_HASH_BYTES];
    audit_hash_link(tail->computed, link, &range->scratch, other);
    audit_hash_link(tail->written, link, &range->scratch, tail->computed);
    const bool holds =
        is_whole && (!tail->is_known || memcmp(tail->computed, written.data, written.size) == 0 ||
                     memcmp(other, written.data, written.size) == 0);
    if (is_whole)
        memcpy(tail->written, written.data, written.size);
    return holds;
}

static void check_link(struct range *range, const struct audit_link *link, str written,
                       struct tail *tail)
{
    const bool is_next = link->chain.debtor_id == tail->chain.debtor_id &&
                         link->chain.case_id == tail->chain.case_id && tail->n > 0;
    if (!is_next) {
        *tail = (struct tail){.chain = link->chain, .is_known = true};
        range->counts->chains++;
    }
    if (link->n != tail->n + 1) {
        struct audit_link missing = *link;
        missing.n = tail->n + 1;
        find_link(range, &missing, FAULT_LINK_MISSING, "");
        tail->is_known = false;
    }
    tail->n = link->n;
    if (!hash_holds(range, link, written, tail))
        find_link(range, link, FAULT_LINK_CHANGED, "");
    tail->is_known = true;
    if (link->entries.size == 0 || link->entries.size % AUDIT_ENTRY_BYTES != 0)
        find_link(range, link, FAULT_LINK_CHANGED, "its entries are cut");
    if (link->kind == AUDIT_KIND_EARLIER && !audit_start_is_day(range->start, link->day))
        find_link(range, link, FAULT_LINK_CHANGED, "only the first day chains earlier rows");
    add_entries(range, link);
    range->counts->links++;
}

static status read_links(struct range *range)
{
    struct tail tail = {.n = 0};
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(range->op, Q_AUDIT_LINK_RANGE,
                 DB_ARGS(ARG_I64(range->from), ARG_I64(range->until)), &rows));
    for (;;) {
        TRY(db_next(range->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct audit_link link = {
            .chain = {db_i64(&rows, 0), db_i64(&rows, 1)},
            .n = db_i64(&rows, 2),
            .day = db_day(&rows, 3),
            .at = db_i64(&rows, 4),
            .kind = (int)db_i64(&rows, 5),
            .entries = db_blob(&rows, 6),
        };
        if (is_wanted(range, link.chain))
            check_link(range, &link, db_blob(&rows, 7), &tail);
    }
}

/* --- texts that may be erased --- */

static struct secret *secret_of(struct secret *secrets, size_t room, int table, int64_t id)
{
    size_t at = mix(id, table) & (room - 1);
    while (secrets[at].is_used && (secrets[at].id != id || secrets[at].table != table))
        at = (at + 1) & (room - 1);
    return &secrets[at];
}

static struct secret *take_secret(struct range *range, int table, int64_t id)
{
    if (2 * range->secret_count >= range->secret_room) {
        const size_t room = range->secret_room ? 2 * range->secret_room : 256;
        struct secret *const secrets = arena_array(range->op->arena, room, sizeof(*secrets));
        for (size_t i = 0; i < range->secret_room; i++)
            if (range->secrets[i].is_used)
                *secret_of(secrets, room, range->secrets[i].table, range->secrets[i].id) =
                    range->secrets[i];
        range->secrets = secrets;
        range->secret_room = room;
    }
    struct secret *const secret = secret_of(range->secrets, range->secret_room, table, id);
    if (!secret->is_used)
        *secret = (struct secret){.id = id, .table = (uint8_t)table, .is_used = true};
    range->secret_count++;
    return secret;
}

static const struct secret *find_secret(const struct range *range, int table, int64_t id)
{
    if (range->secret_room == 0)
        return NULL;
    const struct secret *const secret = secret_of(range->secrets, range->secret_room, table, id);
    return secret->is_used ? secret : NULL;
}

static status read_nonces(struct range *range)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(range->op, Q_AUDIT_NONCE_RANGE,
                 DB_ARGS(ARG_I64(range->from), ARG_I64(range->until)), &rows));
    for (;;) {
        TRY(db_next(range->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str nonce = db_blob(&rows, 2);
        if (nonce.size == AUDIT_NONCE_BYTES) /* another one checks nothing: the row differs */
            memcpy(take_secret(range, (int)db_i64(&rows, 0), db_i64(&rows, 1))->nonce, nonce.data,
                   nonce.size);
    }
}

/* The row itself is checked with the others of its table. */
static status read_erasures(struct range *range)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(range->op, Q_AUDIT_ERASURE_RANGE,
                 DB_ARGS(ARG_I64(range->from), ARG_I64(range->until)), &rows));
    for (;;) {
        TRY(db_next(range->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str commitments = db_blob(&rows, 6);
        struct secret *const secret = take_secret(range, (int)db_i64(&rows, 4), db_i64(&rows, 5));
        secret->is_erased = true;
        secret->commitments.count = commitments.size / AUDIT_HASH_BYTES;
        if (commitments.size <= sizeof(secret->commitments.bytes))
            memcpy(secret->commitments.bytes, commitments.data, commitments.size);
        else
            secret->commitments.count = 0;
    }
}

/* --- rows --- */

static bool texts_are_empty(enum audit_table table, const struct db_arg *values)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    for (int c = 0; shape->erasable >> c; c++)
        if ((shape->erasable & AUDIT_COLUMN(c)) && values[c].text.size > 0)
            return false;
    return true;
}

/* What stands for the texts of a row; false: what the entry says of them is not there. */
static bool commitments_of(const struct range *range, const struct slot *slot,
                           const struct db_arg *values, struct audit_commitments *out)
{
    const enum audit_table table = (enum audit_table)slot->table;
    const struct secret *const secret = find_secret(range, slot->table, slot->id);
    if (secret && secret->is_erased) {
        *out = secret->commitments;
        return out->count == (size_t)__builtin_popcount(audit_shapes[table].erasable) &&
               texts_are_empty(table, values);
    }
    audit_commit_row(table, values, secret ? secret->nonce : NULL, out);
    return slot->has_nonce == (secret != NULL);
}

static struct audit_finding row_finding(const struct range *range, const struct slot *slot,
                                        enum audit_fault fault)
{
    const struct link_place *const link = &range->links[slot->link - 1];
    return (struct audit_finding){.fault = fault,
                                  .table = audit_shapes[slot->table].table,
                                  .chain = link->chain,
                                  .row_id = slot->id,
                                  .n = link->n,
                                  .day = link->day};
}

static bool is_in_days(const struct range *range, const struct slot *slot)
{
    const day date = range->links[slot->link - 1].day;
    return date >= range->request->from && date < range->request->until;
}

static void check_row(struct range *range, enum audit_table table, int64_t case_id,
                      const struct db_arg *values)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    const struct audit_chain chain = {shape->debtor >= 0 ? values[shape->debtor].i64 : 0, case_id};
    const int64_t id = audit_row_id(table, values, &range->scratch);
    struct audit_commitments commitments;
    uint8_t digest[AUDIT_DIGEST_BYTES];
    struct slot *const slot =
        range->slot_room > 0 ? slot_of(range->slots, range->slot_room, (int)table, id) : NULL;
    if (!slot || slot->link == 0) {
        if (is_wanted(range, chain))
            find(range, (struct audit_finding){.fault = FAULT_ROW_UNKNOWN,
                                               .table = shape->table,
                                               .chain = chain,
                                               .row_id = id,
                                               .day = DAY_NONE});
        return;
    }
    slot->is_seen = true;
    if (!is_in_days(range, slot))
        return;
    range->counts->rows++;
    bool holds = commitments_of(range, slot, values, &commitments);
    if (holds) {
        audit_digest_row(table, values, &commitments, &range->scratch, digest);
        holds = memcmp(digest, slot->digest, sizeof(digest)) == 0;
    }
    if (!holds)
        find(range, row_finding(range, slot, FAULT_ROW_CHANGED));
}

/* The last number of each case, to compare with what the case has counted. */
static void count_event(struct range *range, const struct db_arg *values)
{
    const struct audit_shape *const shape = &audit_shapes[AUDIT_EVENT];
    const struct audit_chain chain = {values[shape->debtor].i64, values[shape->case_id].i64};
    struct case_count *last = range->case_count ? &range->cases[range->case_count - 1] : NULL;
    if (!last || last->chain.debtor_id != chain.debtor_id || last->chain.case_id != chain.case_id) {
        range->cases = arena_grow(range->op->arena, range->cases, range->case_count,
                                  &range->case_capacity, sizeof(*range->cases));
        last = &range->cases[range->case_count++];
        last->chain = chain;
    }
    last->last_seq = values[shape->seq].i64;
}

static status read_table(struct range *range, enum audit_table table)
{
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(range->op, audit_shapes[table].range,
                 DB_ARGS(ARG_I64(range->from), ARG_I64(range->until)), &rows));
    for (;;) {
        TRY(db_next(range->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t case_id = audit_read_row(&rows, table, values);
        if (table == AUDIT_EVENT)
            count_event(range, values);
        check_row(range, table, case_id, values);
    }
}

/* A row whose erasure is chained may be gone. */
static void check_missing(struct range *range)
{
    for (size_t i = 0; i < range->slot_room; i++) {
        const struct slot *const slot = &range->slots[i];
        if (slot->link == 0 || slot->is_seen || !is_in_days(range, slot))
            continue;
        const struct secret *const secret = find_secret(range, slot->table, slot->id);
        if (secret && secret->is_erased)
            range->counts->erased++;
        else
            find(range, row_finding(range, slot, FAULT_ROW_MISSING));
    }
}

static status check_event_counts(struct range *range)
{
    struct db_rows rows;
    bool has_row = false;
    size_t at = 0;
    TRY(db_query(range->op, Q_AUDIT_CASE_SEQ_RANGE,
                 DB_ARGS(ARG_I64(range->from), ARG_I64(range->until)), &rows));
    for (;;) {
        TRY(db_next(range->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct audit_chain chain = {db_id(&rows, 0), db_id(&rows, 1)};
        while (at < range->case_count && (range->cases[at].chain.debtor_id < chain.debtor_id ||
                                          (range->cases[at].chain.debtor_id == chain.debtor_id &&
                                           range->cases[at].chain.case_id < chain.case_id)))
            at++;
        const bool has_events = at < range->case_count &&
                                range->cases[at].chain.debtor_id == chain.debtor_id &&
                                range->cases[at].chain.case_id == chain.case_id;
        const int64_t there = has_events ? range->cases[at].last_seq : 0;
        if (there != db_i64(&rows, 2) && is_wanted(range, chain))
            find(range, (struct audit_finding){.fault = FAULT_EVENTS_MISSING,
                                               .table = "event",
                                               .chain = chain,
                                               .day = DAY_NONE,
                                               .detail = str_of(arena_printf(
                                                   range->op->arena, "%lld, %lld", (long long)there,
                                                   (long long)db_i64(&rows, 2)))});
    }
}

status audit_check_range(struct op *op, const struct audit_request *request,
                         const struct audit_start *start, int64_t from, int64_t until,
                         const struct audit_sink *sink, struct audit_counts *counts)
{
    struct range range = {.op = op,
                          .request = request,
                          .start = start,
                          .sink = sink,
                          .counts = counts,
                          .from = from,
                          .until = until,
                          .scratch = buf_start(op->arena, SCRATCH_BYTES)};
    TRY(read_links(&range));
    TRY(read_nonces(&range));
    TRY(read_erasures(&range));
    for (int table = AUDIT_EVENT; table < AUDIT_TABLE_COUNT; table++)
        TRY(read_table(&range, (enum audit_table)table));
    check_missing(&range);
    return check_event_counts(&range);
}
