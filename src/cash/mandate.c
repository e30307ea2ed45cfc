#include "cash/mandate.h"

#include <inttypes.h>

#include "base/ids.h"
#include "identity/id.h"
#include "record/seal.h"
#include "store/db.h"

static bool is_one_of(str text, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_c(text, *words))
            return true;
    return false;
}

/* Check digits, where the kind of account has them. */
static status check_account(struct op *op, const struct mandate *mandate)
{
    static const struct {
        const char *kind, *country, *rule;
    } rules[] = {
        {"iban",  "*",  "IBAN" },
        {"clabe", "MX", "CLABE"},
        {"cbu",   "AR", "CBU"  },
    };
    struct id_result result;
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (!str_equal_c(mandate->account_kind, rules[i].kind))
            continue;
        const struct id_rule *const rule =
            id_rule_find(str_of(rules[i].country), str_of(rules[i].rule));
        if (!rule)
            return op_fail(op, E_INTERNAL, "no rule for %s", rules[i].rule);
        id_check(op->arena, rule, mandate->account, &result);
        if (result.error != ID_VALID)
            return op_fail(op, E_INVALID, "the account is no %s: its digits do not agree",
                           rules[i].rule);
    }
    return mandate->account.size > 0 ? OK : op_fail(op, E_INVALID, "a mandate needs an account");
}

static status check(struct op *op, const struct mandate *mandate)
{
    static const char *const schemes[] = {"pain", "cnab", "asobancaria", NULL};
    static const char *const kinds[] = {"iban", "clabe", "cbu", "account", NULL};
    if (!is_one_of(mandate->scheme, schemes))
        return op_fail(op, E_INVALID, "a mandate's scheme is pain, cnab or asobancaria");
    if (!is_one_of(mandate->account_kind, kinds))
        return op_fail(op, E_INVALID,
                       "a mandate's account is an iban, a clabe, a cbu or an account");
    if (mandate->reference.size == 0 || mandate->reference.size > 35 || mandate->holder.size == 0 ||
        mandate->evidence.size == 0)
        return op_fail(op, E_INVALID,
                       "a mandate needs a reference of at most 35 characters, a holder, and what "
                       "proves it");
    if (mandate->signed_on == DAY_NONE || mandate->signed_on > op->business_date ||
        mandate->from == DAY_NONE || mandate->from < mandate->signed_on ||
        (mandate->until != DAY_NONE && mandate->until < mandate->from))
        return op_fail(op, E_INVALID,
                       "a mandate is signed by today, holds from that day or later, and does not "
                       "end before it begins");
    if (mandate->most.minor < 0)
        return op_fail(op, E_INVALID, "a mandate's maximum is above zero");
    return check_account(op, mandate);
}

struct found {
    int64_t id;
    day revoked_on;
};

static status read_found(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct found *)out = (struct found){db_id(row, 1), db_day(row, 2)};
    return OK;
}

static status find(struct op *op, struct case_key key, str reference, struct found *ret_found,
                   bool *ret_is_there)
{
    return db_query_one(op, Q_MANDATE_FIND, DB_ARGS(ARG_ID(key.case_id), ARG_TEXT(reference)),
                        read_found, ret_found, ret_is_there);
}

status mandate_give(struct op *op, struct case_key key, const struct mandate *mandate,
                    int64_t *ret_id)
{
    struct found found = {0};
    bool is_there = false;
    str sealed;
    const int64_t id = id_make();
    TRY(check(op, mandate));
    TRY(find(op, key, mandate->reference, &found, &is_there));
    if (is_there && found.revoked_on == DAY_NONE)
        return op_fail(op, E_CONFLICT, "mandate \"" STR_FORMAT "\" of the case stands already",
                       STR_ARG(mandate->reference));
    TRY(seal_value(op, "account", key.debtor_id, mandate->account, &sealed));
    TRY(db_run(op, Q_MANDATE_INSERT,
               DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id), ARG_ID(key.case_id),
                       ARG_TEXT(mandate->reference), ARG_TEXT(mandate->scheme),
                       ARG_TEXT(mandate->account_kind), ARG_BLOB(sealed), ARG_TEXT(mandate->bank),
                       ARG_TEXT(mandate->holder),
                       db_arg_i64(mandate->most.minor, mandate->most.minor == 0),
                       ARG_DAY(mandate->signed_on), ARG_DAY(mandate->from), ARG_DAY(mandate->until),
                       ARG_TEXT(mandate->evidence), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
               NULL));
    *ret_id = id;
    return OK;
}

/* *ret_is_done false: it was revoked already, or is another's. */
static status end_mandate(struct op *op, struct case_key key, int64_t id, str why,
                          bool *ret_is_done)
{
    int64_t changed = 0;
    if (str_trim(why).size == 0)
        return op_fail(op, E_INVALID, "why?  give a reason");
    TRY(db_run(
        op, Q_MANDATE_REVOKE,
        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id), ARG_DAY(op->business_date), ARG_TEXT(why)),
        &changed));
    *ret_is_done = changed == 1;
    return OK;
}

status mandate_revoke(struct op *op, struct case_key key, str reference, str why)
{
    struct found found = {0};
    bool is_there = false;
    bool is_done = false;
    TRY(find(op, key, reference, &found, &is_there));
    if (!is_there)
        return op_fail(op, E_NOT_FOUND, "the case has no mandate \"" STR_FORMAT "\"",
                       STR_ARG(reference));
    TRY(end_mandate(op, key, found.id, why, &is_done));
    return is_done ? OK
                   : op_fail(op, E_CONFLICT, "mandate \"" STR_FORMAT "\" was revoked already",
                             STR_ARG(reference));
}

status mandate_revoke_one(struct op *op, struct case_key key, int64_t id, str why)
{
    struct mandate *list = NULL;
    size_t count = 0;
    bool is_done = false;
    TRY(mandate_list(op, key, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].id != id)
            continue;
        TRY(end_mandate(op, key, id, why, &is_done));
        return is_done ? OK
                       : op_fail(op, E_CONFLICT, "mandate \"" STR_FORMAT "\" was revoked already",
                                 STR_ARG(list[i].reference));
    }
    return op_fail(op, E_NOT_FOUND, "the case has no mandate %" PRId64, id);
}

static status read_mandate(struct op *op, int64_t debtor_id, const struct db_rows *row,
                           struct mandate *mandate)
{
    *mandate = (struct mandate){.id = db_id(row, 0),
                                .reference = db_text_copy(op, row, 1),
                                .scheme = db_text_copy(op, row, 2),
                                .account_kind = db_text_copy(op, row, 3),
                                .bank = db_text_copy(op, row, 5),
                                .holder = db_text_copy(op, row, 6),
                                .most = db_money(row, 7),
                                .signed_on = db_day(row, 8),
                                .from = db_day(row, 9),
                                .until = db_day(row, 10),
                                .revoked_on = db_day(row, 11),
                                .revoked_why = db_text_copy(op, row, 12),
                                .evidence = db_text_copy(op, row, 13)};
    return db_is_null(row, 4)
               ? OK
               : seal_open(op, "account", debtor_id, db_blob(row, 4), &mandate->account);
}

status mandate_list(struct op *op, struct case_key key, struct mandate **ret_list,
                    size_t *ret_count)
{
    struct mandate *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_MANDATE_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        TRY(read_mandate(op, key.debtor_id, &rows, &list[count++]));
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}
