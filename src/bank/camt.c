/* camt.052, .053 and .054 of ISO 20022, versions 1 and up.
 *
 * The direction of an entry is its CdtDbtInd alone: a reversal carries the mark of its effect.
 * Opening is OPBD, else PRCD; closing is CLBD; the first of each kind.  Control totals are those of
 * TxsSummry, where a bank gives them.  A batch is one entry; transactions that do not add up to it
 * are told (`details`), unless charges or another currency explain it. */
#include "bank/camt_summary.h"
#include "bank/column.h"
#include "bank/iso_xml.h"

#define LIST_MAX 4096 /* end-to-end ids kept of one entry */

enum field {
    STATEMENT_ID,
    ACCOUNT,
    ACCOUNT_CURRENCY,
    BALANCE_CODE,
    BALANCE_AMOUNT,
    BALANCE_MARK,
    BALANCE,
    SUMMARY_COUNT,
    SUMMARY_SUM,
    SUMMARY_NET,
    SUMMARY_NET_MARK,
    SUMMARY_CREDIT_COUNT,
    SUMMARY_CREDIT,
    SUMMARY_DEBIT_COUNT,
    SUMMARY_DEBIT,
    ENTRY,
    ENTRY_REFERENCE,
    ENTRY_AMOUNT,
    ENTRY_MARK,
    ENTRY_REVERSAL,
    ENTRY_STATUS,
    ENTRY_BOOKED,
    ENTRY_VALUE,
    ENTRY_BANK_REFERENCE,
    ENTRY_NOTE,
    ENTRY_CHARGES,
    BATCH_COUNT,
    BATCH_AMOUNT,
    DETAIL,
    DETAIL_AMOUNT,
    DETAIL_AMOUNT_WITHIN,
    DETAIL_MARK,
    END_TO_END_ID,
    REMITTANCE,
    STRUCTURED_REFERENCE,
    DEBTOR,
    CREDITOR,
    DEBTOR_ACCOUNT,
    CREDITOR_ACCOUNT,
    DEBTOR_IDENTITY,
    CREDITOR_IDENTITY,
    FIELD_COUNT
};

static const struct {
    const char *path;
    enum field field;
} fields[] = {
    {"Id",                                             STATEMENT_ID        },
    {"Acct/Id/IBAN",                                   ACCOUNT             },
    {"Acct/Id/BBAN",                                   ACCOUNT             },
    {"Acct/Id/UPIC",                                   ACCOUNT             },
    {"Acct/Id/Othr/Id",                                ACCOUNT             },
    {"Acct/Id/PrtryAcct/Id",                           ACCOUNT             },
    {"Acct/Ccy",                                       ACCOUNT_CURRENCY    },
    {"Bal/Tp/CdOrPrtry/Cd",                            BALANCE_CODE        },
    {"Bal/Tp/Cd",                                      BALANCE_CODE        },
    {"Bal/Amt",                                        BALANCE_AMOUNT      },
    {"Bal/CdtDbtInd",                                  BALANCE_MARK        },
    {"Bal",                                            BALANCE             },
    {"TxsSummry/TtlNtries/NbOfNtries",                 SUMMARY_COUNT       },
    {"TxsSummry/TtlNtries/Sum",                        SUMMARY_SUM         },
    {"TxsSummry/TtlNtries/TtlNetNtryAmt",              SUMMARY_NET         },
    {"TxsSummry/TtlNtries/TtlNetNtry/Amt",             SUMMARY_NET         },
    {"TxsSummry/TtlNtries/CdtDbtInd",                  SUMMARY_NET_MARK    },
    {"TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd",       SUMMARY_NET_MARK    },
    {"TxsSummry/TtlCdtNtries/NbOfNtries",              SUMMARY_CREDIT_COUNT},
    {"TxsSummry/TtlCdtNtries/Sum",                     SUMMARY_CREDIT      },
    {"TxsSummry/TtlDbtNtries/NbOfNtries",              SUMMARY_DEBIT_COUNT },
    {"TxsSummry/TtlDbtNtries/Sum",                     SUMMARY_DEBIT       },
    {"Ntry",                                           ENTRY               },
    {"Ntry/NtryRef",                                   ENTRY_REFERENCE     },
    {"Ntry/Amt",                                       ENTRY_AMOUNT        },
    {"Ntry/CdtDbtInd",                                 ENTRY_MARK          },
    {"Ntry/RvslInd",                                   ENTRY_REVERSAL      },
    {"Ntry/Sts",                                       ENTRY_STATUS        },
    {"Ntry/Sts/Cd",                                    ENTRY_STATUS        },
    {"Ntry/Sts/Prtry",                                 ENTRY_STATUS        },
    {"Ntry/BookgDt/Dt",                                ENTRY_BOOKED        },
    {"Ntry/BookgDt/DtTm",                              ENTRY_BOOKED        },
    {"Ntry/ValDt/Dt",                                  ENTRY_VALUE         },
    {"Ntry/ValDt/DtTm",                                ENTRY_VALUE         },
    {"Ntry/AcctSvcrRef",                               ENTRY_BANK_REFERENCE},
    {"Ntry/AddtlNtryInf",                              ENTRY_NOTE          },
    {"Ntry/Chrgs",                                     ENTRY_CHARGES       },
    {"Ntry/TxDtls/Chrgs",                              ENTRY_CHARGES       },
    {"Ntry/Btch/NbOfTxs",                              BATCH_COUNT         },
    {"Ntry/Btch/TtlAmt",                               BATCH_AMOUNT        },
    {"Ntry/TxDtls/Amt",                                DETAIL_AMOUNT       },
    {"Ntry/TxDtls/AmtDtls/TxAmt/Amt",                  DETAIL_AMOUNT_WITHIN},
    {"Ntry/TxDtls/CdtDbtInd",                          DETAIL_MARK         },
    {"Ntry/TxDtls",                                    DETAIL              },
    {"Ntry/TxDtls/Refs/EndToEndId",                    END_TO_END_ID       },
    {"Ntry/TxDtls/RmtInf/Ustrd",                       REMITTANCE          },
    {"Ntry/TxDtls/RmtInf/Strd/CdtrRefInf/Ref",         STRUCTURED_REFERENCE},
    {"Ntry/TxDtls/RmtInf/Strd/CdtrRefInf/CdtrRef",     STRUCTURED_REFERENCE},
    {"Ntry/TxDtls/RltdPties/Dbtr/Nm",                  DEBTOR              },
    {"Ntry/TxDtls/RltdPties/UltmtDbtr/Nm",             DEBTOR              },
    {"Ntry/TxDtls/RltdPties/Cdtr/Nm",                  CREDITOR            },
    {"Ntry/TxDtls/RltdPties/UltmtCdtr/Nm",             CREDITOR            },
    {"Ntry/TxDtls/RltdPties/DbtrAcct/Id/IBAN",         DEBTOR_ACCOUNT      },
    {"Ntry/TxDtls/RltdPties/DbtrAcct/Id/BBAN",         DEBTOR_ACCOUNT      },
    {"Ntry/TxDtls/RltdPties/DbtrAcct/Id/UPIC",         DEBTOR_ACCOUNT      },
    {"Ntry/TxDtls/RltdPties/DbtrAcct/Id/Othr/Id",      DEBTOR_ACCOUNT      },
    {"Ntry/TxDtls/RltdPties/DbtrAcct/Id/PrtryAcct/Id", DEBTOR_ACCOUNT      },
    {"Ntry/TxDtls/RltdPties/Dbtr/Id/PrvtId/Othr/Id",   DEBTOR_IDENTITY     },
    {"Ntry/TxDtls/RltdPties/Dbtr/Id/OrgId/Othr/Id",    DEBTOR_IDENTITY     },
    {"Ntry/TxDtls/RltdPties/Dbtr/Id/PrvtId/OthrId/Id", DEBTOR_IDENTITY     },
    {"Ntry/TxDtls/RltdPties/CdtrAcct/Id/IBAN",         CREDITOR_ACCOUNT    },
    {"Ntry/TxDtls/RltdPties/CdtrAcct/Id/BBAN",         CREDITOR_ACCOUNT    },
    {"Ntry/TxDtls/RltdPties/CdtrAcct/Id/UPIC",         CREDITOR_ACCOUNT    },
    {"Ntry/TxDtls/RltdPties/CdtrAcct/Id/Othr/Id",      CREDITOR_ACCOUNT    },
    {"Ntry/TxDtls/RltdPties/CdtrAcct/Id/PrtryAcct/Id", CREDITOR_ACCOUNT    },
    {"Ntry/TxDtls/RltdPties/Cdtr/Id/PrvtId/Othr/Id",   CREDITOR_IDENTITY   },
    {"Ntry/TxDtls/RltdPties/Cdtr/Id/OrgId/Othr/Id",    CREDITOR_IDENTITY   },
    {"Ntry/TxDtls/RltdPties/Cdtr/Id/PrvtId/OthrId/Id", CREDITOR_IDENTITY   },
};

enum balance { OPENING, PREVIOUS, CLOSING, BALANCE_COUNT };

struct money_at {
    struct bank_amount amount;
    char currency[BANK_CURRENCY_SIZE];
};

/* What the parts of an entry say they are together. */
struct parts {
    struct bank_amount amount; /* of the transaction under way: Amt, else that of AmtDtls */
    enum bank_mark mark;
    struct bank_total sum, batch_sum;
    bool is_batch_unknown; /* the amount of one */
    int64_t batch_count;   /* 0: not stated */
    bool is_whole;         /* every transaction has an amount in the currency of the entry */
    bool has_charges;      /* may be taken off before the entry is booked */
};

struct camt {
    struct bank_reading *r;
    const char *message;
    struct money_at balances[BALANCE_COUNT];
    struct money_at balance; /* under way */
    char balance_code[8];
    enum bank_mark balance_mark;
    struct camt_summary summary;
    int64_t credit_count, debit_count, reversal_count, detail_total;
    bool is_in_entry;
    struct bank_entry entry;
    str texts[FIELD_COUNT]; /* first value of each field of the entry, in scratch */
    struct buf remittance;
    str *ids;
    size_t id_count, id_capacity;
    int64_t detail_count;
    struct parts parts;
};

static status begin_statement(void *self, const char *message)
{
    struct camt *const c = self;
    c->message = str_cstr(c->r->op->arena, str_of(message));
    memset(c->balances, 0, sizeof(c->balances));
    c->summary = (struct camt_summary){
        .counts = {-1, -1, -1}
    };
    c->credit_count = c->debit_count = c->reversal_count = c->detail_total = 0;
    c->is_in_entry = false;
    return bank_statement_open(c->r, c->message);
}

static void begin_entry(struct camt *c, int64_t line)
{
    c->entry = (struct bank_entry){.line = line};
    c->is_in_entry = true;
    c->ids = NULL;
    c->id_count = c->id_capacity = 0;
    c->detail_count = 0;
    c->parts = (struct parts){.is_whole = true};
    memset(c->texts, 0, sizeof(c->texts));
    buf_clear(&c->remittance);
    c->remittance.is_full = false;
}

static void begin_detail(struct camt *c)
{
    c->detail_count++;
    c->parts.amount.is_known = false;
    c->parts.mark = BANK_MARK_NONE;
}

static status on_begin(void *self, const struct iso_event *event)
{
    struct camt *const c = self;
    if (strcmp(event->path, "Ntry") == 0)
        begin_entry(c, event->line);
    else if (c->is_in_entry && strcmp(event->path, "Ntry/TxDtls") == 0)
        begin_detail(c);
    else if (strcmp(event->path, "Bal") == 0) {
        c->balance = (struct money_at){.currency = ""};
        c->balance_code[0] = '\0';
        c->balance_mark = BANK_MARK_NONE;
    }
    return c->r->code;
}

static bool take_amount(struct camt *c, const struct iso_event *event,
                        struct bank_amount *ret_amount)
{
    if (bank_amount_parse(event->text, '.', ret_amount) && ret_amount->units >= 0)
        return true;
    ret_amount->is_known = false;
    bank_fault(c->r, event->line, 0, "amount",
               "\"" STR_FORMAT "\" is not an amount; it is not counted", STR_ARG(event->text));
    return false;
}

static void copy_short(char *out, size_t size, str text)
{
    const size_t used = text.size < size ? text.size : size - 1;
    memcpy(out, text.data, used);
    out[used] = '\0';
}

static void keep_balance(struct camt *c, int64_t line)
{
    static const char *const codes[BALANCE_COUNT] = {"OPBD", "PRCD", "CLBD"};
    for (int i = 0; i < BALANCE_COUNT; i++) {
        if (strcmp(c->balance_code, codes[i]) != 0 || c->balances[i].amount.is_known)
            continue;
        if (!c->balance.amount.is_known) {
            bank_fault(c->r, line, 0, "balance", "balance %s has no amount", codes[i]);
            return;
        }
        if (c->balance_mark == BANK_MARK_NONE) {
            bank_fault(c->r, line, 0, "balance",
                       "balance %s says neither CRDT nor DBIT; it is not taken", codes[i]);
            return;
        }
        if (c->balance_mark == BANK_DEBIT)
            c->balance.amount.units = -c->balance.amount.units;
        c->balances[i] = c->balance;
    }
}

static void take_summary(struct camt *c, enum field field, const struct iso_event *event)
{
    struct camt_summary *const summary = &c->summary;
    struct bank_amount amount = {.is_known = false};
    int64_t count = 0;
    if (field == SUMMARY_CREDIT || field == SUMMARY_DEBIT || field == SUMMARY_SUM ||
        field == SUMMARY_NET) {
        if (take_amount(c, event, &amount))
            *(field == SUMMARY_CREDIT  ? &summary->credit
              : field == SUMMARY_DEBIT ? &summary->debit
              : field == SUMMARY_NET   ? &summary->net
                                       : &summary->sum) = bank_total_of(amount);
        return;
    }
    if (!bank_is_digits(event->text) || !str_to_i64(event->text, &count)) {
        bank_fault(c->r, event->line, 0, "number",
                   "\"" STR_FORMAT "\" is not a number; it is not counted", STR_ARG(event->text));
        return;
    }
    summary->counts[field == SUMMARY_COUNT ? 0 : field == SUMMARY_CREDIT_COUNT ? 1 : 2] = count;
}

static enum bank_mark mark_of(str text)
{
    return str_equal_c(text, "CRDT")   ? BANK_CREDIT
           : str_equal_c(text, "DBIT") ? BANK_DEBIT
                                       : BANK_MARK_NONE;
}

static void take_mark(struct camt *c, const struct iso_event *event)
{
    c->entry.mark = mark_of(event->text);
    if (c->entry.mark == BANK_MARK_NONE)
        bank_fault(c->r, event->line, 0, "mark",
                   "\"" STR_FORMAT "\" is neither CRDT nor DBIT; the entry is not counted",
                   STR_ARG(event->text));
}

static void add_remittance(struct camt *c, str text)
{
    if (text.size == 0)
        return;
    if (c->remittance.size > 0)
        buf_add_c(&c->remittance, " | ");
    buf_add(&c->remittance, text);
}

static void add_id(struct camt *c, str text)
{
    if (c->id_count >= LIST_MAX)
        return;
    c->ids = arena_grow(c->r->scratch, c->ids, c->id_count, &c->id_capacity, sizeof(*c->ids));
    c->ids[c->id_count++] = bank_scratch(c->r, text);
}

static void end_detail(struct camt *c)
{
    struct parts *const parts = &c->parts;
    const bool is_opposite = parts->mark != BANK_MARK_NONE && parts->mark != c->entry.mark;
    parts->is_whole &= parts->amount.is_known;
    bank_total_add(&parts->sum, parts->amount, is_opposite ? -1 : 1);
}

/* One batch of several whose amount is not known, and nothing can be said of their sum. */
static void take_batch_amount(struct parts *parts, struct bank_amount amount)
{
    parts->is_batch_unknown |= !amount.is_known;
    bank_total_add(&parts->batch_sum, amount, 1);
}

static void take_batch_count(struct camt *c, int64_t count)
{
    if (__builtin_add_overflow(c->parts.batch_count, count, &c->parts.batch_count)) {
        c->parts.batch_count = 0;
        bank_fault(c->r, c->entry.line, 0, "number", "the number of transactions is too large");
    }
}

/* Fields that are only compared: what cannot be read or is of another currency is no amount. */
static void take_part(struct camt *c, enum field field, const struct iso_event *event)
{
    struct parts *const parts = &c->parts;
    struct bank_amount amount = {.is_known = false};
    int64_t count = 0;
    if (!str_equal(event->currency, c->entry.currency) ||
        !bank_amount_parse(event->text, '.', &amount))
        amount.is_known = false;
    if (field == ENTRY_CHARGES)
        parts->has_charges = true;
    else if (field == BATCH_AMOUNT)
        take_batch_amount(parts, amount);
    else if (field == BATCH_COUNT && bank_is_digits(event->text) && str_to_i64(event->text, &count))
        take_batch_count(c, count);
    else if (field == DETAIL_MARK)
        parts->mark = str_equal_c(event->text, "DBIT") ? BANK_DEBIT : BANK_CREDIT;
    else if (field == DETAIL_AMOUNT || (field == DETAIL_AMOUNT_WITHIN && !parts->amount.is_known))
        parts->amount = amount;
    else if (field == DETAIL)
        end_detail(c);
}

/* A batch is one entry: whether what stands under it is all of it. */
static void judge_parts(struct camt *c)
{
    const struct parts *const parts = &c->parts;
    struct op *const op = c->r->op;
    const struct bank_total whole = bank_total_of(c->entry.amount);
    const bool is_by_parts = c->detail_count > 1 && parts->is_whole;
    const struct bank_total *const sum = is_by_parts ? &parts->sum : &parts->batch_sum;
    const bool is_sum_whole = sum->is_known && (is_by_parts || !parts->is_batch_unknown);
    if (c->entry.amount.is_known && is_sum_whole && !parts->has_charges &&
        !bank_total_equal(*sum, whole))
        bank_fault(c->r, c->entry.line, 0, "details",
                   "the transactions of the entry are %s together, the entry is %s",
                   bank_total_text(op->arena, *sum), bank_total_text(op->arena, whole));
    if (c->detail_count > 1 && parts->batch_count > 0 && parts->batch_count != c->detail_count)
        bank_fault(c->r, c->entry.line, 0, "details",
                   "the entry says that it is %lld transactions and lists %lld",
                   (long long)parts->batch_count, (long long)c->detail_count);
}

/* An entry has one amount and one mark; what comes twice is told, and the first is kept. */
static bool is_second(struct camt *c, enum field field, const struct iso_event *event)
{
    if ((field != ENTRY_AMOUNT && field != ENTRY_MARK) || c->texts[field].size == 0)
        return false;
    bank_fault(c->r, event->line, 0, field == ENTRY_AMOUNT ? "amount" : "mark",
               "\"" STR_FORMAT "\" comes second in one entry; it is not taken",
               STR_ARG(event->text));
    return true;
}

static void take_entry_field(struct camt *c, enum field field, const struct iso_event *event)
{
    if (is_second(c, field, event))
        return;
    if (field >= ENTRY_CHARGES && field <= DETAIL_MARK)
        take_part(c, field, event);
    if (field == ENTRY_AMOUNT) {
        (void)take_amount(c, event, &c->entry.amount);
        c->entry.currency = event->currency.size > 0 ? bank_scratch(c->r, event->currency)
                                                     : c->r->statement.currency;
    } else if (field == ENTRY_MARK) {
        take_mark(c, event);
    } else if (field == ENTRY_REVERSAL) {
        c->entry.is_reversal = str_equal_c(event->text, "true") || str_equal_c(event->text, "1");
    } else if (field == REMITTANCE || field == STRUCTURED_REFERENCE) {
        add_remittance(c, event->text);
    } else if (field == END_TO_END_ID) {
        add_id(c, event->text);
    }
    if (c->texts[field].size == 0 && event->text.size > 0)
        c->texts[field] = bank_scratch(c->r, event->text);
}

/* YYYY-MM-DD, of a date or an instant. */
static str day_of(struct camt *c, str text, int64_t line)
{
    day parsed;
    if (text.size < 10)
        return text;
    text.size = 10;
    if (!day_parse(text, &parsed))
        bank_fault(c->r, line, 0, "date", "there is no day " STR_FORMAT "; it stays as written",
                   STR_ARG(text));
    return text;
}

static str first_of(str a, str b)
{
    return a.size > 0 ? a : b;
}

/* Account and identity number of the other side; of several transactions nobody's are the entry's.
 */
static void add_other_side(struct camt *c)
{
    const bool is_debit = c->entry.mark == BANK_DEBIT;
    if (c->detail_count > 1)
        return;
    bank_extra_text(&c->entry.extras, "account",
                    c->texts[is_debit ? CREDITOR_ACCOUNT : DEBTOR_ACCOUNT]);
    bank_extra_text(&c->entry.extras, "individual_id",
                    c->texts[is_debit ? CREDITOR_IDENTITY : DEBTOR_IDENTITY]);
}

static status end_entry(struct camt *c)
{
    struct bank_entry *const entry = &c->entry;
    const str *const texts = c->texts;
    if (!entry->amount.is_known && texts[ENTRY_AMOUNT].size == 0)
        bank_fault(c->r, entry->line, 0, "amount", "the entry has no amount; it is not counted");
    if (entry->mark == BANK_MARK_NONE && texts[ENTRY_MARK].size == 0)
        bank_fault(c->r, entry->line, 0, "mark",
                   "the entry says neither CRDT nor DBIT; it is not counted");
    judge_parts(c);
    entry->booked_on = day_of(c, texts[ENTRY_BOOKED], entry->line);
    entry->value_on = day_of(c, texts[ENTRY_VALUE], entry->line);
    entry->reference = first_of(first_of(texts[STRUCTURED_REFERENCE], texts[END_TO_END_ID]),
                                first_of(texts[ENTRY_BANK_REFERENCE], texts[ENTRY_REFERENCE]));
    entry->counterparty = texts[entry->mark == BANK_DEBIT ? CREDITOR : DEBTOR];
    entry->text = buf_str(&c->remittance);
    if (c->remittance.is_full)
        bank_fault(c->r, entry->line, 0, "text-length",
                   "the text of the entry is longer than %d bytes; what comes after is not shown",
                   LIMIT_FIELD_BYTES);
    bank_extra_text(&entry->extras, "status", texts[ENTRY_STATUS]);
    bank_extra_count(&entry->extras, "txdtls", c->detail_count);
    bank_extra_list(&entry->extras, "end_to_end_ids", c->ids, c->id_count);
    bank_extra_text(&entry->extras, "bank_reference", texts[ENTRY_BANK_REFERENCE]);
    bank_extra_text(&entry->extras, "note", texts[ENTRY_NOTE]);
    add_other_side(c);
    c->credit_count += entry->mark == BANK_CREDIT;
    c->debit_count += entry->mark == BANK_DEBIT;
    c->reversal_count += entry->is_reversal;
    c->detail_total += c->detail_count;
    c->is_in_entry = false;
    return bank_entry_put(c->r, entry);
}

static status end_statement(struct camt *c)
{
    struct bank_statement *const statement = &c->r->statement;
    const struct money_at *const opening =
        &c->balances[c->balances[OPENING].amount.is_known ? OPENING : PREVIOUS];
    const struct money_at *const closing = &c->balances[CLOSING];
    statement->opening = opening->amount;
    statement->closing = closing->amount;
    bank_note_currency(&c->r->balance_currency, str_of(opening->currency));
    bank_note_currency(&c->r->balance_currency, str_of(closing->currency));
    bank_extra_count(&statement->extras, "txdtls", c->detail_total);
    bank_extra_count(&statement->extras, "reversals", c->reversal_count);
    camt_summary_judge(c->r, &c->summary, c->credit_count, c->debit_count);
    return bank_statement_close(c->r);
}

static void take_statement_field(struct camt *c, enum field field, const struct iso_event *event)
{
    struct bank_statement *const statement = &c->r->statement;
    if (field == STATEMENT_ID && statement->extras.count == 0)
        bank_extra_text(&statement->extras, "id", bank_keep(c->r, event->text));
    else if (field == ACCOUNT && statement->account.size == 0)
        statement->account = bank_keep(c->r, event->text);
    else if (field == ACCOUNT_CURRENCY)
        statement->currency = bank_keep(c->r, event->text);
    else if (field == BALANCE_CODE)
        copy_short(c->balance_code, sizeof(c->balance_code), event->text);
    else if (field == BALANCE_MARK)
        c->balance_mark = mark_of(event->text);
    else if (field == BALANCE)
        keep_balance(c, event->line);
    else if (field == SUMMARY_NET_MARK)
        c->summary.net_mark = str_equal_c(event->text, "DBIT") ? BANK_DEBIT : BANK_CREDIT;
    else if (field >= SUMMARY_COUNT && field <= SUMMARY_DEBIT)
        take_summary(c, field, event);
    else if (field == BALANCE_AMOUNT && take_amount(c, event, &c->balance.amount))
        copy_short(c->balance.currency, sizeof(c->balance.currency), event->currency);
}

static status on_end(void *self, const struct iso_event *event)
{
    struct camt *const c = self;
    if (event->path[0] == '\0')
        return end_statement(c);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (strcmp(event->path, fields[i].path) != 0)
            continue;
        if (fields[i].field == ENTRY)
            return end_entry(c);
        if (c->is_in_entry)
            take_entry_field(c, fields[i].field, event);
        else
            take_statement_field(c, fields[i].field, event);
        break;
    }
    return c->r->code;
}

status bank_camt_read(struct bank_reading *r)
{
    struct camt *const c = arena_new(r->op->arena, struct camt);
    static const char *const messages[] = {"camt.052.", "camt.053.", "camt.054.", NULL};
    static const char *const roots[] = {"Stmt", "Rpt", "Ntfctn", NULL};
    static const struct iso_bare bare[] = {
        {"BkToCstmrAcctRpt",      "camt.052"},
        {"BkToCstmrStmt",         "camt.053"},
        {"BkToCstmrDbtCdtNtfctn", "camt.054"},
        {NULL,                    NULL      }
    };
    const struct iso_handler handler = {.messages = messages,
                                        .bare = bare,
                                        .roots = roots,
                                        .root_begin = begin_statement,
                                        .begin = on_begin,
                                        .end = on_end,
                                        .self = c};
    c->r = r;
    c->remittance = buf_start(r->op->arena, LIMIT_FIELD_BYTES);
    TRY(iso_xml_read(r, &handler, &r->file.format));
    if (r->file.statement_count == 0)
        bank_fault(r, 0, 0, "no-statement",
                   "the message has no statement, report or notification: nothing is in it");
    return r->code;
}
