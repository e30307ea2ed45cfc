/* Offers as JSON. */
#include "policy/offers.h"

static void write_rows(struct json_writer *w, const struct offer *offer)
{
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < offer->count; i++) {
        json_object_open(w);
        json_put_i64(w, "number", (int64_t)i + 1);
        json_put_day(w, "due_on", offer->rows[i].due_on);
        json_put_i64(w, "amount", offer->rows[i].amount);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_offer(struct op *op, struct json_writer *w, const struct case_offers *offers,
                        const struct offer *offer)
{
    char name[OFFER_NAME_SIZE];
    json_object_open(w);
    json_put_c(w, "offer", offer_name(offer, name));
    json_put_c(w, "kind", offer_kind_name(offer->kind));
    json_put_i64(w, "total", offer->total);
    json_put_i64(w, "saving", offer->discount);
    json_put_i64(w, "first_amount", offer->rows[0].amount);
    json_put_day(w, "first_on", offer->rows[0].due_on);
    json_put_day(w, "last_on", offer->rows[offer->count - 1].due_on);
    json_put_i64(w, "chance", offer->chance);
    json_put_bool(w, "affordable", offer->is_affordable);
    json_put_c(w, "if_missed", offers_say_missed(op, offers, offer));
    write_rows(w, offer);
    json_object_close(w);
}

static void write_limits(struct json_writer *w, const struct case_offers *offers)
{
    const struct offer_limits *const limits = &offers->terms.limits;
    json_key(w, "limits");
    json_object_open(w);
    json_put_i64(w, "discount_bp", limits->discount);
    json_put_i64(w, "rows", limits->rows);
    json_put_i64(w, "first_bp", limits->first);
    json_put_i64(w, "days", limits->days);
    json_put_str(w, "reason", offers->guide.negotiation_why);
    json_object_close(w);
}

static void write_waiting(struct op *op, struct json_writer *w, const struct case_offers *offers)
{
    json_key(w, "waiting");
    json_object_open(w);
    json_put_day(w, "until", offers->waiting.until);
    json_put_i64(w, "owed", offers->waiting.then);
    json_put_i64(w, "cost", offers->waiting.then - offers->waiting.now);
    json_put_i64(w, "rate_ppm", offers->late.rate);
    json_put_c(w, "capped_by", offers->late.rule);
    json_put_c(w, "sentence", offers_say_waiting(op, offers));
    json_object_close(w);
}

void case_offers_write(struct op *op, struct json_writer *w, const struct case_offers *offers)
{
    char code[CURRENCY_TEXT];
    json_object_open(w);
    json_put_id(w, "case_id", offers->key.case_id);
    json_put_c(w, "currency", currency_format(offers->currency, code));
    json_put_day(w, "on", offers->on);
    json_put_i64(w, "open", offers->open);
    json_put_i64(w, "owed", offers->terms.owed);
    json_put_i64(w, "accrued", offers->accrued);
    json_key(w, "can_pay");
    if (offers->terms.can_pay > 0)
        json_write_i64(w, offers->terms.can_pay);
    else
        json_write_null(w);
    write_limits(w, offers);
    write_waiting(op, w, offers);
    json_put_c(w, "nothing_because", offers->nothing_because);
    json_key(w, "offers");
    json_array_open(w);
    for (size_t i = 0; i < offers->count; i++)
        write_offer(op, w, offers, &offers->list[i]);
    json_array_close(w);
    json_object_close(w);
}
