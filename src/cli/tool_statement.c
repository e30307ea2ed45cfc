/* acuerdo tool statement: what a file of a bank or a collector holds, as JSON by lines or a table.
 *
 * The first line has the sums of the whole file, so the file is read twice: once for them and the
 * statements, once to print the entries.  Neither reading keeps entries. */
#include "bank/file.h"
#include "base/json.h"
#include "cli/lines.h"
#include "cli/tools.h"

#define LINE_BYTES (4 << 20) /* of one JSON line: an entry with thousands of ids */

struct printer {
    struct cli *cli;
    struct bank_statement *statements;
    size_t count, capacity;
    size_t begun; /* statements whose line is printed */
    struct bank_fault *faults;
    size_t fault_count, fault_capacity;
    struct arena *scratch;
};

static status keep_statement(struct op *op, void *self, const struct bank_statement *statement)
{
    struct printer *const p = self;
    p->statements =
        arena_grow(op->arena, p->statements, p->count, &p->capacity, sizeof(*p->statements));
    p->statements[p->count++] = *statement;
    return OK;
}

static status keep_fault(struct op *op, void *self, const struct bank_fault *fault)
{
    struct printer *const p = self;
    p->faults =
        arena_grow(op->arena, p->faults, p->fault_count, &p->fault_capacity, sizeof(*p->faults));
    p->faults[p->fault_count] = *fault;
    p->faults[p->fault_count++].text = str_cstr(op->arena, str_of(fault->text));
    return OK;
}

static void put_text(struct json_writer *json, const char *key, str text)
{
    json_key(json, key);
    if (text.size > 0)
        json_write_str(json, text);
    else
        json_write_null(json);
}

static void put_verdict(struct json_writer *json, const char *key, enum bank_verdict verdict)
{
    json_key(json, key);
    if (verdict == BANK_UNSAID)
        json_write_null(json);
    else
        json_write_bool(json, verdict == BANK_AGREES);
}

static void put_extra(struct json_writer *json, const struct bank_extra *extra)
{
    if (extra->kind == BANK_TEXT)
        put_text(json, extra->name, extra->text);
    else if (extra->kind == BANK_COUNT)
        json_put_i64(json, extra->name, extra->count);
    else if (extra->kind == BANK_FLAG)
        json_put_bool(json, extra->name, extra->count != 0);
    else {
        json_key(json, extra->name);
        json_array_open(json);
        for (size_t i = 0; i < extra->list_size; i++)
            json_write_str(json, extra->list[i]);
        json_array_close(json);
    }
}

static void put_extras(struct json_writer *json, const struct bank_extras *extras)
{
    json_key(json, "extra");
    json_object_open(json);
    for (size_t i = 0; i < extras->count; i++)
        put_extra(json, &extras->of[i]);
    json_object_close(json);
}

static status print_line(struct printer *p, const struct buf *out)
{
    struct cli *const cli = p->cli;
    if (out->is_full)
        return op_fail(&cli->op, E_LIMIT, "a line of the output is longer than %d bytes",
                       LINE_BYTES);
    (void)fwrite(out->data, 1, out->size, cli->out);
    (void)fputc('\n', cli->out);
    arena_reset(p->scratch);
    return ferror(cli->out) ? op_fail(&cli->op, E_IO, "the output could not be written") : OK;
}

static status print_file(struct printer *p, const struct bank_file *file)
{
    struct buf out = buf_start(p->scratch, LINE_BYTES);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_c(&json, "type", "file");
    json_put_c(&json, "format", file->format);
    json_put_i64(&json, "entries", file->entry_count);
    json_put_c(&json, "credit", bank_total_text(p->scratch, file->credit));
    json_put_c(&json, "debit", bank_total_text(p->scratch, file->debit));
    json_key(&json, "control_entries");
    if (file->has_control_entries)
        json_write_i64(&json, file->control_entries);
    else
        json_write_null(&json);
    json_put_c(&json, "control_credit", bank_total_text(p->scratch, file->control_credit));
    json_put_c(&json, "control_debit", bank_total_text(p->scratch, file->control_debit));
    put_verdict(&json, "control_ok", file->control);
    json_put_i64(&json, "faults", file->fault_count);
    put_extras(&json, &file->extras);
    json_object_close(&json);
    return print_line(p, &out);
}

static status print_statement(struct printer *p, const struct bank_statement *statement)
{
    struct buf out = buf_start(p->scratch, LINE_BYTES);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_c(&json, "type", "statement");
    json_put_i64(&json, "index", statement->index);
    json_put_c(&json, "format", statement->format);
    put_text(&json, "account", statement->account);
    put_text(&json, "currency", statement->currency);
    json_put_c(&json, "opening", bank_amount_text(p->scratch, statement->opening));
    json_put_c(&json, "closing", bank_amount_text(p->scratch, statement->closing));
    json_put_c(&json, "credit", bank_total_text(p->scratch, statement->credit));
    json_put_c(&json, "debit", bank_total_text(p->scratch, statement->debit));
    json_put_i64(&json, "entries", statement->entry_count);
    put_verdict(&json, "balance_ok", statement->balance);
    put_extras(&json, &statement->extras);
    json_object_close(&json);
    return print_line(p, &out);
}

/* The statements up to and with this one. */
static status begin_statements(struct printer *p, size_t until)
{
    for (; p->begun < until && p->begun < p->count; p->begun++)
        TRY(print_statement(p, &p->statements[p->begun]));
    return OK;
}

static const char *mark_text(enum bank_mark mark)
{
    return mark == BANK_CREDIT ? "C" : mark == BANK_DEBIT ? "D" : NULL;
}

static status print_entry(struct op *op, void *self, const struct bank_entry *entry)
{
    struct printer *const p = self;
    (void)op;
    TRY(begin_statements(p, (size_t)entry->statement));
    struct buf out = buf_start(p->scratch, LINE_BYTES);
    struct json_writer json = json_start(&out);
    json_object_open(&json);
    json_put_c(&json, "type", "entry");
    json_put_i64(&json, "statement", entry->statement);
    json_put_i64(&json, "n", entry->number);
    put_text(&json, "value_on", entry->value_on);
    put_text(&json, "booked_on", entry->booked_on);
    json_put_c(&json, "mark", mark_text(entry->mark));
    json_put_bool(&json, "reversal", entry->is_reversal);
    json_put_c(&json, "amount", bank_amount_text(p->scratch, entry->amount));
    put_text(&json, "currency", entry->currency);
    put_text(&json, "reference", entry->reference);
    put_text(&json, "counterparty", entry->counterparty);
    put_text(&json, "text", entry->text);
    json_put_i64(&json, "line", entry->line);
    put_extras(&json, &entry->extras);
    json_object_close(&json);
    return print_line(p, &out);
}

static status print_faults(struct printer *p)
{
    for (size_t i = 0; i < p->fault_count; i++) {
        struct buf out = buf_start(p->scratch, LINE_BYTES);
        struct json_writer json = json_start(&out);
        json_object_open(&json);
        json_put_c(&json, "type", "fault");
        json_put_i64(&json, "line", p->faults[i].line);
        json_put_i64(&json, "column", p->faults[i].column);
        json_put_c(&json, "code", p->faults[i].code);
        json_put_c(&json, "text", p->faults[i].text);
        json_object_close(&json);
        TRY(print_line(p, &out));
    }
    return OK;
}

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

static const char *verdict_text(const struct cli *cli, enum bank_verdict verdict)
{
    return verdict == BANK_AGREES    ? cli_text(cli, "cuadra", "agrees")
           : verdict == BANK_DIFFERS ? cli_text(cli, "NO CUADRA", "DOES NOT AGREE")
                                     : cli_text(cli, "no lo dice", "not stated");
}

static void show_file(struct printer *p, const struct bank_file *file)
{
    const struct cli *const cli = p->cli;
    fprintf(cli->out,
            cli_text(cli, "%s: %lld movimientos, abonos %s, cargos %s; control: %s\n",
                     "%s: %lld entries, credits %s, debits %s; control: %s\n"),
            file->format, (long long)file->entry_count,
            or_dash(bank_total_text(p->scratch, file->credit)),
            or_dash(bank_total_text(p->scratch, file->debit)), verdict_text(cli, file->control));
}

static status show_statement(struct printer *p, const struct bank_statement *statement)
{
    const struct cli *const cli = p->cli;
    fprintf(cli->out,
            cli_text(cli,
                     "\nExtracto %lld  cuenta %s %s  saldo inicial %s  final %s  abonos %s  cargos "
                     "%s  (%s)\n",
                     "\nStatement %lld  account %s %s  opening %s  closing %s  credits %s  debits "
                     "%s  (%s)\n"),
            (long long)statement->index, or_dash(str_cstr(p->scratch, statement->account)),
            or_dash(str_cstr(p->scratch, statement->currency)),
            or_dash(bank_amount_text(p->scratch, statement->opening)),
            or_dash(bank_amount_text(p->scratch, statement->closing)),
            or_dash(bank_total_text(p->scratch, statement->credit)),
            or_dash(bank_total_text(p->scratch, statement->debit)),
            verdict_text(cli, statement->balance));
    arena_reset(p->scratch);
    return OK;
}

/* Pads by characters: printf pads by bytes. */
static void show_cell(FILE *out, str text, int width)
{
    const int size = (int)str_characters(text);
    fprintf(out, STR_FORMAT "%*s", STR_ARG(text), size < width ? width - size : 0, "");
}

static status show_entry(struct op *op, void *self, const struct bank_entry *entry)
{
    struct printer *const p = self;
    FILE *const out = p->cli->out;
    const str dash = STR("-");
    (void)op;
    for (; p->begun < (size_t)entry->statement && p->begun < p->count; p->begun++)
        TRY(show_statement(p, &p->statements[p->begun]));
    fprintf(out, "%6lld  ", (long long)entry->number);
    show_cell(out, entry->value_on.size > 0 ? entry->value_on : dash, 12);
    fprintf(out, "%s%s %18s  ", or_dash(mark_text(entry->mark)), entry->is_reversal ? "R" : " ",
            or_dash(bank_amount_text(p->scratch, entry->amount)));
    show_cell(out, entry->reference.size > 0 ? entry->reference : dash, 24);
    fprintf(out, "  " STR_FORMAT "  " STR_FORMAT "\n", STR_ARG(entry->counterparty),
            STR_ARG(entry->text));
    arena_reset(p->scratch);
    return ferror(out) ? op_fail(op, E_IO, "the output could not be written") : OK;
}

static status show_faults(struct printer *p, const struct bank_file *file)
{
    const struct cli *const cli = p->cli;
    for (; p->begun < p->count; p->begun++)
        TRY(show_statement(p, &p->statements[p->begun]));
    if (file->fault_count > 0)
        fprintf(cli->out, cli_text(cli, "\nLo que está mal (%lld):\n", "\nWhat is wrong (%lld):\n"),
                (long long)file->fault_count);
    for (size_t i = 0; i < p->fault_count; i++)
        fprintf(cli->out, cli_text(cli, "  línea %lld  [%s] %s\n", "  line %lld  [%s] %s\n"),
                (long long)p->faults[i].line, p->faults[i].code, p->faults[i].text);
    return OK;
}

static void destroy_scratch(void *thing)
{
    arena_destroy(thing);
}

static status read_and_print(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct printer p = {.cli = cli, .scratch = arena_create()};
    const struct bank_sink first = {.statement = keep_statement, .fault = keep_fault, .self = &p};
    const struct bank_sink second = {.entry = cli->is_json ? print_entry : show_entry, .self = &p};
    struct input *input = NULL;
    struct bank_file file;
    arena_defer(op->arena, destroy_scratch, p.scratch);
    TRY(input_open(op, str_cstr(op->arena, cli->options.operands[0]), &input));
    TRY(bank_file_read(op, input, &first, &file));
    if (cli->is_json)
        TRY(print_file(&p, &file));
    else
        show_file(&p, &file);
    TRY(bank_file_read(op, input, &second, &file));
    TRY(input_check_unchanged(op, input));
    if (!cli->is_json)
        return show_faults(&p, &file);
    TRY(begin_statements(&p, p.count));
    return print_faults(&p);
}

/* A file that is refused is no wrong use of the command. */
static status run(struct cli *cli)
{
    const status code = read_and_print(cli);
    if (code == E_INVALID) {
        fprintf(cli->err, "acuerdo tool statement: %s\n", cli->op.text);
        cli->is_answered = true;
        cli->exit_code = 1;
    }
    return code;
}

const struct command tool_statement = {
    .name = "tool statement",
    .usage = "FILE",
    .summary = {"lee un archivo de banco: camt, MT940, OFX, CNAB, Asobancaria, NACHA",
                "reads a file of a bank: camt, MT940, OFX, CNAB, Asobancaria, NACHA"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
