#include "intake/flags.h"

#include "book/party.h"

status flags_put(struct op *op, str source, const struct row *row, int64_t debtor_id, bool is_new,
                 bool *has_changed)
{
    uint32_t set = 0;
    uint32_t unset = 0;
    bool is_news = false;
    for (int flag = 0; flag < FLAG_COUNT; flag++) {
        const struct row_value *const cell = &row->fields[FIELD_PARTY_DECEASED + flag];
        if (cell->is_set)
            *(field_is_yes(cell->text) ? &set : &unset) |= FLAG_BIT(flag);
    }
    if (set == 0 && (unset == 0 || is_new))
        return OK;
    TRY(party_put_flags(op, debtor_id, set, unset,
                        str_of(arena_printf(op->arena, "import: " STR_FORMAT, STR_ARG(source))),
                        &is_news));
    *has_changed |= is_news;
    return OK;
}
