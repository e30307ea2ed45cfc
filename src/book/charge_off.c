#include "book/charge_off.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/arrangement.h"
#include "book/claim_part.h"
#include "book/rebook.h"
#include "record/audit.h"
#include "record/event.h"

/* --- reading --- */

struct standing {
    struct debt_standing debt;
    instant charged_off_at;
};

static status load_debts(struct op *op, struct case_key key, struct standing **ret_list,
                         size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct standing *list = NULL;
    TRY(db_query(op, Q_CHARGE_OFF_DEBT_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++].debt = (struct debt_standing){.obligation_id = db_id(&rows, 0),
                                                    .external_id = db_text_copy(op, &rows, 1),
                                                    .product = db_text_copy(op, &rows, 2),
                                                    .open = db_i64(&rows, 4),
                                                    .charged_off_on = DAY_NONE,
                                                    .written_off_on = DAY_NONE};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

/* One step, after those before it. */
static void follow(struct standing *standing, int64_t id, str kind, day on, int64_t amount,
                   instant at)
{
    struct debt_standing *const debt = &standing->debt;
    if (str_equal_c(kind, "charged_off")) {
        debt->charged_off_on = on;
        debt->charged_off = amount;
        standing->charged_off_at = at;
    } else if (str_equal_c(kind, "resumed")) {
        debt->charged_off_on = DAY_NONE;
        debt->charged_off = 0;
    } else if (str_equal_c(kind, "written_off")) {
        debt->written_off_on = on;
        debt->written_off = amount;
    }
    debt->asked_id = str_equal_c(kind, "write_off_asked") ? id : 0;
}

static status follow_steps(struct op *op, struct case_key key, struct standing *list, size_t count)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CHARGE_OFF_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (size_t i = 0; i < count; i++)
            if (list[i].debt.obligation_id == db_id(&rows, 0))
                follow(&list[i], db_id(&rows, 5), db_text(&rows, 1), db_day(&rows, 2),
                       db_i64(&rows, 3), db_instant(&rows, 4));
    }
}

struct sums {
    int64_t recovered, earlier;
};

static status read_sums(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct sums *)out = (struct sums){db_i64(row, 0), db_i64(row, 1)};
    return OK;
}

static status add_money(struct op *op, struct case_key key, struct standing *standing)
{
    struct debt_standing *const debt = &standing->debt;
    struct sums sums = {0, 0};
    bool found = false;
    if (debt->charged_off_on == DAY_NONE)
        return OK;
    TRY(db_query_one(op, Q_CHARGE_OFF_MONEY,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(debt->obligation_id),
                             ARG_DAY(debt->charged_off_on), ARG_INSTANT(standing->charged_off_at)),
                     read_sums, &sums, &found));
    debt->recovered = sums.recovered;
    debt->charged_off -= sums.earlier;
    return OK;
}

status debt_standings(struct op *op, struct case_key key, struct debt_standing **ret_list,
                      size_t *ret_count)
{
    struct standing *list = NULL;
    size_t count = 0;
    TRY(load_debts(op, key, &list, &count));
    TRY(follow_steps(op, key, list, count));
    struct debt_standing *const debts = arena_array(op->arena, count, sizeof(*debts));
    for (size_t i = 0; i < count; i++) {
        TRY(add_money(op, key, &list[i]));
        debts[i] = list[i].debt;
    }
    *ret_list = debts;
    *ret_count = count;
    return OK;
}

status debt_find(struct op *op, struct case_key key, str external_id, int64_t *ret_obligation_id)
{
    struct standing *list = NULL;
    size_t count = 0;
    TRY(load_debts(op, key, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i].debt.external_id, external_id)) {
            *ret_obligation_id = list[i].debt.obligation_id;
            return OK;
        }
    return op_fail(op, E_NOT_FOUND, "the case has no debt \"" STR_FORMAT "\"",
                   STR_ARG(external_id));
}

/* --- steps --- */

/* The debt, under the lock of its case, with a reason why something happens to it. */
static status take(struct op *op, struct case_key key, int64_t obligation_id, str reason,
                   struct debt_standing *ret_debt)
{
    struct debt_standing *list = NULL;
    size_t count = 0;
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "say why");
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(debt_standings(op, key, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].obligation_id == obligation_id) {
            *ret_debt = list[i];
            return OK;
        }
    return op_fail(op, E_NOT_FOUND, "no debt %" PRId64 " of this case", obligation_id);
}

static status check_not_lost(struct op *op, const struct debt_standing *debt)
{
    if (debt->written_off_on != DAY_NONE)
        return op_fail(op, E_CONFLICT, "the debt is written off");
    return debt->asked_id != 0
               ? op_fail(op, E_CONFLICT, "the write-off of the debt waits for approval")
               : OK;
}

static status check_open(struct op *op, const struct debt_standing *debt)
{
    return debt->open > 0 ? OK : op_fail(op, E_CONFLICT, "nothing of the debt is owed");
}

static status tell(struct op *op, struct case_key key, int64_t obligation_id, const char *kind,
                   int64_t amount, str reason)
{
    struct buf payload = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "obligation_id", obligation_id);
    json_put_i64(&w, "amount", amount);
    json_put_str(&w, "reason", reason);
    json_object_close(&w);
    const struct event event = {key.debtor_id, key.case_id,
                                arena_printf(op->arena, "debt.%s", kind), 1, buf_str(&payload)};
    touch_case(op, key.debtor_id, key.case_id);
    return event_append(op, &event);
}

static status step(struct op *op, struct case_key key, int64_t obligation_id, const char *kind,
                   int64_t amount, str reason, int64_t *ret_id)
{
    *ret_id = id_make();
    TRY(audit_insert(op, AUDIT_CHARGE_OFF, 0,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(*ret_id), ARG_ID(key.case_id),
                             ARG_ID(obligation_id), ARG_TEXT_C(kind), ARG_DAY(op->business_date),
                             ARG_MONEY(((money){amount})), ARG_TEXT(str_trim(reason)),
                             ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)))));
    return tell(op, key, obligation_id, kind, amount, str_trim(reason));
}

status charge_off_make(struct op *op, struct case_key key, int64_t obligation_id, str reason)
{
    struct debt_standing debt;
    int64_t id = 0;
    TRY(take(op, key, obligation_id, reason, &debt));
    TRY(check_not_lost(op, &debt));
    TRY(check_open(op, &debt));
    if (debt.charged_off_on != DAY_NONE)
        return op_fail(op, E_CONFLICT, "the debt is charged off already");
    return step(op, key, obligation_id, "charged_off", debt.open, reason, &id);
}

status charge_off_resume(struct op *op, struct case_key key, int64_t obligation_id, str reason)
{
    struct debt_standing debt;
    int64_t id = 0;
    TRY(take(op, key, obligation_id, reason, &debt));
    TRY(check_not_lost(op, &debt));
    if (debt.charged_off_on == DAY_NONE)
        return op_fail(op, E_CONFLICT, "the debt is not charged off");
    return step(op, key, obligation_id, "resumed", debt.open, reason, &id);
}

/* --- write-off --- */

status write_off_ask(struct op *op, struct case_key key, int64_t obligation_id, str reason,
                     int64_t *ret_id, money *ret_amount)
{
    struct debt_standing debt;
    TRY(take(op, key, obligation_id, reason, &debt));
    TRY(check_not_lost(op, &debt));
    TRY(check_open(op, &debt));
    TRY(arrangement_check_alone(op, key));
    *ret_amount = (money){debt.open};
    return step(op, key, obligation_id, "write_off_asked", debt.open, reason, ret_id);
}

struct asked {
    struct case_key key;
    int64_t obligation_id;
    int64_t amount;
};

static status read_asked(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct asked *)out = (struct asked){
        {db_id(row, 0), db_id(row, 1)},
        db_id(row, 2), db_i64(row, 3)
    };
    return OK;
}

static status read_claim_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* One claim after the other: each that is superseded is open no more. */
static status waive_all(struct op *op, const struct asked *asked)
{
    for (;;) {
        int64_t claim_id = 0;
        bool found = false;
        TRY(db_query_one(op, Q_CHARGE_OFF_OPEN_CLAIMS,
                         DB_ARGS(ARG_ID(asked->key.debtor_id), ARG_ID(asked->key.case_id),
                                 ARG_ID(asked->obligation_id)),
                         read_claim_id, &claim_id, &found));
        if (!found)
            return OK;
        TRY(claim_supersede(op, asked->key.debtor_id, claim_id));
    }
}

status write_off_apply(struct op *op, int64_t id, bool is_approved, str reason)
{
    struct asked asked = {.obligation_id = 0};
    struct debt_standing debt;
    int64_t step_id = 0;
    bool found = false;
    bool has_parts = false;
    TRY(db_query_one(op, Q_CHARGE_OFF_ASKED, DB_ARGS(ARG_ID(id)), read_asked, &asked, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "nobody asked for the write-off %" PRId64, id);
    TRY(take(op, asked.key, asked.obligation_id, reason, &debt));
    if (debt.asked_id != id)
        return op_fail(op, E_CONFLICT, "the write-off was decided already");
    if (!is_approved)
        return step(op, asked.key, asked.obligation_id, "write_off_refused", asked.amount, reason,
                    &step_id);
    if (debt.open != asked.amount)
        return op_fail(op, E_CONFLICT,
                       "what is owed has changed since the write-off was asked for: ask again");
    TRY(arrangement_check_alone(op, asked.key));
    TRY(claim_part_any(op, asked.key, &has_parts));
    if (!has_parts)
        TRY(waive_all(op, &asked));
    TRY(step(op, asked.key, asked.obligation_id, "written_off", asked.amount, reason, &step_id));
    if (has_parts)
        TRY(rebook_case(op, asked.key, 0)); /* by component, as entries */
    return db_run(op, Q_OBLIGATION_SET_STATE,
                  DB_ARGS(ARG_ID(asked.key.debtor_id), ARG_ID(asked.obligation_id),
                          ARG_TEXT(STR("written_off")), ARG_INSTANT(op_now(op))),
                  NULL);
}
