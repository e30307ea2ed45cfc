#include "serve/privacy_view.h"

#include "serve/mask.h"

static void put_words(struct op *op, const struct request *request, struct json_writer *w,
                      const char *key, str text)
{
    json_put_str(w, key, mask_unless(op->arena, request->session, "words", text));
}

void privacy_request_write(struct op *op, const struct request *request, struct json_writer *w,
                           const struct privacy_request *row)
{
    const bool is_open = str_equal_c(row->state, "open");
    json_object_open(w);
    json_put_id(w, "id", row->id);
    json_put_id(w, "party_id", row->debtor_id);
    json_put_str(w, "party_name", row->name);
    json_put_str(w, "kind", row->kind);
    json_put_str(w, "state", row->state);
    json_put_day(w, "received_on", row->received_on);
    json_put_day(w, "due_on", row->due_on);
    json_put_bool(w, "is_late", is_open && row->due_on < op->business_date);
    json_put_i64(w, "days_left", is_open ? row->due_on - op->business_date : 0);
    json_put_str(w, "rule", row->rule);
    json_put_day(w, "extended_on", row->extended_on);
    json_put_str(w, "channel", row->channel);
    put_words(op, request, w, "detail", row->detail);
    put_words(op, request, w, "answer", row->answer);
    json_put_day(w, "answered_on", row->answered_on);
    json_object_close(w);
}

void erase_plan_write(const struct request *request, struct json_writer *w,
                      const struct erase_plan *plan)
{
    json_key(w, "classes");
    json_array_open(w);
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &plan->classes[c];
        const struct privacy_about *const about = privacy_class_about((enum privacy_class)c);
        const bool stays = !class->is_due && !class->is_done;
        json_object_open(w);
        json_put_c(w, "class", privacy_class_name((enum privacy_class)c));
        json_put_c(w, "title", about->title[request->is_english ? LANGUAGE_EN : LANGUAGE_ES]);
        json_put_i64(w, "rows", class->rows);
        json_put_bool(w, "goes", class->is_due);
        json_put_bool(w, "went_before", class->is_done);
        json_put_day(w, "kept_until", stays ? class->kept_until : DAY_NONE);
        json_put_c(w, "rule", stays ? class->rule : NULL);
        json_object_close(w);
    }
    json_array_close(w);
}

status privacy_reply(struct op *op, const struct request *request, struct reply *reply,
                     int64_t request_id)
{
    struct privacy_request row;
    TRY(request_get(op, request_id, &row));
    privacy_request_write(op, request, reply_json(reply, 201), &row);
    return OK;
}

status privacy_open(struct op *op, int64_t request_id, struct privacy_request *ret_request,
                    struct person *ret_person)
{
    TRY(request_get(op, request_id, ret_request));
    TRY(person_get(op, ret_request->debtor_id, ret_person));
    return person_open_pack(op, ret_person);
}
