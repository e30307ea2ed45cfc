/* Finding cases: one search for all that a person may have at hand, or the worst first. */
#include <inttypes.h>

#include "book/party.h"
#include "book/reference.h"
#include "insight/dimension.h"
#include "money/age.h"
#include "record/seal.h"
#include "record/symbol.h"
#include "serve/page.h"
#include "serve/queue_item.h"
#include "serve/shield.h"

#define FOUND_MAX 500 /* cases of one search: who gets more writes another word */
#define WORDS_MAX 8
#define DIGITS    4 /* the last ones of a phone or document */

/* Cases in the order in which they were found, each once. */
struct finds {
    int64_t ids[FOUND_MAX];
    size_t count;
};

static void add(struct finds *finds, int64_t case_id)
{
    for (size_t i = 0; i < finds->count; i++)
        if (finds->ids[i] == case_id)
            return;
    if (finds->count < FOUND_MAX)
        finds->ids[finds->count++] = case_id;
}

static status add_cases_of(struct op *op, struct finds *finds, int64_t debtor_id)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CASE_OF_DEBTOR, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        add(finds, db_id(&rows, 0));
    }
}

/* --- by what names a case exactly --- */

static status find_number(struct op *op, struct finds *finds, str search)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t number = 0;
    if (!str_to_i64(search, &number))
        return OK;
    TRY(db_query(op, Q_SEARCH_NUMBER, DB_ARGS(ARG_I64(number)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        add(finds, db_id(&rows, 0));
    }
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* An external id is unique within its source, and there are few sources: each is asked. */
static status find_external(struct op *op, struct finds *finds, const char *kind, str search)
{
    str source = {"", 0};
    for (;;) {
        struct reference ref;
        int64_t case_id = 0;
        bool found = false;
        TRY(db_query_one(op, Q_SEARCH_NEXT_SOURCE, DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source)),
                         read_text, &source, &found));
        if (!found || source.size == 0)
            return OK;
        TRY(reference_find(op, kind, source, search, &ref, &found));
        if (!found)
            continue;
        if (str_equal_c(str_of(kind), "party")) {
            TRY(add_cases_of(op, finds, ref.debtor_id));
            continue;
        }
        TRY(db_query_one(op, Q_OBLIGATION_GET, DB_ARGS(ARG_ID(ref.debtor_id), ARG_ID(ref.id)),
                         read_case, &case_id, &found));
        if (found)
            add(finds, case_id);
    }
}

static status find_digest(struct op *op, struct finds *finds, enum query query, str digest)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, query, DB_ARGS(ARG_BLOB(digest), ARG_I64(FOUND_MAX)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(add_cases_of(op, finds, db_id(&rows, 0)));
    }
}

static status find_last4(struct op *op, struct finds *finds, const char *kind, enum query query,
                         str search)
{
    uint8_t digest[SEAL_INDEX_BYTES];
    for (size_t i = 0; seal_last4_at(i, kind, search, digest); i++)
        TRY(find_digest(op, finds, query, (str){(const char *)digest, sizeof(digest)}));
    return OK;
}

/* --- by name --- */

/* Whether each word of the search begins a word of the name. */
static bool has_words(str name, const str *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool is_there = false;
        str rest = name;
        while (rest.size > 0 && !is_there)
            is_there = str_starts(str_split(&rest, ' '), words[i]);
        if (!is_there)
            return false;
    }
    return true;
}

static size_t split_words(str text, str words[WORDS_MAX])
{
    size_t count = 0;
    while (text.size > 0 && count < WORDS_MAX) {
        const str word = str_split(&text, ' ');
        if (word.size > 0)
            words[count++] = word;
    }
    return count;
}

static status find_name(struct op *op, struct finds *finds, str search)
{
    struct db_rows rows;
    str words[WORDS_MAX];
    bool has_row = false;
    const str folded = party_search_name(op->arena, search);
    const size_t count = split_words(folded, words);
    size_t longest = 0;
    for (size_t i = 1; i < count; i++)
        if (words[i].size > words[longest].size)
            longest = i;
    if (count == 0 || memchr(folded.data, '%', folded.size) ||
        memchr(folded.data, '_', folded.size))
        return OK;
    const str pattern =
        str_of(arena_printf(op->arena, "%%" STR_FORMAT "%%", STR_ARG(words[longest])));
    TRY(db_query(op, Q_SEARCH_NAME, DB_ARGS(ARG_TEXT(pattern)), &rows));
    while (finds->count < FOUND_MAX) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (has_words(db_text(&rows, 1), words, count))
            TRY(add_cases_of(op, finds, db_id(&rows, 0)));
    }
    db_rows_close(&rows);
    return OK;
}

static bool is_digits(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size > 0;
}

/* "sucursal=León Centro": an attribute that came with an import, and its value. */
static status find_attribute(struct op *op, struct finds *finds, str search)
{
    struct db_rows rows;
    struct dimension_filter filter;
    bool has_row = true;
    TRY(dimension_filter_find(op, search, &filter));
    const bool is_text = filter.dimension.form == DIMENSION_TEXT;
    if (filter.dimension.attribute_id == 0)
        return op_fail(op, E_INVALID, "'%s' is no attribute: only attributes are searched by value",
                       filter.dimension.name);
    TRY(db_query(op, is_text ? Q_SEARCH_ATTRIBUTE_TEXT : Q_SEARCH_ATTRIBUTE_NUMBER,
                 DB_ARGS(ARG_ID(filter.dimension.attribute_id),
                         is_text ? ARG_TEXT(filter.text) : ARG_I64(filter.number),
                         ARG_I64(FOUND_MAX)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            add(finds, db_id(&rows, 0));
    }
    return OK;
}

static status search_cases(struct op *op, str search, struct finds *finds)
{
    TRY(find_number(op, finds, search));
    TRY(find_external(op, finds, "party", search));
    TRY(find_external(op, finds, "obligation", search));
    if (memchr(search.data, '=', search.size)) /* ids of a source may hold one too */
        return finds->count > 0 ? OK : find_attribute(op, finds, search);
    if (search.size == DIGITS) {
        if (is_digits(search))
            TRY(find_last4(op, finds, "phone", Q_SEARCH_POINT, search));
        TRY(find_last4(op, finds, "document", Q_SEARCH_DOCUMENT, search));
    }
    return find_name(op, finds, search);
}

/* --- summaries --- */

struct summary {
    struct json_writer *w;
    struct shield_cover cover;
    int64_t past_due_min;
    bool is_written;
};

/* A covered case is found, and says no more than its account does. */
static status write_summary(struct op *op, struct db_rows *row, void *out)
{
    struct summary *const summary = out;
    struct json_writer *const w = summary->w;
    const bool is_overdue = ((uint64_t)db_i64(row, 7) >> FACT_oldest_due_on & 1) != 0;
    const int days = is_overdue ? age_past_due_days((day)db_i64(row, 10), op->business_date) : 0;
    char currency_text[CURRENCY_TEXT];
    str segment = {"", 0};
    bool is_covered = false;
    summary->is_written = days >= summary->past_due_min;
    if (!summary->is_written)
        return OK;
    TRY(shield_covers(op, &summary->cover, (struct case_key){db_id(row, 13), db_id(row, 0)},
                      &is_covered));
    if (!is_covered)
        TRY(symbol_text(op, db_i64(row, 11), &segment));
    json_object_open(w);
    json_put_id(w, "id", db_id(row, 0));
    case_number_write(op, w, "number", db_i64(row, 1));
    json_put_str(w, "party_name", db_text(row, 5));
    json_put_str(w, "creditor_name", db_text(row, 6));
    json_put_str(w, "status", db_text(row, 2));
    json_put_str(w, "stage", db_text(row, 3));
    json_put_c(w, "segment", segment.size > 0 ? str_cstr(op->arena, segment) : NULL);
    json_put_c(w, "currency", currency_format((currency)db_i64(row, 4), currency_text));
    json_put_bool(w, "is_covered", is_covered);
    figure_write(w, "balance", is_covered, db_i64(row, 8));
    figure_write(w, "past_due_amount", is_covered, db_i64(row, 9));
    figure_write(w, "past_due_days", is_covered, days);
    json_put_day(w, "next_action_on", db_day(row, 12));
    json_object_close(w);
    return OK;
}

static status write_case(struct op *op, struct summary *summary, int64_t case_id)
{
    bool found = false;
    return db_query_one(op, Q_SERVE_CASE_SUMMARY, DB_ARGS(ARG_ID(case_id)), write_summary, summary,
                        &found);
}

/* --- the route --- */

enum { P_SEARCH, P_PAST_DUE_MIN, P_CURSOR, P_LIMIT };
static const struct param list_params[] = {
    [P_SEARCH] = {"search",       IN_QUERY, PARAM_TEXT,    false, 0, 100,               NULL},
    [P_PAST_DUE_MIN] = {"past_due_min", IN_QUERY, PARAM_INTEGER, false, 0, LIMIT_REPORT_DAYS, NULL},
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

/* The cursor of a search counts the cases that it has passed. */
static status list_found(struct op *op, const struct request *request, struct summary *summary,
                         const struct cursor *cursor, int64_t most)
{
    struct finds *const finds = arena_new(op->arena, struct finds);
    int64_t written = 0;
    TRY(search_cases(op, str_trim(request_text(request, P_SEARCH)), finds));
    int64_t at = cursor->parts[0];
    json_key(summary->w, "items");
    json_array_open(summary->w);
    for (; at >= 0 && at < (int64_t)finds->count && written < most; at++) {
        TRY(write_case(op, summary, finds->ids[at]));
        written += summary->is_written;
    }
    json_array_close(summary->w);
    const int64_t parts[3] = {at, 0, 0};
    cursor_write(op, summary->w, "next_cursor", at < (int64_t)finds->count, parts, 3);
    return OK;
}

/* A page of keys: cases past due by their oldest claim, then those that are not (oldest INT32_MAX).
 */
struct key_page {
    int64_t ids[LIMIT_PAGE_ROWS + 1];
    int64_t oldest[LIMIT_PAGE_ROWS + 1];
    int64_t count;
};

static status read_keys(struct op *op, struct db_rows *rows, bool is_overdue, int64_t most,
                        struct key_page *page)
{
    bool has_row = false;
    TRY(db_next(op, rows, &has_row));
    while (has_row && page->count <= most) {
        page->ids[page->count] = db_id(rows, 0);
        page->oldest[page->count++] = is_overdue ? db_i64(rows, 1) : INT32_MAX;
        TRY(db_next(op, rows, &has_row));
    }
    if (has_row)
        db_rows_close(rows);
    return OK;
}

static status load_page(struct op *op, int64_t past_due_min, const struct cursor *cursor,
                        int64_t most, struct key_page *page)
{
    struct db_rows rows;
    const bool was_calm = cursor->is_set && cursor->parts[0] == INT32_MAX;
    if (!was_calm) {
        TRY(db_query(op, Q_SERVE_CASE_WORST,
                     DB_ARGS(ARG_DAY((day)(op->business_date - past_due_min)),
                             ARG_I64(cursor->is_set ? cursor->parts[0] : DAY_MIN),
                             ARG_I64(cursor->parts[1]), ARG_I64(most + 1)),
                     &rows));
        TRY(read_keys(op, &rows, true, most, page));
    }
    if (past_due_min > 0 || page->count > most)
        return OK;
    TRY(db_query(op, Q_SERVE_CASE_CALM,
                 DB_ARGS(ARG_I64(was_calm ? cursor->parts[1] : 0), ARG_I64(most + 1 - page->count)),
                 &rows));
    return read_keys(op, &rows, false, most, page);
}

static status list_worst(struct op *op, struct summary *summary, const struct cursor *cursor,
                         int64_t most)
{
    struct key_page *const page = arena_new(op->arena, struct key_page);
    TRY(load_page(op, summary->past_due_min, cursor, most, page));
    const bool is_more = page->count > most;
    const int64_t shown = is_more ? most : page->count;
    json_key(summary->w, "items");
    json_array_open(summary->w);
    for (int64_t i = 0; i < shown; i++)
        TRY(write_case(op, summary, page->ids[i]));
    json_array_close(summary->w);
    const int64_t parts[3] = {is_more ? page->oldest[shown - 1] : 0,
                              is_more ? page->ids[shown - 1] : 0, 0};
    cursor_write(op, summary->w, "next_cursor", is_more, parts, 3);
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT);
    struct summary summary = {.past_due_min = request_number(request, P_PAST_DUE_MIN, 0)};
    struct cursor cursor;
    TRY(cursor_read(op, request, reply, P_CURSOR, 3, &cursor));
    TRY(shield_cover_of(op, request, &summary.cover));
    summary.w = reply_json(reply, 200);
    json_object_open(summary.w);
    if (str_trim(request_text(request, P_SEARCH)).size > 0)
        TRY(list_found(op, request, &summary, &cursor, most));
    else
        TRY(list_worst(op, &summary, &cursor, most));
    json_object_close(summary.w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"searchCases", "GET", "/v1/cases", "case.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
};
/* clang-format on */
const struct route_list case_routes = ROUTE_LIST(rows);
