/* acuerdo privacy request, requests, answer, extend: the register. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/privacy.h"
#include "privacy/request.h"
#include "store/db.h"

#define PAGE 200

/* clang-format off */
static const struct option_spec request_specs[] = {
    {"party",    "PERSON", {"de quién son los datos", "whose data"}},
    {"kind",     "KIND",   {"access, rectification, erasure u opposition", "access, rectification, erasure or opposition"}},
    {"received", "DATE",   {"cuándo llegó (hoy)", "when it came (today)"}},
    {"channel",  "TEXT",   {"por dónde llegó", "how it came"}},
    {"detail",   "TEXT",   {"qué pide", "what is asked"}},
    {NULL, NULL, {NULL, NULL}}};
static const struct option_spec requests_specs[] = {
    {"state",    "STATE",  {"open, granted, partial o refused", "open, granted, partial or refused"}},
    {"party",    "PERSON", {"solo de una persona", "of one person only"}},
    {NULL, NULL, {NULL, NULL}}};
static const struct option_spec answer_specs[] = {
    {"state",  "STATE", {"granted, partial o refused", "granted, partial or refused"}},
    {"answer", "TEXT",  {"lo que lee la persona", "what the person reads"}},
    {NULL, NULL, {NULL, NULL}}};
static const struct option_spec extend_specs[] = {
    {"reason", "TEXT", {"por qué hace falta más tiempo", "why more time is needed"}},
    {NULL, NULL, {NULL, NULL}}};
/* clang-format on */

static void write_request(struct json_writer *w, const struct privacy_request *request)
{
    json_object_open(w);
    json_put_id(w, "id", request->id);
    json_put_id(w, "party_id", request->debtor_id);
    json_put_str(w, "name", request->name);
    json_put_str(w, "kind", request->kind);
    json_put_str(w, "state", request->state);
    json_put_day(w, "received_on", request->received_on);
    json_put_day(w, "due_on", request->due_on);
    json_put_str(w, "rule", request->rule);
    json_put_day(w, "extended_on", request->extended_on);
    json_put_str(w, "channel", request->channel);
    json_put_str(w, "detail", request->detail);
    json_put_str(w, "answer", request->answer);
    json_put_day(w, "answered_on", request->answered_on);
    json_object_close(w);
}

static void print_request(struct cli *cli, const struct privacy_request *request)
{
    char due_on[DAY_TEXT_SIZE];
    const bool is_late =
        str_equal_c(request->state, "open") && request->due_on < cli->op.business_date;
    fprintf(cli->out, "%" PRId64 "  %-13.*s  %-8.*s  %s %-12.*s  " STR_FORMAT "%s\n", request->id,
            (int)request->kind.size, request->kind.data, (int)request->state.size,
            request->state.data, day_format(request->due_on, due_on), (int)request->rule.size,
            request->rule.data, STR_ARG(request->name),
            is_late ? cli_text(cli, "  VENCIDA", "  OVERDUE") : "");
}

static status receive(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct person person;
    struct privacy_request made;
    struct request_input input = {.kind = options_get(&cli->options, "kind", STR("")),
                                  .channel = options_get(&cli->options, "channel", STR("")),
                                  .detail = options_get(&cli->options, "detail", STR(""))};
    int64_t id = 0;
    struct buf out = buf_start(op->arena, 1 << 16);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_day(cli, "received", op->business_date, &input.received_on));
    TRY(db_begin(op, DB_WRITE));
    TRY(privacy_person_of(cli, &person));
    TRY(request_receive(op, &person, &input, &id));
    TRY(request_get(op, id, &made));
    TRY(db_commit(op));
    write_request(&w, &made);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    else
        print_request(cli, &made);
    return OK;
}

static status list_page(struct cli *cli, int64_t debtor_id, struct json_writer *w)
{
    struct privacy_request *list = NULL;
    struct privacy_request last;
    size_t count = 0;
    bool is_first = true;
    do {
        TRY(request_list(&cli->op, options_get(&cli->options, "state", STR("")), debtor_id,
                         is_first ? NULL : &last, PAGE, &list, &count));
        for (size_t i = 0; i < count; i++) {
            if (cli->is_json)
                write_request(w, &list[i]);
            else
                print_request(cli, &list[i]);
            last = list[i];
        }
        is_first = false;
    } while (count == PAGE);
    return OK;
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct person person = {.debtor_id = 0};
    struct buf out = buf_start(op->arena, 64 << 20);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_READ));
    TRY(db_begin(op, DB_READ));
    if (options_has(&cli->options, "party"))
        TRY(privacy_person_of(cli, &person));
    json_array_open(&w);
    TRY(list_page(cli, person.debtor_id, &w));
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return db_commit(op);
}

static status read_id(struct cli *cli, int64_t *ret_id)
{
    return str_to_i64(cli->options.operands[0], ret_id)
               ? OK
               : op_fail(&cli->op, E_INVALID, "which request?  its number");
}

static status answer(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    TRY(read_id(cli, &id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(request_answer(op, id, options_get(&cli->options, "state", STR("")),
                       options_get(&cli->options, "answer", STR(""))));
    return db_commit(op);
}

static status extend(struct cli *cli)
{
    struct op *const op = &cli->op;
    char text[DAY_TEXT_SIZE];
    int64_t id = 0;
    day due_on = DAY_NONE;
    TRY(read_id(cli, &id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(request_extend(op, id, options_get(&cli->options, "reason", STR("")), &due_on));
    TRY(db_commit(op));
    fprintf(cli->out, cli->is_json ? "{\"due_on\":\"%s\"}\n" : "%s\n", day_format(due_on, text));
    return OK;
}

const struct command privacy_request = {
    .name = "privacy request",
    .usage = "--party PERSON --kind KIND --channel TEXT [--received DATE] [--detail TEXT]",
    .summary = {"registra una solicitud y su plazo legal",
                "register a request with its legal deadline"},
    .specs = request_specs,
    .run = receive,
};

const struct command privacy_requests = {
    .name = "privacy requests",
    .usage = "[--state STATE] [--party PERSON]",
    .summary = {"las solicitudes, la que vence antes primero",
                "the requests, the one that is due first at the top"},
    .specs = requests_specs,
    .run = list,
};

const struct command privacy_answer = {
    .name = "privacy answer",
    .usage = "ID --state STATE --answer TEXT",
    .summary = {"contesta una solicitud", "answer a request"},
    .specs = answer_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = answer,
};

const struct command privacy_extend = {
    .name = "privacy extend",
    .usage = "ID --reason TEXT",
    .summary = {"alarga el plazo una vez", "lengthen the time once"},
    .specs = extend_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = extend,
};
