#include "record/access.h"

#include <string.h>

#include "base/ids.h"
#include "store/db.h"

static const struct {
    const char *kind;
    enum access_field field;
} fields[] = {
    {"document", ACCESS_DOCUMENT},
    {"email",    ACCESS_EMAIL   },
    {"phone",    ACCESS_PHONE   },
    {"address",  ACCESS_ADDRESS },
    {"account",  ACCESS_ACCOUNT },
};

unsigned access_field_of(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (strcmp(fields[i].kind, kind) == 0)
            return fields[i].field;
    return 0;
}

status access_write(struct op *op, const struct access *access)
{
    struct buf words = buf_start(op->arena, 64);
    if (access->fields == 0)
        return OK;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (access->fields & fields[i].field) {
            buf_add(&words, str_of(words.size > 0 ? " " : ""));
            buf_add(&words, str_of(fields[i].kind));
        }
    return db_run_later(
        op, Q_ACCESS_INSERT,
        DB_ARGS(ARG_ID(access->debtor_id), ARG_ID(id_make()), ARG_INSTANT(access->at),
                ARG_DAY(access->business_date), ARG_ID(access->user_id), ARG_TEXT_C(access->face),
                ARG_TEXT_C(access->operation), ARG_TEXT(buf_str(&words)), ARG_ID(access->case_id)));
}

status access_note(struct op *op, int64_t debtor_id, const char *face, const char *operation,
                   unsigned fields_shown)
{
    return access_write(op, &(struct access){.debtor_id = debtor_id,
                                             .user_id = op->actor_id,
                                             .business_date = op->business_date,
                                             .at = op_now(op),
                                             .face = face,
                                             .operation = operation,
                                             .fields = fields_shown});
}
