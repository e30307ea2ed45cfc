#include "record/organisation.h"

#include <pthread.h>

#include "base/ids.h"
#include "record/audit.h"
#include "record/seed.h"
#include "store/db.h"

static bool is_country(str text)
{
    return text.size == 2 && text.data[0] >= 'A' && text.data[0] <= 'Z' && text.data[1] >= 'A' &&
           text.data[1] <= 'Z';
}

static status check_organisation(struct op *op, const struct organisation *organisation)
{
    char text[CURRENCY_TEXT];
    currency known = CURRENCY_NONE;
    if (str_trim(organisation->name).size == 0 || !str_is_utf8(organisation->name, NULL))
        return op_fail(op, E_INVALID, "the organisation needs a name");
    if (!is_country(organisation->country))
        return op_fail(op, E_INVALID,
                       "country \"" STR_FORMAT "\": two capital letters are expected, such as MX",
                       STR_ARG(organisation->country));
    if (!currency_parse(str_of(currency_format(organisation->currency, text)), &known))
        return op_fail(op, E_INVALID, "currency \"%s\" is not known", text);
    if (organisation->timezone.size == 0)
        return op_fail(op, E_INVALID,
                       "the organisation needs a time zone, such as America/Mexico_City");
    if (organisation->open_date < DAY_MIN || organisation->open_date > DAY_MAX)
        return op_fail(op, E_INVALID, "the organisation needs its first business date");
    return OK;
}

static status read_organisation(struct op *op, struct db_rows *row, void *out)
{
    struct organisation *const organisation = out;
    *organisation = (struct organisation){
        .name = db_text_copy(op, row, 0),
        .country = db_text_copy(op, row, 1),
        .currency = (currency)db_i64(row, 2),
        .timezone = db_text_copy(op, row, 3),
        .is_test = db_i64(row, 4) != 0,
        .open_date = db_day(row, 5),
    };
    return OK;
}

status organisation_create(struct op *op, const struct organisation *organisation)
{
    bool found = false;
    TRY(check_organisation(op, organisation));
    TRY(db_query_one(op, Q_ORGANISATION_GET, DB_NO_ARGS, NULL, NULL, &found));
    if (found)
        return op_fail(op, E_CONFLICT,
                       "this store has an organisation already: one store is one "
                       "organisation; give another address with --store");
    TRY(db_run(op, Q_ORGANISATION_INSERT,
               DB_ARGS(ARG_TEXT(organisation->name), ARG_TEXT(organisation->country),
                       ARG_I64(organisation->currency), ARG_TEXT(organisation->timezone),
                       ARG_BOOL(organisation->is_test), ARG_DAY(organisation->open_date),
                       ARG_INSTANT(op_now(op))),
               NULL));
    TRY(seed_store(op));
    op->business_date = organisation->open_date;
    return audit_start_new(op);
}

status organisation_get(struct op *op, struct organisation *ret_organisation)
{
    struct organisation organisation;
    bool found = false;
    TRY(db_query_one(op, Q_ORGANISATION_GET, DB_NO_ARGS, read_organisation, &organisation, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "this store is empty: `acuerdo init` makes it ready for an organisation");
    *ret_organisation = organisation;
    return OK;
}

static status read_date(struct op *op, struct db_rows *row, void *out)
{
    const instant known_at = db_instant(row, 1);
    (void)out;
    op->business_date = db_day(row, 0);
    op->floor = known_at == INSTANT_NONE ? INSTANT_NONE : known_at + 1;
    return OK;
}

status organisation_read_date(struct op *op)
{
    bool found = false;
    TRY(db_query_one(op, Q_ORGANISATION_DATE, DB_NO_ARGS, read_date, NULL, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "this store is empty: `acuerdo init` makes it ready for an organisation");
    return OK;
}

status organisation_take_date(struct op *op)
{
    bool found = false;
    TRY(db_query_one(op, Q_OPEN_DATE_TAKE, DB_NO_ARGS, NULL, NULL, &found));
    return organisation_read_date(op);
}

status organisation_set_known(struct op *op, instant known_at)
{
    TRY(db_run(op, Q_ORGANISATION_SET_KNOWN, DB_ARGS(ARG_INSTANT(known_at)), NULL));
    op_hold_time(op, known_at);
    op->floor = known_at + 1;
    return OK;
}

static status read_node(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

#define NODE_HOLD INT64_C(4142728000) /* the numbers of db_hold that stand for nodes begin here */

/* Takes the next node in turn.  Outside a transaction the statement is one of its own: done when it
 * returns. */
static status next_node(struct op *op, int64_t *ret_node)
{
    bool found = false;
    TRY(db_query_one(op, Q_ORGANISATION_LEASE_NODE, DB_ARGS(ARG_I64(IDS_NODE_MAX + 1)), read_node,
                     ret_node, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "this store is empty: run `acuerdo init`");
}

/* Every command takes a node, so the turn comes back to one that a server still uses: what its
 * process holds is passed over. */
static status lease_node(struct op *op)
{
    if (db_in_transaction(op))
        return op_fail(op, E_INTERNAL,
                       "the first organisation_open of a process was called inside "
                       "a transaction");
    for (int tries = 0; tries <= IDS_NODE_MAX; tries++) {
        int64_t node = 0;
        bool is_given = false;
        TRY(next_node(op, &node));
        TRY(db_hold(op, NODE_HOLD + node, &is_given));
        if (is_given) {
            ids_set_node((int)node);
            return OK;
        }
    }
    return op_fail(op, E_BUSY, "%d processes work on this store: that is the most",
                   IDS_NODE_MAX + 1);
}

status organisation_open(struct op *op)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static bool has_node;
    status code = OK;
    TRY(organisation_read_date(op));
    (void)pthread_mutex_lock(&mutex);
    if (!has_node)
        code = lease_node(op);
    has_node = has_node || code == OK;
    (void)pthread_mutex_unlock(&mutex);
    return code;
}

status organisation_set_open_date(struct op *op, day open_date)
{
    char text[DAY_TEXT_SIZE];
    int64_t changed = 0;
    TRY(db_run(op, Q_ORGANISATION_SET_OPEN_DATE, DB_ARGS(ARG_DAY(open_date)), &changed));
    if (changed != 1)
        return op_fail(op, E_CONFLICT, "the open date only moves forward: %s is not after it",
                       day_format(open_date, text));
    op->business_date = open_date;
    return OK;
}
