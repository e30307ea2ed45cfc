#include "policy/charge_write.h"

void published_write(struct json_writer *w, enum published_table table, const struct published *row)
{
    char value[PUBLISHED_TEXT_SIZE];
    char currency_text[CURRENCY_TEXT];
    const bool is_rate = table == PUBLISHED_RATE;
    json_object_open(w);
    json_put_c(w, "table", is_rate ? "rate_cap" : "index_value");
    json_put_str(w, "country", row->country);
    json_put_str(w, is_rate ? "kind" : "unit", row->name);
    json_put_day(w, "from_on", row->from_on);
    json_put_i64(w, "revision", row->revision);
    json_put_c(w, "value", published_format(table, row->value, value));
    if (!is_rate)
        json_put_c(w, "currency", currency_format(row->currency, currency_text));
    json_put_str(w, "source", row->source);
    json_put_instant(w, "recorded_at", row->recorded_at);
    json_object_close(w);
}

static void put_most(struct json_writer *w, bool is_fee, const struct charge_answer *answer)
{
    char text[PUBLISHED_TEXT_SIZE];
    const bool has_most = answer->verdict == CHARGE_ALLOWED || answer->verdict == CHARGE_REFUSED;
    if (!has_most)
        json_put_c(w, "most", NULL);
    else if (is_fee)
        json_put_i64(w, "most", answer->most);
    else
        json_put_c(w, "most", published_format(PUBLISHED_RATE, answer->most, text));
}

static void write_answer(struct json_writer *w, bool is_fee, const struct charge_answer *answer)
{
    const struct pack_rule *const rule = answer->rule;
    json_object_open(w);
    json_put_c(w, "verdict", charge_verdict_name(answer->verdict));
    json_put_c(w, "rule", rule->id);
    json_put_c(w, "limit", answer->limit);
    put_most(w, is_fee, answer);
    json_put_c(w, "citation", rule->citation);
    json_put_bool(w, "law", rule->basis == PACK_LAW);
    json_put_bool(w, "to_confirm", rule->is_to_confirm);
    json_put_c(w, "confidence", rule->confidence);
    json_put_c(w, "reason", answer->reason);
    json_key(w, "source");
    if (answer->has_source)
        published_write(w, answer->table, &answer->source);
    else
        json_write_null(w);
    json_object_close(w);
}

void charge_answers_write(struct json_writer *w, const struct charge_place *place, bool is_fee,
                          const struct charge_answers *answers)
{
    char text[CURRENCY_TEXT];
    json_object_open(w);
    json_put_c(w, "verdict", charge_verdict_name(answers->verdict));
    json_put_str(w, "country", place->country);
    json_put_day(w, "on", place->on);
    json_put_i64(w, "pack_version", pack_version(answers->pack));
    if (is_fee)
        json_put_c(w, "currency", currency_format(place->currency, text));
    json_key(w, "answers");
    json_array_open(w);
    for (size_t i = 0; i < answers->count; i++)
        write_answer(w, is_fee, &answers->list[i]);
    json_array_close(w);
    json_object_close(w);
}
