#include <inttypes.h>

#include "bank/debit_formats.h"

/* Text of an element, with what XML takes for its own written out. */
static void put_text(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++)
        switch (text.data[i]) {
        case '&':
            buf_add_c(out, "&amp;");
            break;
        case '<':
            buf_add_c(out, "&lt;");
            break;
        case '>':
            buf_add_c(out, "&gt;");
            break;
        default:
            buf_add_char(out, text.data[i]);
        }
}

static void put(struct buf *out, const char *element, str text)
{
    buf_printf(out, "<%s>", element);
    put_text(out, text);
    buf_printf(out, "</%s>", element);
}

static void put_day(struct buf *out, const char *element, day on)
{
    char text[DAY_TEXT_SIZE];
    put(out, element, str_of(day_format(on, text)));
}

static void put_amount(struct buf *out, int64_t minor)
{
    buf_printf(out, "%" PRId64 ".%02d", minor / 100, (int)(minor % 100));
}

static void put_sums(struct buf *out, size_t count, int64_t total)
{
    buf_printf(out, "<NbOfTxs>%zu</NbOfTxs><CtrlSum>", count);
    put_amount(out, total);
    buf_add_c(out, "</CtrlSum>");
}

static bool is_iban(str account)
{
    return account.size >= 15 && account.data[0] >= 'A' && account.data[0] <= 'Z' &&
           account.data[1] >= 'A' && account.data[1] <= 'Z';
}

static void put_account(struct buf *out, const char *element, str account)
{
    buf_printf(out, "<%s><Id>", element);
    if (is_iban(account)) {
        put(out, "IBAN", account);
    } else {
        buf_add_c(out, "<Othr>");
        put(out, "Id", account);
        buf_add_c(out, "</Othr>");
    }
    buf_printf(out, "</Id></%s>", element);
}

static void put_bank(struct buf *out, const char *element, str bank)
{
    buf_printf(out, "<%s><FinInstnId><Othr>", element);
    put(out, "Id", bank.size > 0 ? bank : STR("NOTPROVIDED"));
    buf_printf(out, "</Othr></FinInstnId></%s>", element);
}

static void put_order(const struct debit_file *file, const struct debit_order *order)
{
    struct buf *const out = file->out;
    char unit[CURRENCY_TEXT];
    buf_add_c(out, "<DrctDbtTxInf><PmtId>");
    put(out, "EndToEndId", order->reference);
    buf_printf(out, "</PmtId><InstdAmt Ccy=\"%s\">", currency_format(file->header->currency, unit));
    put_amount(out, order->amount.minor);
    buf_add_c(out, "</InstdAmt><DrctDbtTx><MndtRltdInf>");
    put(out, "MndtId", order->mandate);
    put_day(out, "DtOfSgntr", order->signed_on);
    buf_add_c(out, "</MndtRltdInf></DrctDbtTx>");
    put_bank(out, "DbtrAgt", order->bank);
    buf_add_c(out, "<Dbtr>");
    put(out, "Nm", order->name);
    buf_add_c(out, "</Dbtr>");
    put_account(out, "DbtrAcct", order->account);
    buf_add_c(out, "<RmtInf>");
    put(out, "Ustrd", order->reference);
    buf_add_c(out, "</RmtInf></DrctDbtTxInf>\n");
}

/* All orders of one day of collection: one instruction. */
static void put_instruction(const struct debit_file *file, size_t first, size_t end)
{
    const struct debit_header *const header = file->header;
    struct buf *const out = file->out;
    int64_t total = 0;
    for (size_t i = first; i < end; i++)
        total += file->orders[i].amount.minor;
    buf_add_c(out, "<PmtInf><PmtInfId>");
    put_text(out, header->message);
    buf_printf(out, "-%zu</PmtInfId><PmtMtd>DD</PmtMtd>", first + 1);
    put_sums(out, end - first, total);
    buf_add_c(out, "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm>"
                   "<SeqTp>RCUR</SeqTp></PmtTpInf>");
    put_day(out, "ReqdColltnDt", file->orders[first].due_on);
    buf_add_c(out, "<Cdtr>");
    put(out, "Nm", header->creditor_name);
    buf_add_c(out, "</Cdtr>");
    put_account(out, "CdtrAcct", header->account);
    put_bank(out, "CdtrAgt", header->bank);
    buf_add_c(out, "<CdtrSchmeId><Id><PrvtId><Othr>");
    put(out, "Id", header->creditor_id);
    buf_add_c(out, "<SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></CdtrSchmeId>\n");
    for (size_t i = first; i < end; i++)
        put_order(file, &file->orders[i]);
    buf_add_c(out, "</PmtInf>\n");
}

void bank_debit_pain(const struct debit_file *file)
{
    struct buf *const out = file->out;
    size_t first = 0;
    buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:"
                   "20022:tech:xsd:");
    buf_add(out, file->header->format);
    buf_add_c(out, "\">\n<CstmrDrctDbtInitn><GrpHdr>");
    put(out, "MsgId", file->header->message);
    buf_add_c(out, "<CreDtTm>");
    char on[DAY_TEXT_SIZE];
    buf_add_c(out, day_format(file->header->created_on, on));
    buf_add_c(out, "T00:00:00</CreDtTm>");
    put_sums(out, file->count, file->total);
    buf_add_c(out, "<InitgPty>");
    put(out, "Nm", file->header->creditor_name);
    buf_add_c(out, "</InitgPty></GrpHdr>\n");
    for (size_t i = 1; i <= file->count; i++)
        if (i == file->count || file->orders[i].due_on != file->orders[first].due_on) {
            put_instruction(file, first, i);
            first = i;
        }
    buf_add_c(out, "</CstmrDrctDbtInitn>\n</Document>\n");
}
