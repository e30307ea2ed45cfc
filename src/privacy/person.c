#include "privacy/person.h"

#include <inttypes.h>

#include "store/db.h"

static status read_person(struct op *op, struct db_rows *row, void *out)
{
    struct person *const person = out;
    person->debtor_id = db_id(row, 0);
    person->name = db_text_copy(op, row, 1);
    person->country = db_text_copy(op, row, 2);
    person->region = db_text_copy(op, row, 3);
    person->external_id = db_text_copy(op, row, 4);
    return OK;
}

status person_open_pack(struct op *op, struct person *person)
{
    return pack_open_home(op, person->country, person->region, &person->pack);
}

status person_get(struct op *op, int64_t debtor_id, struct person *ret_person)
{
    bool found = false;
    TRY(db_query_one(op, Q_PRIVACY_PERSON, DB_ARGS(ARG_ID(debtor_id)), read_person, ret_person,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no person %" PRId64, debtor_id);
    ret_person->pack = NULL;
    return OK;
}

status person_find(struct op *op, str name, struct person *ret_person)
{
    struct db_rows rows;
    int64_t id = 0;
    int count = 0;
    bool has_row = true;
    TRY(db_query(op, Q_PRIVACY_PERSON_BY_NAME, DB_ARGS(ARG_TEXT(name)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row && db_id(&rows, 0) != id) {
            id = db_id(&rows, 0);
            count++;
        }
    }
    if (count > 1)
        return op_fail(op, E_CONFLICT,
                       "several sources call a person \"" STR_FORMAT "\": give the person's id",
                       STR_ARG(name));
    if (count == 0 && !str_to_i64(name, &id))
        return op_fail(op, E_NOT_FOUND, "no person \"" STR_FORMAT "\"", STR_ARG(name));
    TRY(person_get(op, id, ret_person));
    return person_open_pack(op, ret_person);
}

/* --- terms --- */

status person_term(struct op *op, const struct person *person, const char *kind,
                   const char *const *ids, day on, struct pack_term *ret_term)
{
    return term_find_of(person->pack, kind, ids, on, ret_term)
               ? OK
               : op_fail(op, E_NOT_FOUND, "neither %s nor our policy has a term %s",
                         pack_country(person->pack), ids[0]);
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

status person_keep_evidence(struct op *op, const struct person *person, day of, day on,
                            day *ret_until, const char **ret_rule)
{
    static const char *const evidence[] = {"evidence", "after_last_activity", NULL};
    struct pack_term term;
    TRY(person_term(op, person, "retention", evidence, on, &term));
    *ret_until = term_day(term.term, pack_calendar(person->pack), of);
    *ret_rule = term.rule->id;
    return OK;
}

status person_keep(struct op *op, const struct person *person, day on, struct person_keep *ret_keep)
{
    static const char *const book[] = {"book", NULL};
    const struct holiday_calendar *const calendar = pack_calendar(person->pack);
    struct person_keep keep = {.last_day = DAY_NONE};
    struct pack_term term;
    bool found = false;
    TRY(db_query_one(op, Q_PRIVACY_LAST_DAY, DB_ARGS(ARG_ID(person->debtor_id)), read_day,
                     &keep.last_day, &found));
    const day start = keep.last_day == DAY_NONE ? on : keep.last_day;
    TRY(person_keep_evidence(op, person, start, on, &keep.evidence_until, &keep.evidence_rule));
    TRY(person_term(op, person, "retention", book, on, &term));
    keep.book_until = term_day(term.term, calendar, start);
    keep.book_rule = term.rule->id;
    *ret_keep = keep;
    return OK;
}

/* --- what stands against it --- */

static status read_bars(struct op *op, struct db_rows *row, void *out)
{
    *(struct person_bars *)out = (struct person_bars){
        .legal_holds = db_i64(row, 0),
        .open_debts = db_i64(row, 1),
        .answers_for = db_i64(row, 2),
        .open_disputes = db_i64(row, 3),
        .waiting_messages = db_i64(row, 4),
        .hold_reason = db_text_copy(op, row, 5),
    };
    return OK;
}

status person_bars(struct op *op, int64_t debtor_id, struct person_bars *ret_bars)
{
    bool found = false;
    return db_query_one(op, Q_PRIVACY_BARS, DB_ARGS(ARG_ID(debtor_id)), read_bars, ret_bars,
                        &found);
}

status person_check_bars(struct op *op, const struct person_bars *bars)
{
    if (bars->legal_holds > 0)
        return op_fail(op, E_REFUSED, "a legal hold keeps these data: " STR_FORMAT,
                       STR_ARG(bars->hold_reason));
    if (bars->open_debts > 0)
        return op_fail(op, E_REFUSED,
                       "%" PRId64 " debts of the person are open: their data are needed until they "
                       "are closed",
                       bars->open_debts);
    if (bars->answers_for > 0)
        return op_fail(op, E_REFUSED,
                       "the person answers for %" PRId64 " open debts of others: the data are "
                       "needed until they are closed",
                       bars->answers_for);
    if (bars->open_disputes > 0)
        return op_fail(op, E_REFUSED, "%" PRId64 " disputes are open: answer them first",
                       bars->open_disputes);
    if (bars->waiting_messages > 0)
        return op_fail(op, E_REFUSED, "%" PRId64 " messages are on their way: wait for them",
                       bars->waiting_messages);
    return OK;
}
