/* MT940 and MT942 of SWIFT: fields `:tag:`, one statement from each :20:.
 *
 * A tag that is not of these messages is text, as is everything that no tag begins (`:12:11` in a
 * time that was wrapped).  Banks leave fields out, wrap a :61: and repeat :86:; fragments are read
 * too.  A balance without currency is malformed and not taken. */
#include "bank/column.h"
#include "bank/mt940_text.h"

#define FIELD_BYTES LIMIT_FIELD_BYTES

enum tag {
    TAG_NONE,
    TAG_REFERENCE,
    TAG_ACCOUNT,
    TAG_NUMBER,
    TAG_OPENING,
    TAG_ENTRY,
    TAG_CLOSING,
    TAG_DETAILS,
    TAG_OWN_DETAILS,
    TAG_DEBITS,
    TAG_CREDITS,
    TAG_INTERIM,
    TAG_OTHER
};

static const struct {
    const char *text;
    enum tag tag;
} tags[] = {
    {":20:",  TAG_REFERENCE  },
    {":25:",  TAG_ACCOUNT    },
    {":25P:", TAG_ACCOUNT    },
    {":28:",  TAG_NUMBER     },
    {":28C:", TAG_NUMBER     },
    {":60F:", TAG_OPENING    },
    {":60M:", TAG_OPENING    },
    {":61:",  TAG_ENTRY      },
    {":62F:", TAG_CLOSING    },
    {":62M:", TAG_CLOSING    },
    {":86:",  TAG_DETAILS    },
    {":NS:",  TAG_OWN_DETAILS},
    {":90D:", TAG_DEBITS     },
    {":90C:", TAG_CREDITS    },
    {":34F:", TAG_INTERIM    },
    {":13:",  TAG_INTERIM    },
    {":13D:", TAG_INTERIM    },
    {":21:",  TAG_OTHER      },
    {":64:",  TAG_OTHER      },
    {":65:",  TAG_OTHER      },
    {":940:", TAG_OTHER      },
};

struct message {
    struct bank_reading *r;
    enum tag tag;       /* of the field under way */
    int64_t line;       /* where it began */
    struct buf content; /* its lines, LF between them */
    bool has_entry;     /* entry waits for its :86: */
    struct bank_entry entry;
    struct buf details;
    bool is_interim, has_balance; /* an MT942, an MT940 */
    bool is_file_interim, is_file_final;
    bool is_indented;                  /* blanks stand before the tags */
    int64_t debit_count, credit_count; /* entries of the statement so far */
};

static const char *format_of(bool is_interim, bool has_balance)
{
    return is_interim && !has_balance ? "MT942" : "MT940";
}

/* The field without its line ends: a value may be wrapped anywhere. */
static char peek(str text, size_t *at)
{
    while (*at < text.size && text.data[*at] == '\n')
        (*at)++;
    return *at < text.size ? text.data[*at] : '\0';
}

static char take(str text, size_t *at)
{
    const char c = peek(text, at);
    *at += *at < text.size;
    return c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Takes exactly so many digits, or none. */
static bool take_digits(str text, size_t *at, int count, char *out)
{
    size_t look = *at;
    for (int i = 0; i < count; i++) {
        out[i] = take(text, &look);
        if (!is_digit(out[i]))
            return false;
    }
    *at = look;
    return true;
}

/* Whether a type of entry (NTRF, FCHK, S103) stands at that place. */
static bool is_type(str text, size_t at)
{
    return at + 4 <= text.size && strchr("NFS", text.data[at]) && text.data[at + 1] != '\n' &&
           text.data[at + 2] != '\n' && text.data[at + 3] != '\n';
}

/* What the amount of an entry is read from: all of it, or its first line.  Digits that stand below
 * are the rest of an amount that was wrapped when a type follows them, and else a supplement; where
 * the first line may be either, there is no amount. */
static str amount_part(str text, size_t at)
{
    (void)peek(text, &at);
    size_t look = at;
    while (look < text.size && (is_digit(text.data[look]) || text.data[look] == ','))
        look++;
    if (look >= text.size || text.data[look] != '\n')
        return text; /* the amount ends before its line does */
    const str line = {text.data, look};
    const bool is_whole = look >= at + 3 && text.data[look - 3] == ',';
    const char next = peek(text, &look);
    if (is_whole || (!is_digit(next) && next != ','))
        return line;
    while (is_digit(peek(text, &look)) || peek(text, &look) == ',')
        (void)take(text, &look);
    return is_type(text, look) ? text : STR("");
}

static bool take_amount(str text, size_t *at, struct bank_amount *ret_amount)
{
    char digits[40];
    size_t size = 0;
    size_t look = *at;
    bool has_comma = false;
    for (;;) {
        const char c = peek(text, &look);
        const bool is_comma = c == ',' && !has_comma;
        if ((!is_digit(c) && !is_comma) || size == sizeof(digits))
            break;
        has_comma |= is_comma;
        digits[size++] = c;
        (void)take(text, &look);
    }
    /* 1.234,56 is no amount of these messages: half of it would be a wrong one */
    if (peek(text, &look) == '.' || peek(text, &look) == ',' || is_digit(peek(text, &look)))
        return false;
    if (!bank_amount_parse((str){digits, size}, ',', ret_amount))
        return false;
    *at = look;
    return true;
}

/* The day of an entry date: the year in which it lies nearest to the value date. */
static str entry_day(struct message *m, const char *value, const char *month_day)
{
    const int month = (value[2] - '0') * 10 + (value[3] - '0');
    const int entry_month = (month_day[0] - '0') * 10 + (month_day[1] - '0');
    int year = (value[0] - '0') * 10 + (value[1] - '0');
    if (entry_month - month > 6)
        year += 99; /* the year before, in two digits */
    else if (month - entry_month > 6)
        year++;
    char digits[6] = {(char)('0' + year / 10 % 10), (char)('0' + year % 10)};
    memcpy(digits + 2, month_day, 4);
    return bank_day(m->r, m->line, 0, (str){digits, 6}, BANK_YYMMDD);
}

/* C, D, RC, RD, and of an MT942 EC and ED (expected). */
static bool take_mark(str text, size_t *at, struct bank_entry *entry, bool *ret_is_expected)
{
    char c = take(text, at);
    const char before = c;
    *ret_is_expected = false;
    if ((c == 'R' || c == 'E') && (peek(text, at) == 'C' || peek(text, at) == 'D'))
        c = take(text, at);
    if (c != 'C' && c != 'D')
        return false;
    entry->is_reversal = before == 'R';
    *ret_is_expected = before == 'E';
    entry->mark = (c == 'C') != entry->is_reversal ? BANK_CREDIT : BANK_DEBIT;
    return true;
}

/* Type, reference of the owner, of the bank, and on the next line what else the bank says. */
static void read_references(struct message *m, str rest)
{
    struct bank_entry *const entry = &m->entry;
    str line = str_split(&rest, '\n');
    str type = STR("");
    if (line.size >= 4 && (line.data[0] == 'N' || line.data[0] == 'F' || line.data[0] == 'S')) {
        type = (str){line.data, 4};
        line = (str){line.data + 4, line.size - 4};
    }
    str reference = line;
    str bank_reference = STR("");
    for (size_t i = 0; i + 1 < line.size; i++)
        if (line.data[i] == '/' && line.data[i + 1] == '/') {
            reference = (str){line.data, i};
            bank_reference = (str){line.data + i + 2, line.size - i - 2};
            break;
        }
    reference = str_trim(reference);
    if (!str_equal_c(reference, "NONREF"))
        entry->reference = bank_scratch(m->r, reference);
    bank_extra_text(&entry->extras, "type", bank_scratch(m->r, type));
    bank_extra_text(&entry->extras, "bank_reference", bank_scratch(m->r, str_trim(bank_reference)));
    bank_extra_text(&entry->extras, "supplement", bank_scratch(m->r, str_trim(rest)));
}

/* Whether the amount surely ends there.  A mark for thousands would cut it (1'234,50), and digits
 * of a reference would be decimals of it where no type stands between. */
static bool is_parted(str text, size_t at, struct bank_amount amount)
{
    const bool has_mark = amount.decimals > 0 || (at > 0 && text.data[at - 1] == ',');
    size_t next = at;
    while (next < text.size && text.data[next] == ' ')
        next++;
    if (at >= text.size || text.data[at] == '\n' || is_type(text, next))
        return true;
    return has_mark ? amount.decimals <= 2 : is_letter(text.data[at]);
}

static bool parse_entry(struct message *m, str text)
{
    struct bank_entry *const entry = &m->entry;
    char value[6];
    char month_day[4];
    char funds[1] = {'\0'};
    size_t at = 0;
    bool is_expected = false;
    if (!take_digits(text, &at, 6, value))
        return false;
    const bool has_entry_day = take_digits(text, &at, 4, month_day);
    while (peek(text, &at) == ' ')
        (void)take(text, &at);
    if (!take_mark(text, &at, entry, &is_expected))
        return false;
    if (is_letter(peek(text, &at)))
        funds[0] = take(text, &at);
    if (!take_amount(amount_part(text, at), &at, &entry->amount))
        return false;
    if (!is_parted(text, at, entry->amount))
        return false;
    entry->value_on = bank_day(m->r, m->line, 0, (str){value, 6}, BANK_YYMMDD);
    if (has_entry_day)
        entry->booked_on = entry_day(m, value, month_day);
    bank_extra_text(&entry->extras, "funds_code",
                    bank_scratch(m->r, (str){funds, funds[0] != '\0'}));
    if (is_expected)
        bank_extra_flag(&entry->extras, "expected", true);
    if (at < text.size && text.data[at] == '\n' && is_type(text, at + 1))
        at++;
    read_references(m, (str){text.data + at, text.size - at});
    return true;
}

static status begin_entry(struct message *m, str text)
{
    TRY(bank_statement_need(m->r, "MT940"));
    m->entry = (struct bank_entry){.line = m->line, .currency = m->r->statement.currency};
    buf_clear(&m->details);
    m->has_entry = parse_entry(m, text);
    if (!m->has_entry)
        bank_fault(m->r, m->line, 0, "entry",
                   "field :61: is not date, mark C or D and amount; the entry is not counted");
    return OK;
}

static status end_entry(struct message *m)
{
    struct bank_entry *const entry = &m->entry;
    if (!m->has_entry)
        return OK;
    m->has_entry = false;
    m->debit_count += entry->mark == BANK_DEBIT;
    m->credit_count += entry->mark == BANK_CREDIT;
    bank_mt940_text(m->r->scratch, buf_str(&m->details), &entry->text, &entry->counterparty);
    return bank_entry_put(m->r, entry);
}

/* Mark, date, currency, amount. */
static bool parse_balance(str text, char *currency, struct bank_amount *ret_amount)
{
    char date[6];
    size_t at = 0;
    const char mark = take(text, &at);
    if ((mark != 'C' && mark != 'D') || !take_digits(text, &at, 6, date))
        return false;
    for (int i = 0; i < 3; i++) {
        currency[i] = take(text, &at);
        if (!is_letter(currency[i]))
            return false;
    }
    const str part = amount_part(text, at); /* none: it may be wrapped */
    if (!take_amount(part.size > 0 ? part : text, &at, ret_amount))
        return false;
    if (mark == 'D')
        ret_amount->units = -ret_amount->units;
    return true;
}

static void end_statement(struct message *m)
{
    struct bank_reading *const r = m->r;
    if (!r->is_open)
        return;
    r->statement.format = format_of(m->is_interim, m->has_balance);
    m->is_file_interim |= m->is_interim && !m->has_balance;
    m->is_file_final |= m->has_balance || !m->is_interim;
    m->is_interim = m->has_balance = false;
    m->debit_count = m->credit_count = 0;
}

/* An account kept in several currencies: each begins with an opening balance, not with a head. */
static status part_currencies(struct message *m, str currency)
{
    struct bank_statement *const statement = &m->r->statement;
    const str account = statement->account;
    if (m->tag != TAG_OPENING || !statement->closing.is_known ||
        str_equal(statement->currency, currency))
        return OK;
    end_statement(m);
    TRY(bank_statement_open(m->r, "MT940"));
    statement->account = account;
    return OK;
}

static status read_balance(struct message *m, str text)
{
    struct bank_statement *const statement = &m->r->statement;
    char currency[4] = {'\0'};
    struct bank_amount amount;
    const bool is_read = parse_balance(text, currency, &amount);
    if (is_read)
        TRY(part_currencies(m, str_of(currency)));
    m->has_balance = true;
    if (!is_read) {
        bank_fault(m->r, m->line, 0, "balance",
                   "the balance is not mark, date, currency and amount; it is not taken");
        return m->r->code;
    }
    if (statement->currency.size == 0)
        statement->currency = bank_keep(m->r, str_of(currency));
    bank_note_currency(&m->r->balance_currency, str_of(currency));
    if (m->tag == TAG_CLOSING)
        statement->closing = amount;
    else if (!statement->opening.is_known)
        statement->opening = amount;
    return m->r->code;
}

/* :90D: and :90C: of an MT942: how many entries, and their sum. */
static void read_control(struct message *m, str text)
{
    struct bank_file *const file = &m->r->file;
    struct bank_amount amount;
    int64_t count = 0;
    size_t at = 0;
    for (; is_digit(peek(text, &at)) && count < 1000000; (void)take(text, &at))
        count = count * 10 + (peek(text, &at) - '0');
    for (int i = 0; i < 3; i++)
        (void)take(text, &at);
    if (!take_amount(text, &at, &amount)) {
        bank_fault(m->r, m->line, 0, "control",
                   "the control total is not count, currency and amount; it is not taken");
        return;
    }
    const bool is_debit = m->tag == TAG_DEBITS;
    const struct bank_statement *const statement = &m->r->statement;
    bank_total_add(is_debit ? &file->control_debit : &file->control_credit, amount, 1);
    bank_control_judge(m->r, bank_total_equal(bank_total_of(amount),
                                              is_debit ? statement->debit : statement->credit));
    bank_control_count(m->r, count, is_debit ? m->debit_count : m->credit_count);
}

/* Floor limits (:34F:) of an MT942 name the currency that its entries do not. */
static void read_interim(struct message *m, str text)
{
    struct bank_statement *const statement = &m->r->statement;
    m->is_interim = true;
    if (statement->currency.size == 0 && text.size >= 3 && is_letter(text.data[0]) &&
        is_letter(text.data[1]) && is_letter(text.data[2]))
        statement->currency = bank_keep(m->r, (str){text.data, 3});
}

/* Some banks head only the first of several accounts with a :20:. */
static bool is_another_account(const struct message *m, str account)
{
    const struct bank_statement *const statement = &m->r->statement;
    return m->tag == TAG_ACCOUNT && statement->account.size > 0 &&
           !str_equal(statement->account, account) &&
           (m->has_balance || statement->entry_count > 0);
}

/* Whether so many digits stand there, after a mark where one is wanted. */
static bool is_field(str text, size_t at, bool wants_mark)
{
    if (wants_mark && at < text.size && (text.data[at] == 'C' || text.data[at] == 'D'))
        at++;
    else if (wants_mark)
        return false;
    return at + 6 <= text.size && bank_is_digits((str){text.data + at, 6});
}

/* A file whose line ends were lost is one long field, with the others in it.  A text may name a
 * field (is_text): then it is one only when its date follows. */
static void check_line_ends(struct message *m, str text, bool is_text)
{
    static const struct {
        const char *tag;
        bool is_dated, has_mark;
    } inside[] = {
        {":25:",  false, false},
        {":28C:", false, false},
        {":60F:", true,  true },
        {":61:",  true,  false},
        {":62F:", true,  true },
    };
    for (size_t i = 0; i < ARRAY_LEN(inside); i++) {
        const size_t size = strlen(inside[i].tag);
        const char *const at = memmem(text.data, text.size, inside[i].tag, size);
        if (!at || (is_text && !inside[i].is_dated) ||
            (is_text && !is_field(text, (size_t)(at - text.data) + size, inside[i].has_mark)))
            continue;
        bank_fault(m->r, m->line, 0, "tag",
                   "field %s stands inside another: line ends are missing, and what it says "
                   "is not read",
                   inside[i].tag);
        return;
    }
}

static status end_header_field(struct message *m, str text)
{
    struct bank_reading *const r = m->r;
    const str first = str_trim(str_split(&text, '\n'));
    if (m->tag == TAG_REFERENCE) {
        end_statement(m);
        TRY(bank_statement_open(r, "MT940"));
        bank_extra_text(&r->statement.extras, "reference", bank_keep(r, first));
        return OK;
    }
    TRY(bank_statement_need(r, "MT940"));
    if (is_another_account(m, first)) {
        end_statement(m);
        TRY(bank_statement_open(r, "MT940"));
    }
    if (m->tag == TAG_ACCOUNT)
        r->statement.account = bank_keep(r, first);
    else if (m->tag == TAG_NUMBER && r->statement.extras.count < 2)
        bank_extra_text(&r->statement.extras, "number", bank_keep(r, first));
    return OK;
}

/* The field is whole: what it was.  Details wait with their entry. */
static status end_field(struct message *m)
{
    const str text = buf_str(&m->content);
    if (m->tag == TAG_NONE)
        return OK;
    if (m->content.is_full)
        bank_fault(m->r, m->line, 0, "line-length",
                   "the field is longer than %d bytes; what comes after is not read", FIELD_BYTES);
    if (m->tag == TAG_DETAILS || m->tag == TAG_OWN_DETAILS) {
        check_line_ends(m, text, true);
        if (m->has_entry && m->details.size > 0)
            buf_add_char(&m->details, '\n');
        if (m->has_entry)
            buf_add(&m->details, text);
        return m->r->code;
    }
    TRY(end_entry(m));
    check_line_ends(m, text, false);
    if (m->tag == TAG_ENTRY)
        return begin_entry(m, text);
    if (m->tag == TAG_REFERENCE || m->tag == TAG_ACCOUNT || m->tag == TAG_NUMBER)
        return end_header_field(m, text);
    TRY(bank_statement_need(m->r, "MT940"));
    if (m->tag == TAG_OPENING || m->tag == TAG_CLOSING)
        TRY(read_balance(m, text));
    else if (m->tag == TAG_DEBITS || m->tag == TAG_CREDITS)
        read_control(m, text);
    else if (m->tag == TAG_INTERIM)
        read_interim(m, text);
    return m->r->code;
}

static enum tag tag_of(str line, size_t *ret_size)
{
    for (size_t i = 0; line.size > 0 && line.data[0] == ':' && i < ARRAY_LEN(tags); i++) {
        const size_t size = strlen(tags[i].text);
        if (line.size >= size && str_equal_nocase((str){line.data, size}, str_of(tags[i].text))) {
            *ret_size = size;
            return tags[i].tag;
        }
    }
    return TAG_NONE;
}

/* The line that ends a message: `-`, `-}`, and the `-XXX` of some banks. */
static bool is_end(str line)
{
    line = str_trim(line);
    return str_equal_c(line, "-") || str_starts(line, STR("-}")) || str_equal_c(line, "-XXX");
}

/* What is before the text block of a SWIFT message on its line. */
static str after_block(str line)
{
    for (size_t i = 0; line.size > 0 && line.data[0] == '{' && i + 3 <= line.size; i++)
        if (str_equal_c((str){line.data + i, 3}, "{4:"))
            return (str){line.data + i + 3, line.size - i - 3};
    return line;
}

static status take_line(void *context)
{
    struct message *const m = context;
    str line = after_block(m->r->line.text);
    size_t tag_size = 0;
    enum tag tag = tag_of(line, &tag_size);
    if (tag == TAG_NONE && (m->is_indented || m->tag == TAG_NONE)) {
        tag = tag_of(str_trim(line), &tag_size);
        m->is_indented |= tag != TAG_NONE;
        line = tag != TAG_NONE ? str_trim(line) : line;
    }
    if (tag == TAG_NONE && !is_end(line)) {
        if (m->content.size > 0 || m->tag != TAG_NONE)
            buf_add_char(&m->content, '\n');
        buf_add(&m->content, line);
        return OK;
    }
    TRY(end_field(m));
    if (tag == TAG_NONE)
        TRY(end_entry(m));
    m->tag = tag;
    m->line = m->r->line.number;
    buf_clear(&m->content);
    m->content.is_full = false;
    buf_add(&m->content, (str){line.data + tag_size, line.size - tag_size});
    return OK;
}

status bank_mt940_read(struct bank_reading *r)
{
    struct message m = {.r = r,
                        .content = buf_start(r->op->arena, FIELD_BYTES),
                        .details = buf_start(r->op->arena, FIELD_BYTES)};
    TRY(bank_each_line(r, take_line, &m));
    TRY(end_field(&m));
    TRY(end_entry(&m));
    end_statement(&m);
    TRY(bank_statement_close(r));
    r->file.format = format_of(m.is_file_interim, m.is_file_final);
    return OK;
}
