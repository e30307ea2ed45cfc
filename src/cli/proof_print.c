#include "cli/proof_print.h"

#include <inttypes.h>

#include "base/json.h"
#include "serve/sentence.h"

#define JSON_BYTES (1 << 20)

static const char *reason_of(const struct cli *cli, const struct proof *proof)
{
    const char *const text =
        sentence_reason(str_of(proof->reason), cli->op.language == LANGUAGE_EN);
    return text ? text : proof->reason;
}

/* What was so, apart from what is not, none or nothing. */
static const char *facts_text(struct op *op, const struct proof_step *step)
{
    struct buf out = buf_start(op->arena, JSON_BYTES);
    for (size_t i = 0; i < step->fact_count; i++)
        if (step->facts[i].value.value > 0) /* below: a word that no table knows */
            buf_printf(&out, "%s%s=%s", out.size > 0 ? " " : "", step->facts[i].name,
                       step->facts[i].text);
    return buf_cstr(&out);
}

/* --- text --- */

static void print_bounds(const struct cli *cli, const struct proof *proof)
{
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE];
    fprintf(cli->out,
            cli_text(cli,
                     "  del %s al %s, ediciones de la ley: %d\n"
                     "  estados: %" PRId64 "; contactos preguntados: %" PRId64
                     "; conjuntos de reglas: %" PRId64 "; personas: %" PRId64 "\n"
                     "  máximos: %d (el mayor %d, contado hasta %d; ventana de %d días); de la "
                     "ley, cumplidos por los límites propios: %d\n"
                     "  reglas de la tabla que contactan: %d, que llegan a cumplirse: %d\n",
                     "  from %s to %s, editions of the law: %d\n"
                     "  states: %" PRId64 "; contacts asked about: %" PRId64
                     "; sets of rules: %" PRId64 "; persons: %" PRId64 "\n"
                     "  maxima: %d (the largest %d, counted up to %d; a window of %d days); of the "
                     "law, kept by the strategy's own limits: %d\n"
                     "  rules of the table that contact: %d, that fire in some state: %d\n"),
            day_format(proof->from, from), day_format(proof->until - 1, until), proof->editions,
            proof->states, proof->contacts, proof->rows, proof->persons, proof->caps,
            proof->largest_cap, proof->largest_cap + 1, proof->window_days, proof->kept_caps,
            proof->table_rules, proof->table_rules_seen);
    if (proof->is_uncounted)
        fprintf(cli->out, "  %s\n",
                cli_text(cli,
                         "sin contar: más estados que el tope, y los límites propios cumplen cada "
                         "máximo de la ley",
                         "uncounted: more states than the bound, and the limits keep each maximum "
                         "of the law"));
    fprintf(cli->out, "  %s\n",
            proof->is_alone
                ? cli_text(cli, "supuesto: un expediente por persona y nadie más la contacta",
                           "supposed: one case a person and nobody else contacts them")
                : cli_text(cli, "otros expedientes, gestores y sistemas la contactan sin límite",
                           "other cases, agents and systems contact the person without bound"));
}

static void print_gaps(const struct cli *cli, const struct proof *proof)
{
    if (proof->gap_count == 0)
        return;
    fputs(cli_text(cli, "  fuera de la prueba, en vigor: ", "  outside the proof, in force: "),
          cli->out);
    for (size_t i = 0; i < proof->gap_count; i++)
        fprintf(cli->out, "%s%s (%s)", i > 0 ? ", " : "", proof->gaps[i].rule_id,
                proof->gaps[i].kind);
    fputs("\n", cli->out);
}

static void print_others(const struct cli *cli, const struct proof_step *step)
{
    const bool is_inbound = step->event == EVENT_INBOUND;
    fprintf(cli->out,
            is_inbound ? cli_text(cli, "la persona nos contacta por %s (%s)",
                                  "the person contacts us by %s (%s)")
                       : cli_text(cli, "otro contacto por %s (%s)", "another contact by %s (%s)"),
            op_word(&cli->op, channel_name(step->channel)),
            step->is_this_case ? cli_text(cli, "del mismo expediente", "of the same case")
                               : cli_text(cli, "de otro expediente", "of another case"));
    if (!is_inbound)
        fprintf(cli->out, ", %s",
                step->is_answered ? cli_text(cli, "contesta", "answered")
                                  : cli_text(cli, "sin respuesta", "no answer"));
    fputs("\n", cli->out);
}

static void print_circumstance(const struct cli *cli, const struct proof_step *step)
{
    const struct proof_circumstance *const c = &step->circumstance;
    const struct {
        bool is_so;
        const char *es;
        const char *en;
    } words[] = {
        {c->is_unverified, "dato sin verificar", "point not verified" },
        {c->is_minor,      "menor de edad",      "a minor"            },
        {c->is_elderly,    "persona mayor",      "elderly"            },
        {c->has_suit,      "deuda en juicio",    "debt before a court"},
        {c->is_in_relief,  "moratoria legal",    "breathing space"    },
        {c->is_workplace,  "lugar de trabajo",   "workplace"          },
        {c->is_automated,  "llama una máquina", "a machine calls"    },
    };
    fprintf(cli->out, "      %s %s; %s %s", cli_text(cli, "persona:", "person:"),
            op_word(&cli->op, party_role_name(step->role)),
            cli_text(cli, "consentimiento:", "consent:"),
            op_word(&cli->op, consent_state_name(c->consent)));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (words[i].is_so)
            fprintf(cli->out, "; %s", cli->op.language == LANGUAGE_ES ? words[i].es : words[i].en);
    fputs("\n", cli->out);
}

static void print_contact(struct cli *cli, const struct proof *proof, const struct proof_step *step,
                          bool is_last)
{
    fprintf(cli->out,
            cli_text(cli, "la estrategia: %s por %s (segmento %s, regla %d)",
                     "the strategy: %s by %s (segment %s, rule %d)"),
            step->step, op_word(&cli->op, channel_name(step->channel)), step->segment,
            step->rule + 1);
    if (!is_last)
        fprintf(cli->out, ", %s",
                step->is_answered ? cli_text(cli, "contesta", "answered")
                                  : cli_text(cli, "sin respuesta", "no answer"));
    fprintf(cli->out, "\n      %s\n", facts_text(&cli->op, step));
    if (!is_last)
        return;
    print_circumstance(cli, step);
    fprintf(cli->out,
            cli_text(cli, "      a las %02d:%02d (%s) la ley no lo permite: %s · %s\n      %s\n",
                     "      at %02d:%02d (%s) the law does not allow it: %s · %s\n      %s\n"),
            step->second / 3600, step->second / 60 % 60, proof->zone, proof->rule_id,
            proof->citation, reason_of(cli, proof));
}

static void print_steps(struct cli *cli, const struct proof *proof)
{
    char text[DAY_TEXT_SIZE];
    fputs(proof->is_shortest ? cli_text(cli, "\nel contraejemplo más corto:\n",
                                        "\nthe shortest counter-example:\n")
                             : cli_text(cli, "\nun contraejemplo, tal vez no el más corto:\n",
                                        "\na counter-example, perhaps not the shortest:\n"),
          cli->out);
    for (size_t i = 0; i < proof->step_count; i++) {
        const struct proof_step *const step = &proof->steps[i];
        if (step->event == EVENT_START || step->event == EVENT_NEXT_DAY)
            continue;
        fprintf(cli->out, "  %s  ", day_format(step->on, text));
        if (step->event == EVENT_CONTACT)
            print_contact(cli, proof, step, i + 1 == proof->step_count);
        else
            print_others(cli, step);
    }
    fputs(cli_text(cli, "simulado con el motor: la compuerta lo niega por la misma regla.\n",
                   "simulated with the engine: the gate refuses it by the same rule.\n"),
          cli->out);
}

static void print_text(struct cli *cli, const struct proof_request *request,
                       const struct proof *proof)
{
    static const char *const words[][2] = {
        {"demostrada",    "proved"    },
        {"refutada",      "refuted"   },
        {"sin demostrar", "not proved"}
    };
    fprintf(cli->out, "%s · " STR_FORMAT " · %s %d\n",
            cli_text(cli, words[proof->verdict][0], words[proof->verdict][1]),
            STR_ARG(request->name), proof->country, proof->pack_version);
    if (proof->verdict == PROOF_OPEN)
        fprintf(cli->out, "  %s\n", proof->why);
    print_bounds(cli, proof);
    print_gaps(cli, proof);
    if (proof->verdict == PROOF_REFUTED)
        print_steps(cli, proof);
}

/* --- JSON --- */

static void write_circumstance(struct json_writer *w, const struct proof_circumstance *c)
{
    json_put_c(w, "consent", consent_state_name(c->consent));
    json_put_bool(w, "unverified", c->is_unverified);
    json_put_bool(w, "minor", c->is_minor);
    json_put_bool(w, "elderly", c->is_elderly);
    json_put_bool(w, "sued", c->has_suit);
    json_put_bool(w, "moratorium", c->is_in_relief);
    json_put_bool(w, "workplace", c->is_workplace);
    json_put_bool(w, "automated", c->is_automated);
}

static void write_step(struct cli *cli, struct json_writer *w, const struct proof_step *step)
{
    static const char *const names[] = {"next_day", "contact", "other", "inbound", "start"};
    json_object_open(w);
    json_put_day(w, "on", step->on);
    json_put_c(w, "event", names[step->event]);
    json_put_c(w, "channel", channel_name(step->channel));
    json_put_bool(w, "answered", step->is_answered);
    json_put_bool(w, "same_case", step->is_this_case);
    if (step->event == EVENT_CONTACT) {
        json_put_c(w, "step", step->step);
        json_put_c(w, "segment", step->segment);
        json_put_i64(w, "segment_rule", step->segment_rule + 1);
        json_put_i64(w, "rule", step->rule + 1);
        json_put_c(w, "purpose", purpose_name(step->purpose));
        json_put_c(w, "recipient", party_role_name(step->role));
        json_put_c(w, "facts", facts_text(&cli->op, step));
        json_put_instant(w, "at", step->at);
        write_circumstance(w, &step->circumstance);
    }
    json_object_close(w);
}

static void write_bounds(struct json_writer *w, const struct proof *proof)
{
    json_put_day(w, "from", proof->from);
    json_put_day(w, "until", proof->until);
    json_put_i64(w, "editions", proof->editions);
    json_put_i64(w, "states", proof->states);
    json_put_i64(w, "contacts", proof->contacts);
    json_put_i64(w, "rule_sets", proof->rows);
    json_put_i64(w, "persons", proof->persons);
    json_put_i64(w, "maxima", proof->caps);
    json_put_i64(w, "maxima_kept", proof->kept_caps);
    json_put_bool(w, "uncounted", proof->is_uncounted);
    json_put_i64(w, "counted_up_to", proof->largest_cap + 1);
    json_put_i64(w, "window_days", proof->window_days);
    json_put_i64(w, "contacting_rules", proof->table_rules);
    json_put_i64(w, "contacting_rules_fired", proof->table_rules_seen);
    json_put_bool(w, "alone", proof->is_alone);
    json_put_bool(w, "exact", proof->is_exact);
}

static void print_json(struct cli *cli, const struct proof_request *request,
                       const struct proof *proof)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_str(&w, "strategy", request->name);
    json_put_c(&w, "country", proof->country);
    json_put_i64(&w, "pack_version", proof->pack_version);
    json_put_c(&w, "verdict", proof_verdict_name(proof->verdict));
    json_put_c(&w, "why", proof->why);
    write_bounds(&w, proof);
    json_key(&w, "outside");
    json_array_open(&w);
    for (size_t i = 0; i < proof->gap_count; i++)
        json_write_str(&w, str_of(proof->gaps[i].rule_id));
    json_array_close(&w);
    if (proof->verdict == PROOF_REFUTED) {
        json_put_bool(&w, "shortest", proof->is_shortest);
        json_put_c(&w, "rule", proof->rule_id);
        json_put_c(&w, "citation", proof->citation);
        json_put_c(&w, "reason", proof->reason);
        json_put_c(&w, "zone", proof->zone);
        json_key(&w, "steps");
        json_array_open(&w);
        for (size_t i = 0; i < proof->step_count; i++)
            if (proof->steps[i].event != EVENT_START && proof->steps[i].event != EVENT_NEXT_DAY)
                write_step(cli, &w, &proof->steps[i]);
        json_array_close(&w);
    }
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

void proof_print(struct cli *cli, const struct proof_request *request, const struct proof *proof)
{
    if (cli->is_json)
        print_json(cli, request, proof);
    else
        print_text(cli, request, proof);
}
