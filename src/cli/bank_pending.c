/* acuerdo bank pending, show: the money that waits, and what became of one entry. */
#include <inttypes.h>

#include "base/json.h"
#include "cash/waiting.h"
#include "cli/bank.h"
#include "store/db.h"

#define OUT_BYTES (16 << 20)

static const struct option_spec pending_specs[] = {
    {"limit", "N",  {"cuántos movimientos (200)", "how many entries (200)"}},
    {NULL,    NULL, {NULL, NULL}                                            },
};

/* The number of the best case; 0: there is none. */
static status best_number(struct op *op, const struct waiting *w, int64_t *ret_number)
{
    struct case_shown best = {.number = 0};
    if (w->best_case_id != 0)
        TRY(case_shown_get(op, w->best_case_id, &best));
    *ret_number = best.number;
    return OK;
}

static void put_pending(struct json_writer *w, const struct waiting *p, int64_t best_case,
                        day today)
{
    char amount[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    json_object_open(w);
    json_put_id(w, "entry_id", p->entry_id);
    json_put_str(w, "kind", p->kind);
    json_put_c(w, "open", money_format_plain(p->open, currency_exponent(p->currency), amount));
    json_put_c(w, "currency", currency_format(p->currency, unit));
    json_put_day(w, "value_on", p->value_on);
    json_put_i64(w, "age_days", today - p->aged_from);
    json_put_str(w, "reason", p->reason);
    json_put_i64(w, "score", p->score);
    json_put_i64(w, "margin", p->margin);
    json_key(w, "best_case");
    if (best_case != 0)
        json_write_i64(w, best_case);
    else
        json_write_null(w);
    json_put_str(w, "reference", p->reference);
    json_put_str(w, "counterparty", p->counterparty);
    json_put_str(w, "text", p->text);
    json_object_close(w);
}

static void print_pending(struct cli *cli, const struct waiting *p, int64_t best_case)
{
    char amount[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    char on[DAY_TEXT_SIZE];
    fprintf(cli->out,
            "%" PRId64 "\t%s\t" STR_FORMAT "\t%s %s\t%d\t" STR_FORMAT "\t%" PRId64 "\t" STR_FORMAT
            "\t" STR_FORMAT "\n",
            p->entry_id, day_format(p->value_on, on), STR_ARG(p->kind),
            money_format_plain(p->open, currency_exponent(p->currency), amount),
            currency_format(p->currency, unit), p->score, STR_ARG(p->reason), best_case,
            STR_ARG(p->reference), STR_ARG(p->counterparty));
}

static status pending(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct waiting *list = NULL;
    size_t count = 0;
    int64_t most = 0;
    TRY(cli_i64(cli, "limit", LIMIT_PAGE_ROWS, &most));
    if (most < 1 || most > 100000)
        return op_fail(op, E_INVALID, "--limit is 1 to 100000");
    TRY(cli_open(cli, CLI_READ));
    TRY(waiting_list(op, DAY_MIN, 0, most, &list, &count));
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        int64_t best_case = 0;
        TRY(best_number(op, &list[i], &best_case));
        if (cli->is_json)
            put_pending(&w, &list[i], best_case, op->business_date);
        else
            print_pending(cli, &list[i], best_case);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* --- one entry --- */

struct shown {
    currency currency;
    struct json_writer *w;
};

static status put_entry(struct op *op, struct db_rows *row, void *out)
{
    struct shown *const shown = out;
    struct json_writer *const w = shown->w;
    char amount[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    (void)op;
    shown->currency = (currency)db_i64(row, 3);
    json_put_str(w, "kind", db_text(row, 0));
    json_put_c(w, "amount",
               money_format_plain(db_money(row, 2), currency_exponent(shown->currency), amount));
    json_put_c(w, "currency", currency_format(shown->currency, unit));
    json_put_day(w, "value_on", db_day(row, 4));
    json_put_day(w, "booked_on", db_day(row, 5));
    json_put_str(w, "reference", db_text(row, 6));
    json_put_str(w, "other_references", db_text(row, 7));
    json_put_str(w, "counterparty", db_text(row, 8));
    json_put_str(w, "account", db_text(row, 9));
    json_put_str(w, "text", db_text(row, 10));
    return OK;
}

static status put_matches(struct op *op, int64_t entry_id, const struct shown *shown)
{
    struct json_writer *const w = shown->w;
    struct db_rows rows;
    bool has_row = true;
    json_key(w, "matches");
    json_array_open(w);
    TRY(db_query(op, Q_BANK_MATCH_OF, DB_ARGS(ARG_ID(entry_id)), &rows));
    for (;;) {
        char amount[MONEY_TEXT_SIZE];
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        json_put_id(w, "match_id", db_id(&rows, 1));
        json_put_id(w, "case_id", db_id(&rows, 2));
        json_put_id(w, "claim_id", db_id(&rows, 3));
        json_put_id(w, "payment_id", db_id(&rows, 4));
        json_put_c(
            w, "amount",
            money_format_plain(db_money(&rows, 5), currency_exponent(shown->currency), amount));
        json_put_str(w, "how", db_text(&rows, 6));
        json_put_i64(w, "score", db_i64(&rows, 7));
        json_put_i64(w, "margin", db_i64(&rows, 8));
        json_put_str(w, "reason", db_text(&rows, 9));
        json_put_id(w, "undoes_id", db_id(&rows, 10));
        json_put_day(w, "business_date", db_day(&rows, 11));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status put_open(struct op *op, struct db_rows *row, void *out)
{
    const struct shown *const shown = out;
    char amount[MONEY_TEXT_SIZE];
    (void)op;
    json_put_c(shown->w, "open",
               money_format_plain(db_money(row, 2), currency_exponent(shown->currency), amount));
    json_put_str(shown->w, "reason", db_text(row, 6));
    return OK;
}

static status show(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    bool found = false;
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    struct shown shown = {.w = &w};
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which entry?  a number that acuerdo bank pending shows");
    TRY(cli_open(cli, CLI_READ));
    json_object_open(&w);
    json_put_id(&w, "entry_id", id);
    TRY(db_query_one(op, Q_BANK_ENTRY_GET, DB_ARGS(ARG_ID(id)), put_entry, &shown, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no entry %" PRId64 " of a bank", id);
    TRY(db_query_one(op, Q_BANK_PENDING_OF, DB_ARGS(ARG_ID(id)), put_open, &shown, &found));
    TRY(put_matches(op, id, &shown));
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

const struct command bank_pending = {
    .name = "bank pending",
    .usage = "[--limit N]",
    .summary = {"el dinero que espera a una persona, lo más viejo primero",
                "the money that waits for a person, the oldest first"},
    .specs = pending_specs,
    .run = pending,
};

const struct command bank_show = {
    .name = "bank show",
    .usage = "ENTRY",
    .summary = {"un movimiento y lo que se hizo con él, como JSON",
                "one entry and what became of it, as JSON"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = show,
};
