/* pain.002 of ISO 20022, versions 2 and up: what a bank says of a file of direct debit.
 *
 * The file that it answers is the statement (its account: OrgnlMsgId).  An entry is one answer: of
 * the whole file, of an instruction (PmtInf) or of an order, by `level`; none of them is money, so
 * none has a mark.  `status` is the bank's code, `reason` its code for why; `asked` is the amount
 * of the order, where the bank repeats it.  Control totals are NbOfTxsPerSts: banks often list only
 * what they refuse, so a count is compared where any order of that status is listed, or where the
 * status is a refusal.  What it says the file had (OrgnlNbOfTxs, OrgnlCtrlSum) is told of the
 * statement as `orders` and `orders_sum`: of the file, else of its instructions together. */
#include "bank/column.h"
#include "bank/iso_xml.h"

#define STATUS_BYTES 8
#define TALLIES_MAX  16   /* statuses of one message; ISO 20022 has a dozen */
#define WORDS_BYTES  1024 /* why, in the bank's words: a few lines of 105 letters */

enum field {
    MESSAGE_ID,
    MESSAGE_DATE,
    ORIGINAL_ID,
    ORIGINAL_COUNT,
    ORIGINAL_SUM,
    ANSWER_ID,
    ANSWER_INSTRUCTION,
    ANSWER_STATUS,
    ANSWER_REASON,
    ANSWER_WORDS,
    ANSWER_AMOUNT,
    ANSWER_MANDATE,
    ANSWER_NAME,
    ANSWER_BANK_REFERENCE,
    DETAIL_COUNT,
    DETAIL_STATUS,
    DETAIL_SUM,
    DETAIL,
    FIELD_COUNT
};

enum level { LEVEL_FILE, LEVEL_INSTRUCTION, LEVEL_ORDER, LEVEL_COUNT };

/* Where an answer stands; of the three the longest that a path begins with. */
static const char *const places[LEVEL_COUNT] = {"OrgnlGrpInfAndSts", "OrgnlPmtInfAndSts",
                                                "TxInfAndSts"};
static const char *const level_names[LEVEL_COUNT] = {"file", "instruction", "order"};

static const struct {
    const char *path; /* inside its place */
    enum field field;
} fields[] = {
    {"OrgnlMsgId",                                ORIGINAL_ID          },
    {"OrgnlNbOfTxs",                              ORIGINAL_COUNT       },
    {"OrgnlCtrlSum",                              ORIGINAL_SUM         },
    {"OrgnlPmtInfId",                             ANSWER_INSTRUCTION   },
    {"OrgnlEndToEndId",                           ANSWER_ID            },
    {"GrpSts",                                    ANSWER_STATUS        },
    {"PmtInfSts",                                 ANSWER_STATUS        },
    {"TxSts",                                     ANSWER_STATUS        },
    {"StsRsnInf/Rsn/Cd",                          ANSWER_REASON        },
    {"StsRsnInf/Rsn/Prtry",                       ANSWER_REASON        },
    {"StsRsnInf/StsRsn/Cd",                       ANSWER_REASON        },
    {"StsRsnInf/StsRsn/Prtry",                    ANSWER_REASON        },
    {"StsRsnInf/AddtlInf",                        ANSWER_WORDS         },
    {"StsRsnInf/AddtlStsRsnInf",                  ANSWER_WORDS         },
    {"AcctSvcrRef",                               ANSWER_BANK_REFERENCE},
    {"OrgnlTxRef/Amt/InstdAmt",                   ANSWER_AMOUNT        },
    {"OrgnlTxRef/MndtRltdInf/MndtId",             ANSWER_MANDATE       },
    {"OrgnlTxRef/MndtRltdInf/DrctDbtMndt/MndtId", ANSWER_MANDATE       },
    {"OrgnlTxRef/Dbtr/Nm",                        ANSWER_NAME          },
    {"NbOfTxsPerSts/DtldNbOfTxs",                 DETAIL_COUNT         },
    {"NbOfTxsPerSts/DtldSts",                     DETAIL_STATUS        },
    {"NbOfTxsPerSts/DtldCtrlSum",                 DETAIL_SUM           },
    {"NbOfTxsPerSts",                             DETAIL               },
};

/* Orders of one status: as the bank states them and as it lists them. */
struct tally {
    char status[STATUS_BYTES];
    int64_t stated, seen;
    bool is_stated;
    bool is_sum_known; /* of all that was seen */
    struct bank_total stated_sum, seen_sum;
};

struct tallies {
    struct tally of[TALLIES_MAX];
    size_t count;
};

struct answer {
    bool is_open;
    int64_t line;
    str texts[FIELD_COUNT]; /* the first of each; of an order in scratch */
    struct bank_amount asked;
    str currency;
};

/* What the answer says the file had; of the instructions together. */
struct original {
    int64_t count;
    bool has_count;
    struct bank_total sum;
};

struct pain002 {
    struct bank_reading *r;
    str made_on;
    struct answer answers[LEVEL_COUNT];
    struct tallies tallies[LEVEL_ORDER]; /* of the file, of the open instruction */
    struct tally detail;                 /* under way */
    struct original originals[LEVEL_ORDER];
};

static void copy_status(char out[STATUS_BYTES], str text)
{
    const size_t size = text.size < STATUS_BYTES ? text.size : STATUS_BYTES - 1;
    if (size > 0) /* an order without a status has no text at all */
        memcpy(out, text.data, size);
    out[size] = '\0';
}

static struct tally *tally_of(struct tallies *tallies, const char *code)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (strcmp(tallies->of[i].status, code) == 0)
            return &tallies->of[i];
    if (tallies->count == TALLIES_MAX)
        return NULL;
    struct tally *const tally = &tallies->of[tallies->count++];
    *tally = (struct tally){.is_sum_known = true};
    memcpy(tally->status, code, STATUS_BYTES);
    return tally;
}

static void count_order(struct pain002 *p, const struct answer *order)
{
    char code[STATUS_BYTES] = {0};
    copy_status(code, order->texts[ANSWER_STATUS]);
    for (enum level level = LEVEL_FILE; level < LEVEL_ORDER; level++) {
        struct tally *const tally = tally_of(&p->tallies[level], code);
        if (!tally)
            continue;
        tally->seen++;
        tally->is_sum_known = tally->is_sum_known && order->asked.is_known;
        bank_total_add(&tally->seen_sum, order->asked, 1);
    }
}

static bool is_refusal(const char *code)
{
    return strcmp(code, "RJCT") == 0 || strcmp(code, "CANC") == 0;
}

/* A refusal of the whole lists nobody. */
static void judge(struct pain002 *p, enum level level)
{
    const struct tallies *const tallies = &p->tallies[level];
    const bool is_whole = str_equal_c(p->answers[level].texts[ANSWER_STATUS], "RJCT");
    for (size_t i = 0; i < tallies->count; i++) {
        const struct tally *const tally = &tallies->of[i];
        if (!tally->is_stated || (tally->seen == 0 && (is_whole || !is_refusal(tally->status))))
            continue;
        if (level == LEVEL_FILE)
            bank_control_count(p->r, tally->stated, tally->seen);
        bank_control_judge(p->r, tally->stated == tally->seen);
        if (tally->stated_sum.is_known && tally->is_sum_known && tally->seen > 0)
            bank_control_judge(p->r, bank_total_equal(tally->stated_sum, tally->seen_sum));
    }
}

/* --- answers --- */

static status begin_root(void *self, const char *message)
{
    struct pain002 *const p = self;
    memset(p->answers, 0, sizeof(p->answers));
    memset(p->tallies, 0, sizeof(p->tallies));
    memset(p->originals, 0, sizeof(p->originals));
    p->made_on = STR("");
    return bank_statement_open(p->r, str_cstr(p->r->op->arena, str_of(message)));
}

/* One of the codes that say what becomes of an order, or of all. */
static bool is_known_status(str code)
{
    static const char *const codes[] = {"ACCP", "ACTC", "ACSP", "ACSC", "ACCC",
                                        "ACWC", "ACWP", "ACFC", "ACIS", "PATC",
                                        "PDNG", "RCVD", "PART", "RJCT", "CANC"};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (str_equal_c(code, codes[i]))
            return true;
    return false;
}

/* Status, code and words of why, as a person reads them. */
static str words_of(struct bank_reading *r, const str texts[FIELD_COUNT])
{
    static const enum field parts[] = {ANSWER_STATUS, ANSWER_REASON, ANSWER_WORDS};
    struct buf out = buf_start(r->scratch, LIMIT_FIELD_BYTES);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (texts[parts[i]].size > 0 && out.size > 0)
            buf_add_char(&out, ' ');
        buf_add(&out, texts[parts[i]]);
    }
    return buf_str(&out);
}

static void add_extras(struct pain002 *p, enum level level, struct bank_entry *entry)
{
    const struct answer *const answer = &p->answers[level];
    const struct answer *const around = &p->answers[LEVEL_INSTRUCTION];
    const str *const texts = answer->texts;
    const bool is_inside = level == LEVEL_ORDER && around->is_open;
    struct bank_extras *const extras = &entry->extras;
    bank_extra_text(extras, "level", str_of(level_names[level]));
    bank_extra_text(extras, "status", texts[ANSWER_STATUS]);
    bank_extra_text(extras, "reason", texts[ANSWER_REASON]);
    bank_extra_text(extras, "words", texts[ANSWER_WORDS]);
    bank_extra_text(extras, "instruction",
                    is_inside ? around->texts[ANSWER_INSTRUCTION] : texts[ANSWER_INSTRUCTION]);
    bank_extra_text(extras, "mandate", texts[ANSWER_MANDATE]);
    bank_extra_text(extras, "bank_order", texts[ANSWER_BANK_REFERENCE]);
    if (answer->asked.is_known)
        bank_extra_text(extras, "asked", str_of(bank_amount_text(p->r->scratch, answer->asked)));
}

/* What the bank answers for the whole or for one; nothing is no answer. */
static status end_answer(struct pain002 *p, enum level level)
{
    struct bank_reading *const r = p->r;
    struct answer *const answer = &p->answers[level];
    const str *const texts = answer->texts;
    const str code = texts[ANSWER_STATUS];
    struct bank_entry entry = {.line = answer->line,
                               .booked_on = p->made_on,
                               .reference = level == LEVEL_ORDER         ? texts[ANSWER_ID]
                                            : level == LEVEL_INSTRUCTION ? texts[ANSWER_INSTRUCTION]
                                                                         : texts[ORIGINAL_ID],
                               .counterparty = texts[ANSWER_NAME],
                               .text = words_of(r, texts),
                               .currency = answer->currency};
    answer->is_open = false;
    if (code.size == 0 && level != LEVEL_ORDER)
        return r->code;
    if (!is_known_status(code))
        bank_fault(r, answer->line, 0, "status",
                   "\"" STR_FORMAT "\" is no status of ISO 20022; it is only told", STR_ARG(code));
    if (entry.reference.size == 0)
        bank_fault(r, answer->line, 0, "reference",
                   "the answer names no file, instruction or order: nobody can say what it is of");
    add_extras(p, level, &entry);
    if (level == LEVEL_ORDER)
        count_order(p, answer);
    return bank_entry_put(r, &entry);
}

/* The place of a path and what is left of it. */
static bool find_place(const char *path, enum level *ret_level, const char **ret_rest)
{
    bool is_found = false;
    for (enum level level = LEVEL_FILE; level < LEVEL_COUNT; level++) {
        const size_t size = strlen(places[level]);
        if (strncmp(path, places[level], size) != 0 || (path[size] != '\0' && path[size] != '/'))
            continue;
        is_found = true;
        *ret_level = level;
        path += size + (path[size] == '/');
    }
    *ret_rest = path;
    return is_found;
}

static status on_begin(void *self, const struct iso_event *event)
{
    struct pain002 *const p = self;
    enum level level = LEVEL_FILE;
    const char *rest = NULL;
    if (!find_place(event->path, &level, &rest))
        return p->r->code;
    if (*rest == '\0') {
        p->answers[level] = (struct answer){.is_open = true, .line = event->line};
        if (level == LEVEL_INSTRUCTION)
            p->tallies[level].count = 0;
    } else if (strcmp(rest, "NbOfTxsPerSts") == 0) {
        p->detail = (struct tally){.is_stated = false};
    }
    return p->r->code;
}

static struct bank_amount take_amount(struct pain002 *p, const struct iso_event *event)
{
    struct bank_amount amount = {.is_known = false};
    if (bank_amount_parse(event->text, '.', &amount) && amount.units >= 0)
        return amount;
    bank_fault(p->r, event->line, 0, "amount",
               "\"" STR_FORMAT "\" is not an amount; it is not counted", STR_ARG(event->text));
    return (struct bank_amount){.is_known = false};
}

static void take_detail(struct pain002 *p, enum level level, enum field field,
                        const struct iso_event *event)
{
    struct tally *const detail = &p->detail;
    if (field == DETAIL_STATUS) {
        memset(detail->status, 0, sizeof(detail->status));
        copy_status(detail->status, event->text);
    } else if (field == DETAIL_SUM) {
        detail->stated_sum = bank_total_of(take_amount(p, event));
    } else if (field == DETAIL_COUNT) {
        detail->is_stated = bank_is_digits(event->text) && str_to_i64(event->text, &detail->stated);
        if (!detail->is_stated)
            bank_fault(p->r, event->line, 0, "number",
                       "\"" STR_FORMAT "\" is not a number; it is not counted",
                       STR_ARG(event->text));
    } else if (detail->is_stated && level < LEVEL_ORDER) {
        struct tally *const tally = tally_of(&p->tallies[level], detail->status);
        if (!tally)
            return;
        tally->is_stated = true;
        tally->stated = detail->stated;
        tally->stated_sum = detail->stated_sum;
    }
}

static void take_original(struct pain002 *p, enum level level, enum field field,
                          const struct iso_event *event)
{
    struct original *const original = &p->originals[level];
    int64_t count = 0;
    if (field == ORIGINAL_SUM) {
        bank_total_add(&original->sum, take_amount(p, event), 1);
        return;
    }
    if (!bank_is_digits(event->text) || !str_to_i64(event->text, &count) ||
        __builtin_add_overflow(original->count, count, &original->count)) {
        bank_fault(p->r, event->line, 0, "number",
                   "\"" STR_FORMAT "\" is not a number; it is not counted", STR_ARG(event->text));
        return;
    }
    original->has_count = true;
}

/* What is of an order goes with it. */
static str keep(struct pain002 *p, enum level level, str text)
{
    return level == LEVEL_ORDER ? bank_scratch(p->r, text) : bank_keep(p->r, text);
}

static void take_words(struct pain002 *p, enum level level, str text)
{
    str *const kept = &p->answers[level].texts[ANSWER_WORDS];
    char *const both = arena_printf(p->r->scratch, STR_FORMAT "%s" STR_FORMAT, STR_ARG(*kept),
                                    kept->size > 0 ? " " : "", STR_ARG(text));
    if (kept->size + text.size < WORDS_BYTES)
        *kept = keep(p, level, str_of(both));
}

static void take_field(struct pain002 *p, enum level level, enum field field,
                       const struct iso_event *event)
{
    struct bank_reading *const r = p->r;
    struct answer *const answer = &p->answers[level];
    str *const kept = &answer->texts[field];
    if (field >= DETAIL_COUNT && field <= DETAIL) {
        take_detail(p, level, field, event);
    } else if (field == ORIGINAL_COUNT || field == ORIGINAL_SUM) {
        if (level < LEVEL_ORDER)
            take_original(p, level, field, event);
    } else if (field == ANSWER_AMOUNT) {
        answer->asked = take_amount(p, event);
        answer->currency = keep(p, level, event->currency);
    } else if (field == ANSWER_WORDS) {
        take_words(p, level, event->text);
    } else if (kept->size == 0) {
        *kept = keep(p, level, event->text);
        if (field == ORIGINAL_ID && level == LEVEL_FILE && r->statement.account.size == 0)
            r->statement.account = *kept;
    }
}

/* The head of the message itself. */
static void take_head(struct pain002 *p, const struct iso_event *event)
{
    day parsed;
    if (strcmp(event->path, "GrpHdr/MsgId") == 0 && p->r->statement.extras.count == 0) {
        bank_extra_text(&p->r->statement.extras, "id", bank_keep(p->r, event->text));
    } else if (strcmp(event->path, "GrpHdr/CreDtTm") == 0) {
        const str on = {event->text.data, event->text.size < 10 ? event->text.size : 10};
        p->made_on = bank_keep(p->r, on);
        if (!day_parse(on, &parsed))
            bank_fault(p->r, event->line, 0, "date",
                       "there is no day " STR_FORMAT "; it stays as written", STR_ARG(on));
    }
}

static void tell_original(struct pain002 *p)
{
    const struct original *const whole = &p->originals[LEVEL_FILE];
    const struct original *const parts = &p->originals[LEVEL_INSTRUCTION];
    const struct bank_total sum = whole->sum.is_known ? whole->sum : parts->sum;
    struct bank_extras *const extras = &p->r->statement.extras;
    if (whole->has_count || parts->has_count)
        bank_extra_count(extras, "orders", whole->has_count ? whole->count : parts->count);
    if (sum.is_known)
        bank_extra_text(extras, "orders_sum", str_of(bank_total_text(p->r->op->arena, sum)));
}

static status end_root(struct pain002 *p)
{
    judge(p, LEVEL_FILE);
    tell_original(p);
    if (p->r->statement.account.size == 0)
        bank_fault(p->r, 0, 0, "header",
                   "the answer does not say which file it answers (OrgnlMsgId)");
    return bank_statement_close(p->r);
}

static status on_end(void *self, const struct iso_event *event)
{
    struct pain002 *const p = self;
    enum level level = LEVEL_FILE;
    const char *rest = NULL;
    if (event->path[0] == '\0')
        return end_root(p);
    if (!find_place(event->path, &level, &rest)) {
        take_head(p, event);
        return p->r->code;
    }
    if (*rest == '\0' && level == LEVEL_INSTRUCTION)
        judge(p, level);
    if (*rest == '\0')
        return p->answers[level].is_open ? end_answer(p, level) : p->r->code;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (strcmp(rest, fields[i].path) == 0) {
            take_field(p, level, fields[i].field, event);
            break;
        }
    return p->r->code;
}

status bank_pain002_read(struct bank_reading *r)
{
    static const char *const messages[] = {"pain.002.", NULL};
    static const char *const roots[] = {"CstmrPmtStsRpt", "pain.002.001.02", NULL};
    struct pain002 *const p = arena_new(r->op->arena, struct pain002);
    const struct iso_handler handler = {.messages = messages,
                                        .roots = roots,
                                        .root_begin = begin_root,
                                        .begin = on_begin,
                                        .end = on_end,
                                        .self = p};
    p->r = r;
    TRY(iso_xml_read(r, &handler, &r->file.format));
    if (r->file.statement_count == 0)
        bank_fault(r, 0, 0, "no-statement", "the message answers nothing");
    return r->code;
}
