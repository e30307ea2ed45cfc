#include "bank/camt_summary.h"

static void judge_count(struct bank_reading *r, int64_t stated, int64_t counted)
{
    if (stated >= 0)
        bank_control_judge(r, stated == counted);
}

/* Credits and debits together, or what they leave. */
static bool is_sum_of(struct bank_total sum, const struct bank_statement *statement)
{
    struct bank_total both = statement->credit;
    struct bank_total left = statement->credit;
    bank_total_add_total(&both, statement->debit, 1);
    bank_total_add_total(&left, statement->debit, -1);
    if (left.units < 0)
        left.units = -left.units;
    return bank_total_equal(sum, both) || bank_total_equal(sum, left);
}

/* What the statement leaves is what it says, on the side that it says, if it says one. */
static bool is_net_of(const struct camt_summary *summary, const struct bank_statement *statement)
{
    struct bank_total left = statement->credit;
    bank_total_add_total(&left, statement->debit, -1);
    if (summary->net_mark == BANK_DEBIT || (summary->net_mark == BANK_MARK_NONE && left.units < 0))
        left.units = -left.units;
    return bank_total_equal(summary->net, left);
}

/* Control totals: those of all statements together. */
void camt_summary_judge(struct bank_reading *r, const struct camt_summary *summary,
                        int64_t credit_count, int64_t debit_count)
{
    struct bank_file *const file = &r->file;
    const struct bank_statement *const statement = &r->statement;
    const int64_t *const counts = summary->counts;
    const int64_t stated = counts[0] >= 0                     ? counts[0]
                           : counts[1] >= 0 && counts[2] >= 0 ? counts[1] + counts[2]
                                                              : -1;
    if (stated >= 0)
        bank_control_count(r, stated, statement->entry_count);
    judge_count(r, counts[1], credit_count);
    judge_count(r, counts[2], debit_count);
    if (summary->credit.is_known)
        bank_control_judge(r, bank_total_equal(summary->credit, statement->credit));
    if (summary->debit.is_known)
        bank_control_judge(r, bank_total_equal(summary->debit, statement->debit));
    if (summary->sum.is_known)
        bank_control_judge(r, is_sum_of(summary->sum, statement));
    if (summary->net.is_known)
        bank_control_judge(r, is_net_of(summary, statement));
    bank_total_add_total(&file->control_credit, summary->credit, 1);
    bank_total_add_total(&file->control_debit, summary->debit, 1);
}
