#include "cash/taken.h"

#include <inttypes.h>

#include "bank/file.h"
#include "identity/id.h"

const char *taken_kind_name(enum taken_kind kind)
{
    static const char *const names[] = {"none", "money", "return"};
    return names[kind];
}

static const struct bank_extra *find_extra(const struct bank_entry *entry, const char *name)
{
    for (size_t i = 0; i < entry->extras.count; i++)
        if (strcmp(entry->extras.of[i].name, name) == 0)
            return &entry->extras.of[i];
    return NULL;
}

static str extra_text(const struct bank_entry *entry, const char *name)
{
    const struct bank_extra *const extra = find_extra(entry, name);
    return extra && extra->kind == BANK_TEXT ? extra->text : STR("");
}

static bool extra_is(const struct bank_entry *entry, const char *name, bool fallback)
{
    const struct bank_extra *const extra = find_extra(entry, name);
    return extra ? extra->count != 0 : fallback;
}

static enum taken_kind kind_of(const struct bank_entry *entry)
{
    const str stage = extra_text(entry, "status");
    if (!entry->amount.is_known || entry->amount.units == 0 || entry->mark == BANK_MARK_NONE)
        return TAKEN_NONE;
    if ((stage.size > 0 && !str_equal_c(stage, "BOOK")) || extra_is(entry, "expected", false) ||
        !extra_is(entry, "payment", true))
        return TAKEN_NONE;
    if (extra_text(entry, "return_code").size > 0 || extra_is(entry, "addenda99", false))
        return TAKEN_RETURN;
    if (entry->mark == BANK_DEBIT)
        return entry->is_reversal ? TAKEN_RETURN : TAKEN_NONE;
    return entry->is_reversal ? TAKEN_NONE : TAKEN_MONEY;
}

/* Decimals beyond the currency's must be zeros: they are not ours to round. */
static bool to_minor(struct bank_amount amount, int exponent, money *ret_money)
{
    int64_t minor = amount.units;
    for (int d = amount.decimals; d > exponent; d--) {
        if (minor % 10 != 0)
            return false;
        minor /= 10;
    }
    for (int d = amount.decimals; d < exponent; d++)
        if (__builtin_mul_overflow(minor, 10, &minor))
            return false;
    *ret_money = (money){minor};
    return true;
}

static day day_of(str text)
{
    day value = DAY_NONE;
    return day_parse(text, &value) ? value : DAY_NONE;
}

static bool is_account(struct op *op, str word)
{
    struct id_result result;
    if (word.size < 15 || word.size > 34)
        return false;
    id_check(op->arena, id_rule_find(STR("MX"), STR("CLABE")), word, &result);
    if (result.error == ID_VALID)
        return true;
    id_check(op->arena, id_rule_find(STR("*"), STR("IBAN")), word, &result);
    return result.error == ID_VALID;
}

/* What the bank calls the account of the other side, else the first CLABE or IBAN in a text. */
static str account_of(struct op *op, const struct bank_entry *entry, str own)
{
    const str texts[] = {entry->counterparty, entry->text, entry->reference};
    const str said = extra_text(entry, "account");
    if (said.size > 0)
        return said;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        for (str rest = texts[i]; rest.size > 0;) {
            const str word = str_trim(str_split(&rest, ' '));
            if (!str_equal(word, own) && is_account(op, word))
                return word;
        }
    return STR("");
}

static str other_references(struct op *op, const struct bank_entry *entry)
{
    static const char *const names[] = {"our_number", "bank_reference", "supplement", "note",
                                        "individual_id"};
    const struct bank_extra *const ids = find_extra(entry, "end_to_end_ids");
    struct buf out = buf_start(op->arena, LIMIT_FIELD_BYTES);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const str text = extra_text(entry, names[i]);
        if (text.size > 0 && out.size > 0)
            buf_add_char(&out, ' ');
        buf_add(&out, text);
    }
    for (size_t i = 0; ids && ids->kind == BANK_LIST && i < ids->list_size; i++) {
        buf_add_char(&out, ' ');
        buf_add(&out, ids->list[i]);
    }
    return str_trim(buf_str(&out));
}

/* A name that every entry shares (0, NONREF) is none. */
static str bank_reference(const struct bank_entry *entry)
{
    const str named = extra_text(entry, "bank_reference");
    const str text = named.size > 0 ? named : extra_text(entry, "fitid");
    size_t digits = 0;
    for (size_t i = 0; i < text.size; i++)
        digits += text.data[i] >= '0' && text.data[i] <= '9';
    return text.size >= 8 && digits >= 4 ? text : STR("");
}

/* What a bank answers of an order is no money; how much was asked says which order it means. */
static void read_answer(struct op *op, const struct bank_entry *entry, struct taken *taken,
                        struct bank_amount *amount)
{
    const str asked = extra_text(entry, "asked");
    taken->level = str_copy(op->arena, extra_text(entry, "level"));
    if (taken->level.size == 0)
        return;
    taken->status = str_copy(op->arena, extra_text(entry, "status"));
    taken->reason = str_copy(op->arena, extra_text(entry, "reason"));
    taken->words = str_copy(op->arena, extra_text(entry, "words"));
    if (asked.size > 0 && !bank_amount_parse(asked, '.', amount))
        amount->is_known = false;
}

status taken_read(struct op *op, const struct bank_entry *entry,
                  const struct taken_defaults *defaults, struct taken *ret_taken)
{
    struct bank_amount amount = entry->amount;
    struct taken taken = {.number = entry->number,
                          .line = entry->line,
                          .kind = kind_of(entry),
                          .currency = defaults->currency,
                          .has_currency = entry->currency.size > 0,
                          .value_on = day_of(entry->value_on),
                          .booked_on = day_of(entry->booked_on),
                          .reference = str_copy(op->arena, str_trim(entry->reference)),
                          .counterparty = str_copy(op->arena, str_trim(entry->counterparty)),
                          .text = str_copy(op->arena, str_trim(entry->text)),
                          .bank_reference = str_copy(op->arena, bank_reference(entry))};
    if (entry->currency.size > 0 && !currency_parse(entry->currency, &taken.currency))
        return op_fail(op, E_INVALID,
                       "line %" PRId64 ": \"" STR_FORMAT "\" is no currency that is known here",
                       entry->line, STR_ARG(entry->currency));
    read_answer(op, entry, &taken, &amount);
    if (amount.is_known && !to_minor(amount, currency_exponent(taken.currency), &taken.amount))
        return op_fail(op, E_INVALID,
                       "line %" PRId64 ": the amount %s has more decimals than its currency",
                       entry->line, bank_amount_text(op->arena, amount));
    taken.account = str_copy(op->arena, account_of(op, entry, defaults->account));
    taken.other_references = other_references(op, entry);
    *ret_taken = taken;
    return OK;
}

void taken_identify(struct taken *taken, str account, int alike, struct arena *scratch)
{
    uint8_t digest[16];
    const bool is_named = taken->bank_reference.size > 0;
    const str none = STR("");
    struct buf out = buf_start(scratch, 4 * LIMIT_FIELD_BYTES);
    const str parts[] = {account,
                         taken->bank_reference,
                         is_named ? none : taken->reference,
                         is_named ? none : taken->other_references,
                         is_named ? none : taken->counterparty,
                         is_named ? none : taken->text};
    buf_printf(&out, "%s %" PRId64 " %d %d %d %d", taken_kind_name(taken->kind),
               taken->amount.minor, taken->currency, taken->value_on,
               is_named ? 0 : taken->booked_on, alike);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_add_char(&out, '\x1f');
        buf_add(&out, parts[i]);
    }
    crypto_digest_of(buf_str(&out), digest, sizeof(digest));
    crypto_hex(digest, sizeof(digest), taken->identity);
}
