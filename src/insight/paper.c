#include "insight/paper.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/ids.h"
#include "base/json_fields.h"
#include "insight/evidence.h"
#include "insight/paper_body.h"
#include "record/audit.h"
#include "store/db.h"

#define PAPER_START "{\"paper\":"
#define PAPER_NAME  ",\"name\":"
#define NONCE_BYTES 16

static const char *const kind_names[PAPER_KIND_COUNT] = {"statement", "quote", "agreement",
                                                         "clearance"};
static const char *const titles[PAPER_KIND_COUNT] = {
    SAY("Account statement"),
    SAY("Settlement quote"),
    SAY("Agreement"),
    SAY("No-debt letter"),
};

const char *paper_kind_name(enum paper_kind kind)
{
    assert(kind < PAPER_KIND_COUNT);
    return kind_names[kind];
}

bool paper_kind_parse(str text, enum paper_kind *ret_kind)
{
    for (int i = 0; i < PAPER_KIND_COUNT; i++)
        if (str_equal_c(text, kind_names[i])) {
            *ret_kind = (enum paper_kind)i;
            return true;
        }
    return false;
}

static void digest(str bytes, char out[PAPER_HASH_SIZE])
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    crypto_sha256(bytes, hash);
    crypto_hex(hash, sizeof(hash), out);
}

/* Of the random number, as it stands in the paper, and the name. */
static void digest_name(struct op *op, const char *nonce, str name, char out[PAPER_HASH_SIZE])
{
    digest(str_of(arena_printf(op->arena, "%s" STR_FORMAT, nonce, STR_ARG(name))), out);
}

/* The same JSON without a `<`, so that it can stand inside a page byte for byte. */
static str plain_angles(struct op *op, str json)
{
    struct buf out = buf_start(op->arena, PAPER_BYTES_MAX);
    for (size_t i = 0; i < json.size; i++)
        if (json.data[i] == '<')
            buf_add_c(&out, "\\u003c");
        else
            buf_add_char(&out, json.data[i]);
    return buf_str(&out);
}

/* --- making --- */

struct head {
    int64_t number;
    str party_name, party_external_id, creditor, organisation;
};

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    *(struct head *)out = (struct head){
        .number = db_i64(row, 0),
        .party_name = db_text_copy(op, row, 1),
        .party_external_id = db_text_copy(op, row, 2),
        .creditor = db_text_copy(op, row, 3),
        .organisation = db_text_copy(op, row, 4),
    };
    return OK;
}

static status read_currency(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(currency *)out = (currency)db_i64(row, 1);
    return OK;
}

static void write_head(struct paper_draft *draft, const struct head *head, enum paper_kind kind,
                       int64_t id)
{
    struct json_writer *const w = &draft->w;
    uint8_t random[NONCE_BYTES];
    char nonce[CRYPTO_HEX_SIZE(NONCE_BYTES)];
    char name_hash[PAPER_HASH_SIZE];
    char code[CURRENCY_TEXT];
    char today[DAY_TEXT_SIZE];
    const day on = draft->op->business_date;
    crypto_random(random, sizeof(random));
    crypto_hex(random, sizeof(random), nonce);
    digest_name(draft->op, nonce, head->party_name, name_hash);
    json_put_c(w, "kind", kind_names[kind]);
    json_put_id(w, "id", id);
    json_put_i64(w, "case", head->number);
    json_put_str(w, "organisation", head->organisation);
    json_put_str(w, "creditor", head->creditor);
    json_put_str(w, "party", head->party_external_id);
    json_put_c(w, "name_nonce", nonce);
    json_put_c(w, "name_sha256", name_hash);
    json_put_day(w, "made_on", on);
    json_put_c(w, "currency", currency_format(draft->of_case, code));
    buf_printf(draft->text, "%s\n\n", op_word(draft->op, titles[kind]));
    paper_say(draft, SAY("Name"), str_cstr(draft->op->arena, head->party_name));
    paper_say(draft, SAY("Creditor"), str_cstr(draft->op->arena, head->creditor));
    paper_say(draft, SAY("Case"), arena_printf(draft->op->arena, "%" PRId64, head->number));
    paper_say(draft, SAY("Date"), day_format(on, today));
}

static str file_of(struct op *op, str body, str name, const char *sha256)
{
    struct buf out = buf_start(op->arena, PAPER_BYTES_MAX);
    struct buf quoted = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&quoted);
    json_write_str(&w, name);
    buf_printf(&out, PAPER_START STR_FORMAT PAPER_NAME STR_FORMAT ",\"sha256\":\"%s\"}\n",
               STR_ARG(body), STR_ARG(plain_angles(op, buf_str(&quoted))), sha256);
    return buf_str(&out);
}

static str page_of(struct op *op, const struct paper *paper)
{
    struct buf out = buf_start(op->arena, PAPER_BYTES_MAX);
    buf_printf(&out, "<!doctype html>\n<html><meta charset=\"utf-8\"><title>%s</title>\n<pre>",
               op_word(op, titles[paper->kind]));
    evidence_escape(&out, paper->text);
    buf_printf(&out, "</pre>\n<script type=\"application/json\">" STR_FORMAT "</script>\n</html>\n",
               STR_ARG(paper->json));
    return buf_str(&out);
}

static status finish(struct paper_draft *draft, const struct head *head, struct buf *body,
                     struct paper *paper)
{
    struct op *const op = draft->op;
    const str bytes = plain_angles(op, buf_str(body));
    if (body->is_full || draft->text->is_full)
        return op_fail(op, E_LIMIT, "a paper would be longer than %zu bytes", PAPER_BYTES_MAX);
    digest(bytes, paper->sha256);
    paper_say(draft, SAY("SHA-256"), paper->sha256);
    paper->json = file_of(op, bytes, head->party_name, paper->sha256);
    paper->text = buf_str(draft->text);
    paper->others = draft->others;
    paper->other_count = draft->other_count;
    paper->html = page_of(op, paper);
    return audit_insert(op, AUDIT_PAPER, 0,
                        DB_ARGS(ARG_ID(draft->key.debtor_id), ARG_ID(paper->id),
                                ARG_ID(draft->key.case_id), ARG_TEXT_C(kind_names[paper->kind]),
                                ARG_DAY(op->business_date), ARG_TEXT_C(paper->sha256),
                                ARG_TEXT(bytes), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))));
}

status paper_make(struct op *op, struct case_key key, enum paper_kind kind, struct paper *ret_paper)
{
    struct buf body = buf_start(op->arena, PAPER_BYTES_MAX);
    struct buf text = buf_start(op->arena, PAPER_BYTES_MAX);
    struct paper_draft draft = {.op = op, .key = key, .w = json_start(&body), .text = &text};
    struct paper paper = {.id = id_make(), .kind = kind};
    struct head head = {.number = 0};
    const struct db_arg args[] = {ARG_ID(key.debtor_id), ARG_ID(key.case_id)};
    bool found = false;
    TRY(db_query_one(op, Q_PAPER_HEAD, args, ARRAY_LEN(args), read_head, &head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of this debtor", key.case_id);
    TRY(db_query_one(op, Q_CASE_BOOK_HEAD, args, ARRAY_LEN(args), read_currency, &draft.of_case,
                     &found));
    json_object_open(&draft.w);
    write_head(&draft, &head, kind, paper.id);
    TRY(paper_write_body(&draft, kind));
    json_object_close(&draft.w);
    TRY(finish(&draft, &head, &body, &paper));
    *ret_paper = paper;
    return OK;
}

/* --- those that were made --- */

status paper_list(struct op *op, struct case_key key, struct paper_made **ret_papers,
                  size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    struct paper_made *const papers = arena_array(op->arena, PAPERS_MOST, sizeof(*papers));
    TRY(db_query(op, Q_PAPER_LIST,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_I64(PAPERS_MOST)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        struct paper_made *const paper = &papers[count++];
        *paper = (struct paper_made){.id = db_id(&rows, 0),
                                     .made_on = db_day(&rows, 2),
                                     .made_at = db_instant(&rows, 3),
                                     .sha256 = db_text_copy(op, &rows, 4),
                                     .user_name = db_text_copy(op, &rows, 5)};
        if (!paper_kind_parse(db_text(&rows, 1), &paper->kind))
            return op_fail(op, E_STORE, "paper %" PRId64 " is of no known kind", paper->id);
    }
    *ret_papers = papers;
    *ret_count = count;
    return OK;
}

void paper_made_write(struct json_writer *w, const struct paper_made *paper)
{
    json_object_open(w);
    json_put_id(w, "id", paper->id);
    json_put_c(w, "kind", paper_kind_name(paper->kind));
    json_put_day(w, "made_on", paper->made_on);
    json_put_instant(w, "made_at", paper->made_at);
    json_put_str(w, "sha256", paper->sha256);
    json_put_str(w, "made_by", paper->user_name);
    json_object_close(w);
}

/* --- checking --- */

/* Where the object of a paper begins and ends: NULL, it is none. */
static const char *find_bytes(str in, const char *what)
{
    return in.size > 0 ? memmem(in.data, in.size, what, strlen(what)) : NULL;
}

static status not_a_paper(struct op *op)
{
    return op_fail(op, E_INVALID, "the file is no paper of this program");
}

static status read_check(struct op *op, str object, str body, struct paper_check *check)
{
    json_t *root = NULL;
    const char *said = NULL;
    const char *name = NULL;
    const char *kind = NULL;
    const char *nonce = NULL;
    const char *name_said = NULL;
    char name_hash[PAPER_HASH_SIZE];
    TRY(json_parse(op, object, &root));
    json_t *const paper = json_object_get(root, "paper");
    TRY(json_need_text(op, "paper", root, "sha256", &said));
    TRY(json_need_text(op, "paper", root, "name", &name));
    TRY(json_need_text(op, "paper", paper, "kind", &kind));
    TRY(json_need_text(op, "paper", paper, "name_nonce", &nonce));
    TRY(json_need_text(op, "paper", paper, "name_sha256", &name_said));
    TRY(json_take_day(op, "paper", paper, "made_on", &check->made_on));
    check->number = json_integer_value(json_object_get(paper, "case"));
    if (!paper_kind_parse(str_of(kind), &check->kind))
        return not_a_paper(op);
    digest(body, check->sha256);
    digest_name(op, nonce, str_of(name), name_hash);
    check->is_whole = strcmp(check->sha256, said) == 0;
    check->is_name_right = strcmp(name_hash, name_said) == 0;
    return OK;
}

status paper_verify(struct op *op, str bytes, struct paper_check *ret_check)
{
    struct paper_check check = {.made_on = DAY_NONE};
    const char *const start = find_bytes(bytes, PAPER_START);
    if (!start)
        return not_a_paper(op);
    str rest = {start, bytes.size - (size_t)(start - bytes.data)};
    const char *const line_end = memchr(start, '\n', rest.size);
    if (line_end)
        rest.size = (size_t)(line_end - start);
    const char *const name = find_bytes(rest, PAPER_NAME);
    const size_t skip = sizeof(PAPER_START) - 1;
    if (!name || (size_t)(name - start) < skip)
        return not_a_paper(op);
    TRY(read_check(op, rest, (str){start + skip, (size_t)(name - start) - skip}, &check));
    *ret_check = check;
    return OK;
}

status paper_is_ours(struct op *op, const char *sha256, bool *ret_is)
{
    return db_query_one(op, Q_PAPER_FIND, DB_ARGS(ARG_TEXT_C(sha256)), NULL, NULL, ret_is);
}
