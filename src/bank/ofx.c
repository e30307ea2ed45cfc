/* OFX: what a bank, a card or a broker says of an account.
 *
 * STMTRS and CCSTMTRS are statements; INVSTMTRS is one only when it holds transactions of a bank
 * (STMTTRN).  The sign of TRNAMT is the direction, TRNTYPE is not.  The closing balance is the one
 * of the ledger; OFX states neither an opening one nor control totals. */
#include "bank/column.h"
#include "bank/ofx_tags.h"

#define FORMAT       "OFX"
#define ACCOUNTS_MAX 1000 /* told of one file */
/* Currencies whose amounts do have three. */
#define THREE_DECIMALS "BHD IQD JOD KWD LYD OMR TND"

enum place { IN_NOTHING, IN_ENTRY, IN_LEDGER, IN_OTHER_BALANCE, IN_STATUS };

struct ofx {
    struct bank_reading *r;
    enum place place;
    const char *kind; /* bank, card, investment: of the statement under way */
    bool is_open;
    str account, currency;
    bool is_other_account; /* inside BANKACCTTO: the other's */
    bool is_payee;
    bool is_original; /* inside ORIGCURRENCY: the amount was converted from it already */
    struct bank_entry entry;
    str posted, available, type, id, name, memo, check, reference_number;
    int64_t amount_line;
    bool has_amount;
    int64_t statement_count, bad_amounts;
    str accounts[ACCOUNTS_MAX];
    size_t account_count;
    bool is_ended; /* </OFX> was seen */
    bool has_statement, has_loan;
    char status_code[16];
};

static status open_statement(struct ofx *x)
{
    struct bank_statement *const statement = &x->r->statement;
    if (x->is_open)
        return OK;
    TRY(bank_statement_open(x->r, FORMAT));
    x->is_open = true;
    statement->account = x->account;
    statement->currency = x->currency;
    bank_extra_text(&statement->extras, "kind", str_of(x->kind ? x->kind : "bank"));
    return OK;
}

static const char *statement_kind(const char *name)
{
    if (strcmp(name, "STMTRS") == 0)
        return "bank";
    if (strcmp(name, "CCSTMTRS") == 0)
        return "card";
    return strcmp(name, "INVSTMTRS") == 0 ? "investment" : NULL;
}

static status begin_statement(struct ofx *x, const char *kind)
{
    x->has_statement = true;
    x->kind = kind;
    x->account = x->currency = STR("");
    x->is_open = false;
    if (strcmp(kind, "investment") == 0)
        return bank_statement_close(x->r);
    x->statement_count++;
    return open_statement(x);
}

static void begin_entry(struct ofx *x, int64_t line)
{
    x->place = IN_ENTRY;
    x->entry = (struct bank_entry){.line = line};
    x->posted = x->available = x->type = x->id = STR("");
    x->name = x->memo = x->check = x->reference_number = STR("");
    x->has_amount = false;
    x->is_payee = x->is_other_account = x->is_original = false;
}

/* Digits YYYYMMDD, whatever time and zone come after; some write YYYY-MM-DD. */
static str day_of(struct ofx *x, str text, int64_t line)
{
    const bool has_marks = text.size >= 10 && text.data[4] == '-' && text.data[7] == '-';
    if (has_marks) {
        char digits[8];
        memcpy(digits, text.data, 4);
        memcpy(digits + 4, text.data + 5, 2);
        memcpy(digits + 6, text.data + 8, 2);
        return bank_day(x->r, line, 0, (str){digits, sizeof(digits)}, BANK_YYYYMMDD);
    }
    if (text.size > 8)
        text.size = 8;
    return text.size > 0 ? bank_day(x->r, line, 0, text, BANK_YYYYMMDD) : STR("");
}

/* Whether marks stand before every third digit of the whole units and nowhere else. */
static bool is_grouped(str whole, char mark)
{
    size_t digits = 0;
    bool has_mark = false;
    for (size_t i = whole.size; i > 0; i--) {
        const char c = whole.data[i - 1];
        const bool is_mark = c == mark;
        if (is_mark != (digits == 3) && !(i == 1 && (c == '-' || c == '+')))
            return false;
        has_mark |= is_mark;
        digits = is_mark ? 0 : digits + 1;
    }
    return has_mark && digits > 0;
}

/* The standard allows a comma for the point, and nothing between thousands.  Where both are there
 * the first is for thousands if it stands where it should. */
static bool parse_amount(str text, struct bank_amount *ret_amount)
{
    char plain[64];
    const char *const comma = text.size > 0 ? memchr(text.data, ',', text.size) : NULL;
    const char *const point = text.size > 0 ? memchr(text.data, '.', text.size) : NULL;
    if (!comma || !point)
        return bank_amount_parse(text, comma ? ',' : '.', ret_amount);
    const char mark = comma < point ? ',' : '.';
    const char *const last = memrchr(text.data, mark == ',' ? '.' : ',', text.size);
    const str whole = {text.data, (size_t)(last - text.data)};
    size_t size = 0;
    if (text.size > sizeof(plain) || !is_grouped(whole, mark))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != mark)
            plain[size++] = text.data[i];
    return bank_amount_parse((str){plain, size}, *last, ret_amount);
}

static void take_amount(struct ofx *x, str text, int64_t line)
{
    struct bank_entry *const entry = &x->entry;
    if (x->has_amount) {
        bank_fault(x->r, line, 0, "amount",
                   "\"" STR_FORMAT "\" is the second amount of one entry; it is not counted",
                   STR_ARG(text));
        return;
    }
    x->has_amount = true;
    if (!parse_amount(text, &entry->amount)) {
        entry->amount.is_known = false;
        x->bad_amounts++;
        bank_fault(x->r, line, 0, "amount",
                   "\"" STR_FORMAT "\" is not an amount; it is not counted", STR_ARG(text));
        return;
    }
    if (entry->amount.decimals == 3 && !bank_is_one_of(x->currency, THREE_DECIMALS) &&
        (!memchr(text.data, ',', text.size) || !memchr(text.data, '.', text.size)))
        bank_fault(x->r, line, 0, "amount-mark",
                   "\"" STR_FORMAT "\" is read with three decimals, as the standard says; ask the "
                   "bank whether its mark stands for thousands",
                   STR_ARG(text));
    entry->mark = text.data[0] == '-' ? BANK_DEBIT : BANK_CREDIT;
    if (entry->amount.units < 0)
        entry->amount.units = -entry->amount.units;
}

static status end_entry(struct ofx *x)
{
    struct bank_entry *const entry = &x->entry;
    if (x->place != IN_ENTRY)
        return OK;
    x->place = IN_NOTHING;
    TRY(open_statement(x));
    if (!x->has_amount) {
        x->bad_amounts++;
        bank_fault(x->r, entry->line, 0, "amount", "the entry has no amount; it is not counted");
    }
    entry->booked_on = day_of(x, x->posted, entry->line);
    entry->value_on =
        x->available.size > 0 ? day_of(x, x->available, entry->line) : entry->booked_on;
    if (entry->currency.size == 0)
        entry->currency = x->currency;
    entry->reference = x->check.size > 0 ? x->check : x->reference_number;
    entry->counterparty = x->name;
    entry->text = x->memo;
    bank_extra_text(&entry->extras, "trntype", x->type);
    bank_extra_text(&entry->extras, "fitid", x->id);
    return bank_entry_put(x->r, entry);
}

static void take_entry_value(struct ofx *x, const struct ofx_tag *tag)
{
    const struct {
        const char *name;
        str *text;
    } texts[] = {
        {"TRNTYPE",  &x->type            },
        {"FITID",    &x->id              },
        {"DTPOSTED", &x->posted          },
        {"DTAVAIL",  &x->available       },
        {"NAME",     &x->name            },
        {"MEMO",     &x->memo            },
        {"CHECKNUM", &x->check           },
        {"REFNUM",   &x->reference_number},
        {"CURSYM",   &x->entry.currency  }
    };
    if (strcmp(tag->name, "TRNAMT") == 0) {
        take_amount(x, tag->value, tag->line);
        return;
    }
    if (x->is_original && strcmp(tag->name, "CURSYM") == 0)
        return;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (strcmp(tag->name, texts[i].name) == 0 && texts[i].text->size == 0)
            *texts[i].text = bank_scratch(x->r, tag->value);
}

static void keep_account(struct ofx *x, str account)
{
    size_t at = 0;
    if (account.size == 0 || x->account_count == ACCOUNTS_MAX)
        return;
    while (at < x->account_count && str_compare(x->accounts[at], account) < 0)
        at++;
    if (at < x->account_count && str_equal(x->accounts[at], account))
        return;
    memmove(x->accounts + at + 1, x->accounts + at,
            (x->account_count - at) * sizeof(x->accounts[0]));
    x->accounts[at] = bank_keep(x->r, account);
    x->account_count++;
}

static void take_account(struct ofx *x, str account)
{
    keep_account(x, account);
    if (x->account.size == 0)
        x->account = bank_keep(x->r, account);
    if (x->is_open)
        x->r->statement.account = x->account;
}

static void take_balance(struct ofx *x, const struct ofx_tag *tag)
{
    struct bank_amount amount;
    if (x->place != IN_LEDGER || tag->value.size == 0 || !x->is_open)
        return;
    if (parse_amount(tag->value, &amount))
        x->r->statement.closing = amount;
    else
        bank_fault(x->r, tag->line, 0, "balance",
                   "\"" STR_FORMAT "\" is not an amount; the balance is not taken",
                   STR_ARG(tag->value));
}

/* A bank says in a STATUS that it could not answer. */
static void take_status(struct ofx *x, const struct ofx_tag *tag)
{
    const size_t size = tag->value.size < sizeof(x->status_code) ? tag->value.size : 0;
    if (strcmp(tag->name, "CODE") == 0) {
        memcpy(x->status_code, tag->value.data, size);
        x->status_code[size] = '\0';
    } else if (strcmp(tag->name, "SEVERITY") == 0 && str_equal_nocase(tag->value, STR("ERROR"))) {
        bank_fault(x->r, tag->line, 0, "bank-error",
                   "the bank answers with its error %s instead of a statement; ask it again",
                   x->status_code);
    }
}

/* Movements of a loan have tags of their own. */
static void refuse_loan(struct ofx *x, int64_t line)
{
    if (!x->has_loan)
        bank_fault(x->r, line, 0, "record",
                   "the statement of a loan (LOANSTMTRS) is not read: its movements are not "
                   "counted");
    x->has_loan = true;
}

static status on_open(struct ofx *x, const struct ofx_tag *tag)
{
    const char *const name = tag->name;
    const char *const kind = statement_kind(name);
    if (kind || strcmp(name, "STMTTRN") == 0)
        TRY(end_entry(x));
    if (kind)
        return begin_statement(x, kind);
    if (strcmp(name, "STMTTRN") == 0)
        begin_entry(x, tag->line);
    else if (strcmp(name, "LOANSTMTRS") == 0)
        refuse_loan(x, tag->line);
    else if (x->place == IN_ENTRY &&
             (strcmp(name, "BANKACCTTO") == 0 || strcmp(name, "CCACCTTO") == 0))
        x->is_other_account = true;
    else if (x->place == IN_ENTRY && strcmp(name, "ORIGCURRENCY") == 0)
        x->is_original = true;
    else if (x->place == IN_ENTRY && strcmp(name, "CURRENCY") == 0)
        x->is_original = false;
    else if (x->place == IN_ENTRY && !x->is_other_account)
        take_entry_value(x, tag);
    else if (strcmp(name, "LEDGERBAL") == 0)
        x->place = IN_LEDGER;
    else if (strcmp(name, "AVAILBAL") == 0)
        x->place = IN_OTHER_BALANCE;
    else if (strcmp(name, "STATUS") == 0)
        x->place = IN_STATUS;
    else if (strcmp(name, "ACCTID") == 0 && x->place != IN_ENTRY)
        take_account(x, tag->value);
    else if (strcmp(name, "BALAMT") == 0)
        take_balance(x, tag);
    else if (x->place == IN_STATUS)
        take_status(x, tag);
    else if (strcmp(name, "CURDEF") == 0) {
        x->currency = bank_keep(x->r, tag->value);
        if (x->is_open)
            x->r->statement.currency = x->currency;
    }
    return x->r->code;
}

static status on_close(struct ofx *x, const char *name)
{
    if (strcmp(name, "STMTTRN") == 0)
        return end_entry(x);
    if (strcmp(name, "BANKACCTTO") == 0 || strcmp(name, "CCACCTTO") == 0)
        x->is_other_account = false;
    if (strcmp(name, "LEDGERBAL") == 0 || strcmp(name, "AVAILBAL") == 0 ||
        strcmp(name, "STATUS") == 0)
        x->place = x->place == IN_ENTRY ? IN_ENTRY : IN_NOTHING;
    if (strcmp(name, "BANKTRANLIST") == 0)
        return end_entry(x);
    if (statement_kind(name)) {
        TRY(end_entry(x));
        x->is_open = false;
        return bank_statement_close(x->r);
    }
    x->is_ended |= strcmp(name, "OFX") == 0;
    return x->r->code;
}

status bank_ofx_read(struct bank_reading *r)
{
    struct ofx *const x = arena_new(r->op->arena, struct ofx);
    struct ofx_tags *const tags = ofx_tags_start(r);
    struct ofx_tag tag;
    x->r = r;
    for (;;) {
        TRY(ofx_tags_next(tags, &tag));
        if (tag.kind == OFX_END)
            break;
        if (tag.kind == OFX_OPEN)
            TRY(on_open(x, &tag));
        else
            TRY(on_close(x, tag.name));
        if (x->place != IN_ENTRY)
            arena_reset(r->scratch);
    }
    TRY(end_entry(x));
    if (!x->is_ended)
        bank_fault(r, 0, 0, "trailer",
                   "the file does not end with </OFX>: its end is missing; ask for it");
    if (!x->has_statement && r->file.fault_count == 0)
        bank_fault(r, 0, 0, "no-statement",
                   "the message has no statement of an account: nothing is in it");
    bank_extra_text(&r->file.extras, "header", str_of(ofx_tags_header(tags)));
    bank_extra_count(&r->file.extras, "statements", x->statement_count);
    bank_extra_list(&r->file.extras, "accounts", x->accounts, x->account_count);
    bank_extra_count(&r->file.extras, "bad_amounts", x->bad_amounts);
    r->file.format = FORMAT;
    return r->code;
}
