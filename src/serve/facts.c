/* What the tables of a strategy can ask, with its documentation, for a picker of columns: what
 * `acuerdo strategy facts --attributes` prints. */
#include "policy/attributes.h"
#include "serve/route.h"
#include "serve/table_words.h"

static const char *const type_names[] = {"number", "string", "boolean", "date"};

/* What a column of it may ask for; none: any value of the type. */
static void write_values(struct json_writer *w, const struct table_words *words,
                         const struct dmn_input *input)
{
    const str name = str_of(input->name);
    size_t count = 0;
    while (table_known_value(words, name, count).size > 0)
        count++;
    str *const values = arena_array(words->op->arena, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = table_known_value(words, name, i);
    table_values_write(words, w, name, values, count, input->type == DMN_BOOLEAN);
}

static void write_fact(struct json_writer *w, const struct table_words *words,
                       const struct dmn_input *input)
{
    json_object_open(w);
    json_put_c(w, "name", input->name);
    json_put_c(w, "type", type_names[input->type]);
    json_put_i64(w, "decimals", input->scale);
    table_fact_write(words, w, "label", str_of(input->name), table_fact_name);
    table_fact_write(words, w, "about", str_of(input->name), table_fact);
    write_values(w, words, input);
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
