#include "book/contact_day.h"

#include "calendar/zone.h"
#include "record/organisation.h"
#include "store/db.h"

/* A close in the evening opens the next date, and closes may be late for weeks: a test store whose
 * date is further away plays another one. */
#define EARLY_DAYS 1
#define LATE_DAYS  60

static status read_zone(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

/* Words that are no zone are the gate's business, which refuses the contact. */
static status zone_or(struct op *op, str id, const struct zone *fallback,
                      const struct zone **ret_zone)
{
    struct op probe = *op;
    *ret_zone = fallback;
    if (id.size == 0)
        return OK;
    op_clear(&probe);
    const status code = zone_find(&probe, id, ret_zone);
    return code == OK || code == E_INVALID ? OK : op_fail(op, code, "%s", probe.text);
}

status contact_day(struct op *op, int64_t person_id, instant at, day *ret_day)
{
    struct organisation organisation;
    const struct zone *office = NULL;
    const struct zone *zone = NULL;
    str id = {"", 0};
    bool found = false;
    TRY(organisation_get(op, &organisation));
    TRY(zone_find(op, organisation.timezone, &office));
    TRY(db_query_one(op, Q_PARTY_ZONE, DB_ARGS(ARG_ID(person_id)), read_zone, &id, &found));
    TRY(zone_or(op, id, office, &zone));
    const day played = op->business_date - zone_to_local(office, op_now(op)).day;
    const bool is_played = organisation.is_test && (played > EARLY_DAYS || played < -LATE_DAYS);
    *ret_day = zone_to_local(zone, at).day + (is_played ? played : 0);
    return OK;
}
