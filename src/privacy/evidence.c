#include "privacy/evidence.h"

#include "record/audit.h"

/* Rows with words, and how the words of one are taken. */
static const struct kind {
    enum audit_table table;
    enum query read; /* case_id, id, words */
    enum query erase;
} kinds[] = {
    {AUDIT_ACTION,     Q_ERASE_ACTION_TEXTS,     Q_ERASE_ACTION    },
    {AUDIT_EVENT,      Q_ERASE_EVENT_TEXTS,      Q_ERASE_EVENT     },
    {AUDIT_DISPUTE,    Q_ERASE_DISPUTE_TEXTS,    Q_ERASE_DISPUTE   },
    {AUDIT_HOLD,       Q_ERASE_HOLD_TEXTS,       Q_ERASE_HOLD      },
    {AUDIT_CONSENT,    Q_ERASE_CONSENT_TEXTS,    Q_ERASE_CONSENT   },
    {AUDIT_OVERRIDE,   Q_ERASE_OVERRIDE_TEXTS,   Q_ERASE_OVERRIDE  },
    {AUDIT_CHARGE_OFF, Q_ERASE_CHARGE_OFF_TEXTS, Q_ERASE_CHARGE_OFF},
};

struct words {
    int64_t case_id;
    int64_t id;
    str text;
};

static status read_words(struct op *op, const struct kind *kind, int64_t debtor_id,
                         struct words **ret_words, size_t *ret_count)
{
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = true;
    TRY(db_query(op, kind->read, DB_ARGS(ARG_ID(debtor_id), ARG_I64(kind->table)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        *ret_words = arena_grow(op->arena, *ret_words, *ret_count, &capacity, sizeof(**ret_words));
        (*ret_words)[(*ret_count)++] =
            (struct words){db_id(&rows, 0), db_id(&rows, 1), db_text_copy(op, &rows, 2)};
    }
    return OK;
}

/* Each row is a link's entry: its commitment stays when its words go, so the chain verifies. */
static status erase_kind(struct op *op, const struct kind *kind, int64_t debtor_id, int64_t *rows)
{
    struct words *words = NULL;
    size_t count = 0;
    TRY(read_words(op, kind, debtor_id, &words, &count));
    for (size_t i = 0; i < count; i++) {
        const struct audit_chain chain = {debtor_id, words[i].case_id};
        TRY(audit_forget(op, kind->table, chain, words[i].id, &words[i].text, 1, "erasure"));
        TRY(db_run(op, kind->erase, DB_ARGS(ARG_ID(debtor_id), ARG_ID(words[i].id)), NULL));
    }
    *rows += (int64_t)count;
    return OK;
}

status evidence_erase(struct op *op, int64_t debtor_id, int64_t *rows)
{
    static const enum query others[] = {Q_ERASE_LETTERS, Q_ERASE_MESSAGES, Q_ERASE_REQUESTS,
                                        Q_ERASE_STEPS, Q_ERASE_PREFERENCES};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        TRY(erase_kind(op, &kinds[i], debtor_id, rows));
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        int64_t changed = 0;
        TRY(db_run(op, others[i], DB_ARGS(ARG_ID(debtor_id)), &changed));
        *rows += changed;
    }
    return OK;
}
