#include "serve/wording.h"

#include "base/str.h"

/* By the format of the failure, as it stands where it is said. */
/* clang-format off */
static const struct row {
    const char *form;
    const char *pointer;
} rows[] = {
    {"a callback cannot lie before today", "/callback_at"},
    {"a correction needs a reason", "/reason"},
    {"a dispute is about amount, not_mine, already_paid, service, product or other, not \"%\"", "/kind"},
    {"a mandate needs an account", "/account"},
    {"a mandate's maximum is above zero", "/most"},
    {"a payment needs a reference, so that it is taken only once", "/reference"},
    {"a promise cannot be due before today, %", "/due_on"},
    {"a promise may be at most % days away; later dates need an agreement", "/due_on"},
    {"an outcome \"%\" asks for a promise with amount and day", "/promise"},
    {"an outcome \"%\" carries no promise", "/promise"},
    {"cancelling a promise needs a reason", "/reason"},
    {"duration, cost, amount and level cannot be negative", "/duration_s"},
    {"mandate \"%\" of the case stands already", "/reference"},
    {"no contact point % of this debtor", "/contact_point_id"},
    {"obligation % is not of this case", "/obligation_id"},
    {"outcome \"%\" is %", "/disposition"},
    {"payment \"%\" needs a value day", "/value_on"},
    {"payment \"%\" of source \"%\" is booked already", "/reference"},
    {"payment \"%\": the amount is too large", "/amount"},
    {"payment \"%\": the amount must be above zero", "/amount"},
    {"payment \"%\": value day % is after the business date %", "/value_on"},
    {"reference \"%\" of source \"%\" is taken by a payment of another case or amount", "/reference"},
    {"skipping an account needs a reason", "/reason"},
    {"the account is no %: its digits do not agree", "/account"},
    {"the disputed amount is negative or the note is too long", "/amount"},
    {"the note is longer than % characters", "/note"},
    {"the period ends on % before it starts on %", "/from"},
    {"the promise is above what is open", "/amount"},
    {"the promised amount must be above zero", "/amount"},
    {"the strategy allows promises of at most % days for this case: somebody who may approve arrangements can record it", "/due_on"},
    {"the strategy asks for promises of at least % for this case: somebody who may approve arrangements can record it", "/amount"},
    {"work item % belongs to another case", "/work_item_id"},
};
/* clang-format on */

/* Whether the format is the form with a conversion at every %. */
static bool has_form(const char *format, const char *form)
{
    while (*form && *format) {
        if (*form != *format)
            return false;
        if (*form == '%')
            format += strcspn(format, "cdosux");
        form++;
        format++;
    }
    return *form == *format;
}

const char *wording_pointer(const struct op *op)
{
    for (size_t i = 0; op->form && i < ARRAY_LEN(rows); i++)
        if (has_form(op->form, rows[i].form))
            return rows[i].pointer;
    return NULL;
}
