#include "policy/reply_due.h"

#include "comply/terms.h"
#include "record/organisation.h"
#include "record/setting.h"
#include "store/db.h"

static status open_home(struct op *op, struct reply_desk *desk, str country, str region,
                        const struct pack **ret_pack)
{
    for (size_t i = 0; i < desk->home_count; i++)
        if (str_equal(desk->homes[i].country, country) &&
            str_equal(desk->homes[i].region, region)) {
            *ret_pack = desk->homes[i].pack;
            return OK;
        }
    TRY(pack_open_home(op, country.size > 0 ? country : desk->office_country, region, ret_pack));
    if (desk->home_count < REPLY_HOMES_MAX)
        desk->homes[desk->home_count++] = (struct reply_home){
            str_copy(op->arena, country), str_copy(op->arena, region), *ret_pack};
    return OK;
}

status reply_desk_open(struct op *op, struct reply_desk **ret_desk)
{
    struct reply_desk *const desk = arena_new(op->arena, struct reply_desk);
    struct organisation office;
    TRY(organisation_get(op, &office));
    desk->office_country = office.country;
    *ret_desk = desk;
    return OK;
}

status reply_due_find(struct op *op, struct reply_desk *desk, str country, str region,
                      day opened_on, day own, struct reply_due *ret_due)
{
    static const char *const replies[] = {"complaint_reply", "claim_reply", "final_response", NULL};
    const struct pack *pack = NULL;
    struct pack_term found;
    TRY(open_home(op, desk, country, region, &pack));
    if (!term_find_of(pack, NULL, replies, opened_on, &found))
        return op_fail(op, E_INTERNAL, "our policy has no term for the answer to a dispute");
    const day by_law = term_day(found.term, pack_calendar(pack), opened_on);
    const bool is_own = own != DAY_NONE && own < by_law;
    *ret_due = is_own ? (struct reply_due){own, REPLY_SETTING}
                      : (struct reply_due){by_law, found.rule->id};
    return OK;
}

struct home {
    str country;
    str region;
};

static status read_home(struct op *op, struct db_rows *row, void *out)
{
    *(struct home *)out = (struct home){db_text_copy(op, row, 0), db_text_copy(op, row, 1)};
    return OK;
}

status reply_due_today(struct op *op, int64_t debtor_id, day *ret_on)
{
    struct reply_desk *desk = NULL;
    struct home home = {STR(""), STR("")};
    struct reply_due due;
    int64_t days = 0;
    bool found = false;
    TRY(reply_desk_open(op, &desk));
    TRY(db_query_one(op, Q_PARTY_HOME, DB_ARGS(ARG_ID(debtor_id)), read_home, &home, &found));
    TRY(setting_i64(op, REPLY_SETTING, op->business_date, setting_initial_i64(REPLY_SETTING),
                    &days));
    const day own = days > 0 ? op->business_date + (day)days : DAY_NONE;
    TRY(reply_due_find(op, desk, home.country, home.region, op->business_date, own, &due));
    *ret_on = due.on;
    return OK;
}
