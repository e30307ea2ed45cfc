#include "dmn/because.h"

void dmn_because_write(struct json_writer *w, const struct dmn_explained *explained)
{
    json_key(w, "because");
    json_array_open(w);
    for (size_t i = 0; i < explained->because_count; i++) {
        json_object_open(w);
        json_put_str(w, "input", explained->because[i].input);
        json_put_str(w, "cell", explained->because[i].cell);
        json_put_str(w, "value", explained->because[i].value);
        json_object_close(w);
    }
    json_array_close(w);
}
