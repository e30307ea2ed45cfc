/* What the tables of a strategy can ask, with its documentation, for a picker of columns: what
 * `acuerdo strategy facts --attributes` prints. */
#include "policy/attributes.h"
#include "serve/route.h"
#include "serve/table_words.h"

static const char *const type_names[] = {"number", "string", "boolean", "date"};

static void write_about(struct json_writer *w, const struct table_words *words, const char *name)
{
    const char *const es = table_fact(words, str_of(name), LANGUAGE_ES);
    json_key(w, "about");
    if (!es) { /* came with an import */
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_c(w, "es", es);
    json_put_c(w, "en", table_fact(words, str_of(name), LANGUAGE_EN));
    json_object_close(w);
}

static void write_fact(struct json_writer *w, const struct table_words *words,
                       const struct dmn_input *input)
{
    json_object_open(w);
    json_put_c(w, "name", input->name);
    json_put_c(w, "type", type_names[input->type]);
    json_put_i64(w, "decimals", input->scale);
    write_about(w, words, input->name);
    json_object_close(w);
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct input_schema schema;
    struct table_words words;
    (void)request;
    TRY(input_schema_load(op, &schema));
    TRY(table_words_read(op, STR("{}"), &words));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < schema.count; i++)
        write_fact(w, &words, &schema.inputs[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listFacts", "GET", "/v1/facts", "strategy.read", .run = RUN_READ, .handle = list},
};
/* clang-format on */
const struct route_list fact_routes = ROUTE_LIST(rows);
