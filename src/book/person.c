#include "book/person.h"

#include <inttypes.h>

#include "book/unit.h"
#include "store/db.h"

/* The parties that one was merged with, itself among them. */
static status read_links(struct op *op, int64_t debtor_id, struct person *ret_person)
{
    struct person person = {.count = 0};
    struct db_rows rows;
    bool has_row = false;
    bool has_self = false;
    TRY(db_query(op, Q_PARTY_SAME_LIST, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const int64_t other = db_id(&rows, 0);
        if (!has_self && other > debtor_id) {
            person.ids[person.count++] = debtor_id;
            has_self = true;
        }
        if (person.count + !has_self >= PERSON_PARTIES_MAX)
            return op_fail(op, E_STORE, "party %" PRId64 " is one with more than %d others",
                           debtor_id, PERSON_PARTIES_MAX - 1);
        person.ids[person.count++] = other;
        if (db_id(&rows, 1) > person.latest_merge)
            person.latest_merge = db_id(&rows, 1);
    }
    if (!has_self)
        person.ids[person.count++] = debtor_id;
    *ret_person = person;
    return OK;
}

status person_read(struct op *op, int64_t debtor_id, struct person *ret_person)
{
    if (!unit_find_debtor(op, debtor_id)) /* else this transaction made it */
        return read_links(op, debtor_id, ret_person);
    *ret_person = (struct person){.ids = {debtor_id}, .count = 1};
    return OK;
}

bool person_has(const struct person *person, int64_t debtor_id)
{
    for (size_t i = 0; i < person->count; i++)
        if (person->ids[i] == debtor_id)
            return true;
    return false;
}

bool person_equal(const struct person *a, const struct person *b)
{
    return a->count == b->count && memcmp(a->ids, b->ids, a->count * sizeof(*a->ids)) == 0;
}

static status lock_cases(struct op *op, int64_t debtor_id)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_CASE_LOCK_OF_DEBTOR, DB_ARGS(ARG_ID(debtor_id)), &rows));
    while (has_row)
        TRY(db_next(op, &rows, &has_row));
    return OK;
}

status person_lock(struct op *op, int64_t debtor_id, struct person *ret_person)
{
    struct person person;
    TRY(person_read(op, debtor_id, ret_person));
    if (db_dialect_of(op->db) == DB_SQLITE) /* its transactions that write come one by one */
        return OK;
    for (size_t i = 0; i < ret_person->count; i++)
        TRY(lock_cases(op, ret_person->ids[i]));
    TRY(person_read(op, debtor_id, &person));
    return person_equal(&person, ret_person)
               ? OK
               : op_fail(op, E_BUSY, "the person of party %" PRId64 " was changed: try again",
                         debtor_id);
}
