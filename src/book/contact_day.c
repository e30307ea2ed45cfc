#include "book/contact_day.h"

#include "book/residence.h"
#include "record/organisation.h"
#include "store/db.h"

/* A close in the evening opens the next date, and closes may be late for weeks: a test store whose
 * date is further away plays another one. */
#define EARLY_DAYS 1
#define LATE_DAYS  60

struct told {
    str country;
    str home;
};

static status read_told(struct op *op, struct db_rows *row, void *out)
{
    *(struct told *)out =
        (struct told){db_text_copy(op, row, 0), residence_text(op->arena, db_text_copy(op, row, 2),
                                                               db_text_copy(op, row, 1))};
    return OK;
}

status contact_day(struct op *op, int64_t person_id, instant at, day *ret_day)
{
    struct organisation organisation;
    const struct zone *office = NULL;
    struct told told = {
        {"", 0},
        {"", 0}
    };
    struct residence home;
    bool found = false;
    TRY(organisation_get(op, &organisation));
    TRY(zone_find(op, organisation.timezone, &office));
    TRY(db_query_one(op, Q_PARTY_HOME, DB_ARGS(ARG_ID(person_id)), read_told, &told, &found));
    TRY(residence_find(op, told.country, told.home, organisation.country, office, &home));
    /* What is no zone is the gate's business, which refuses the contact. */
    const struct zone *const zone = home.zone_count > 0 ? home.zones[0] : office;
    const day played = op->business_date - zone_to_local(office, op_now(op)).day;
    const bool is_played = organisation.is_test && (played > EARLY_DAYS || played < -LATE_DAYS);
    *ret_day = zone_to_local(zone, at).day + (is_played ? played : 0);
    return OK;
}
