#include "intake/schedule.h"

#include <inttypes.h>

/* A row without instalments, or with more than anybody lives to pay, is a mistake. */
static const char *check(struct op *op, const struct row *row, enum field *ret_culprit)
{
    const int64_t count = row->fields[FIELD_SCHEDULE_COUNT].number;
    const struct row_value *const months = &row->fields[FIELD_SCHEDULE_MONTHS];
    *ret_culprit = FIELD_SCHEDULE_COUNT;
    const int64_t step = months->is_set ? months->number : 1;
    if (count < 1 || count > LIMIT_INSTALMENTS)
        return op_say(op, "%" PRId64 " instalments; a schedule has from 1 to %d", count,
                      LIMIT_INSTALMENTS);
    *ret_culprit = FIELD_SCHEDULE_MONTHS;
    if (step < 1 || step * count > LIMIT_INSTALMENTS)
        return op_say(op,
                      "%" PRId64 " instalments %" PRId64 " months apart; they are at least "
                      "one apart, and end within %d months",
                      count, step, LIMIT_INSTALMENTS);
    *ret_culprit = FIELD_SCHEDULE_START;
    if (!row->fields[FIELD_SCHEDULE_START].is_set && !row->fields[FIELD_CLAIM_DUE_ON].is_set)
        return op_word(op, "the day from which the instalments are counted is missing");
    return NULL;
}

static str numbered(struct arena *arena, str id, int number)
{
    return str_of(arena_printf(arena, STR_FORMAT "/%d", STR_ARG(id), number));
}

const char *schedule_apply(struct op *op, struct row *row, int part, enum field *ret_culprit)
{
    const char *const reason = check(op, row, ret_culprit);
    const struct row_value *const start = &row->fields[FIELD_SCHEDULE_START];
    const struct row_value *const months = &row->fields[FIELD_SCHEDULE_MONTHS];
    struct row_value *const due = &row->fields[FIELD_CLAIM_DUE_ON];
    struct row_value *const id = &row->fields[FIELD_CLAIM_EXTERNAL_ID];
    const int step = months->is_set ? (int)months->number : 1;
    if (reason)
        return reason;
    const day from = (day)(start->is_set ? start->number : due->number);
    const int steps = start->is_set ? part + 1 : part;
    row->part_count = (int)row->fields[FIELD_SCHEDULE_COUNT].number;
    if (day_to_civil(from).year + LIMIT_INSTALMENTS / 12 > day_to_civil(DAY_MAX).year) {
        *ret_culprit = start->is_set ? FIELD_SCHEDULE_START : FIELD_CLAIM_DUE_ON;
        return op_word(op, "a schedule from that day would leave the calendar");
    }
    due->number = day_add_months(from, steps * step);
    due->is_set = true;
    row->fields[FIELD_CLAIM_NUMBER] = (struct row_value){true, STR("schedule"), part + 1};
    id->text =
        numbered(op->arena, id->is_set ? id->text : row->fields[FIELD_OBLIGATION_EXTERNAL_ID].text,
                 part + 1);
    id->is_set = true;
    return NULL;
}
