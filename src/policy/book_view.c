/* Each list has one reader of its row, used by both ways of reading: the queries of one case begin
 * with the first column of the row, those of many cases have debtor and case before it. */
#include "policy/book_view.h"

#include <inttypes.h>

#include "book/person.h"
#include "store/db.h"

/* Reads a row whose columns begin at `first`. */
typedef status row_reader(struct op *op, const struct db_rows *rows, int first, void *out);

static status read_claim(struct op *op, const struct db_rows *rows, int first, void *out)
{
    (void)op;
    *(struct view_claim *)out = (struct view_claim){db_day(rows, first), db_i64(rows, first + 1)};
    return OK;
}

static status read_promise(struct op *op, const struct db_rows *rows, int first, void *out)
{
    return promise_read(op, rows, first, out);
}

static status read_hold(struct op *op, const struct db_rows *rows, int first, void *out)
{
    (void)op;
    *(struct view_hold *)out = (struct view_hold){db_day(rows, first), db_day(rows, first + 1)};
    return OK;
}

static status read_point(struct op *op, const struct db_rows *rows, int first, void *out)
{
    const str kind = db_text(rows, first);
    struct view_point point = {.channel = str_equal_c(kind, "email")     ? CHANNEL_EMAIL
                                          : str_equal_c(kind, "phone")   ? CHANNEL_CALL
                                          : str_equal_c(kind, "address") ? CHANNEL_LETTER
                                                                         : CHANNEL_NONE};
    if (!point_state_parse(db_text(rows, first + 1), &point.state))
        return op_fail(op, E_STORE, "a contact point has an unknown state");
    if (!db_is_null(rows, first + 2) && !point_use_parse(db_text(rows, first + 2), &point.use))
        return op_fail(op, E_STORE, "a contact point is used in no known way");
    *(struct view_point *)out = point;
    return OK;
}

static status read_consent(struct op *op, const struct db_rows *rows, int first, void *out)
{
    const str channel = db_text(rows, first + 1);
    const str point_state = db_text(rows, first + 6);
    struct view_consent consent = {.point_id = db_id(rows, first),
                                   .channel = CHANNEL_NONE,
                                   .purpose = PURPOSE_COUNT,
                                   .is_revoked = str_equal_c(db_text(rows, first + 3), "revoked"),
                                   .from_on = db_day(rows, first + 4),
                                   .until_on = db_day(rows, first + 5)};
    consent.is_point_closed = consent.point_id != 0 && !str_equal_c(point_state, "unverified") &&
                              !str_equal_c(point_state, "verified");
    (void)op;
    if (!str_equal_c(channel, "all") && !channel_parse(channel, &consent.channel))
        consent.channel = CHANNEL_COUNT;
    if (!purpose_parse(db_text(rows, first + 2), &consent.purpose))
        consent.purpose = PURPOSE_COUNT;
    *(struct view_consent *)out = consent;
    return OK;
}

static status read_payment(struct op *op, const struct db_rows *rows, int first, void *out)
{
    const str state = db_text(rows, first + 3);
    (void)op;
    *(struct view_payment *)out = (struct view_payment){
        .value_on = db_day(rows, first),
        .amount = db_i64(rows, first + 1),
        .unapplied = db_i64(rows, first + 2),
        .is_money = str_equal_c(state, "applied") || str_equal_c(state, "unapplied")};
    return OK;
}

static status read_action(struct op *op, const struct db_rows *rows, int first, void *out)
{
    struct view_action action = {.id = db_id(rows, first),
                                 .on = db_day(rows, first + 1),
                                 .notice_level = db_i64(rows, first + 2),
                                 .corrects_id = db_id(rows, first + 3),
                                 .disposition = db_text_copy(op, rows, first + 4),
                                 .flags = db_i64(rows, first + 5),
                                 .callback_on = db_day(rows, first + 7),
                                 .is_inbound = db_i64(rows, first + 8) != 0};
    action.asks_for_day = action.callback_on != DAY_NONE;
    if (!action.asks_for_day && !db_is_null(rows, first + 6))
        action.callback_on = action.on + (day)db_i64(rows, first + 6);
    *(struct view_action *)out = action;
    return OK;
}

static status read_day(struct op *op, const struct db_rows *rows, int first, void *out)
{
    (void)op;
    *(struct view_day *)out =
        (struct view_day){db_day(rows, first), db_i64(rows, first + 1), db_i64(rows, first + 2)};
    return OK;
}

/* The four columns of a party that are flags. */
static int64_t flags_at(const struct db_rows *rows, int first)
{
    return (db_i64(rows, first) ? FLAG_BIT(FLAG_DECEASED) : 0) |
           (db_i64(rows, first + 1) ? FLAG_BIT(FLAG_BANKRUPT) : 0) |
           (db_i64(rows, first + 2) ? FLAG_BIT(FLAG_VULNERABLE) : 0) |
           (db_i64(rows, first + 3) ? FLAG_BIT(FLAG_REPRESENTED) : 0);
}

/* --- lists --- */

struct list_query {
    enum query of_case; /* takes debtor and case, or the debtor alone */
    enum query of_many; /* takes the ids of debtors; its rows begin with their key */
    size_t key_size;    /* 1: what belongs to a debtor, 2: to a case */
    row_reader *reader;
    size_t row_size;
};

/* Rows; of many cases with the key that each belongs to, in the order of the keys. */
struct list {
    char *rows;
    struct case_key *keys; /* case 0: of all cases of the debtor; NULL: all rows are of one case */
    size_t row_size;
    size_t count;
    size_t at; /* how far they were handed out */
};

static status add_row(struct op *op, const struct list_query *of, const struct db_rows *rows,
                      bool has_keys, size_t *capacities, struct list *list)
{
    const size_t n = list->count;
    list->rows = arena_grow(op->arena, list->rows, n, &capacities[0], of->row_size);
    if (has_keys) {
        list->keys = arena_grow(op->arena, list->keys, n, &capacities[1], sizeof(*list->keys));
        list->keys[n] = (struct case_key){db_id(rows, 0), of->key_size == 2 ? db_id(rows, 1) : 0};
    }
    TRY(of->reader(op, rows, has_keys ? (int)of->key_size : 0, list->rows + of->row_size * n));
    list->count++;
    return OK;
}

static status read_list(struct op *op, const struct list_query *of, enum query query,
                        const struct db_arg *args, size_t arg_count, struct list *ret_list)
{
    struct list list = {.row_size = of->row_size};
    struct db_rows rows;
    bool has_row = false;
    size_t capacities[2] = {0};
    TRY(db_query(op, query, args, arg_count, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(add_row(op, of, &rows, query == of->of_many, capacities, &list));
    }
    *ret_list = list;
    return OK;
}

static status read_of_case(struct op *op, const struct list_query *of, struct case_key key,
                           struct list *ret_list)
{
    const struct db_arg args[] = {ARG_ID(key.debtor_id), ARG_ID(key.case_id)};
    return read_list(op, of, of->of_case, args, of->key_size, ret_list);
}

/* Before the key, of it, or after it; what belongs to a debtor belongs to each of its cases. */
static int compare_row(struct case_key row, struct case_key key)
{
    return row.case_id == 0 && row.debtor_id == key.debtor_id ? 0 : case_key_compare(row, key);
}

/* The rows of a key, NULL when there are none; of many keys in their order. */
static void *hand_out(struct list *list, struct case_key key, size_t *ret_count)
{
    size_t end = list->count;
    if (list->keys) {
        while (list->at < list->count && compare_row(list->keys[list->at], key) < 0)
            list->at++;
        end = list->at;
        while (end < list->count && compare_row(list->keys[end], key) == 0)
            end++;
    }
    *ret_count = end - list->at;
    return end > list->at ? list->rows + list->at * list->row_size : NULL;
}

/* --- what the calendar can change --- */

enum { CLAIMS, HOLDS, POINTS, CONSENTS, PROMISES, DUE_LISTS };

static const struct list_query due_lists[DUE_LISTS] = {
    [CLAIMS] = {Q_VIEW_CLAIMS,   Q_VIEW_CLAIMS_OF,   2, read_claim,   sizeof(struct view_claim)},
    [HOLDS] = {Q_VIEW_HOLDS,    Q_VIEW_HOLDS_OF,    2, read_hold,    sizeof(struct view_hold) },
    [POINTS] = {Q_VIEW_POINTS,   Q_VIEW_POINTS_OF,   1, read_point,   sizeof(struct view_point)},
    [CONSENTS] = {Q_VIEW_CONSENTS, Q_VIEW_CONSENTS_OF, 1, read_consent,
                sizeof(struct view_consent)                                                    },
    [PROMISES] = {Q_PROMISE_LIST,  Q_VIEW_PROMISES_OF, 2, read_promise, sizeof(struct promise)   },
};

static void take_due(struct list lists[DUE_LISTS], struct book_view *view)
{
    const struct case_key key = view->key;
    view->claims = hand_out(&lists[CLAIMS], key, &view->claim_count);
    view->holds = hand_out(&lists[HOLDS], key, &view->hold_count);
    view->points = hand_out(&lists[POINTS], key, &view->point_count);
    view->consents = hand_out(&lists[CONSENTS], key, &view->consent_count);
    view->promises = hand_out(&lists[PROMISES], key, &view->promise_count);
}

static struct db_arg debtors_of(struct op *op, const struct case_key *keys, size_t count)
{
    int64_t *const ids = arena_array(op->arena, count, sizeof(*ids));
    size_t debtors = 0;
    for (size_t i = 0; i < count; i++)
        if (debtors == 0 || ids[debtors - 1] != keys[i].debtor_id)
            ids[debtors++] = keys[i].debtor_id;
    return db_arg_ids(op, ids, debtors);
}

/* --- other parties of the person --- */

/* What stands in two lists, in one. */
static void *joined(struct op *op, const void *own, size_t own_count, const struct list *more)
{
    char *const all = arena_array(op->arena, own_count + more->count, more->row_size);
    if (own_count > 0)
        memcpy(all, own, own_count * more->row_size);
    if (more->count > 0)
        memcpy(all + own_count * more->row_size, more->rows, more->count * more->row_size);
    return all;
}

static status read_flags(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 16) | flags_at(row, 8);
    return OK;
}

/* Of all parties of the person the latest word counts. */
static status take_wish(struct op *op, int64_t party_id, struct book_view *view)
{
    struct contact_preference wish;
    bool found = false;
    TRY(preference_get(op, party_id, &wish, &found));
    if (found && wish.said_at >= view->wish.said_at)
        view->wish = wish;
    return OK;
}

static status join_party(struct op *op, int64_t party_id, struct book_view *view)
{
    const struct case_key key = {party_id, 0};
    struct list list;
    int64_t flags = 0;
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(party_id)), read_flags, &flags, &found));
    view->head.party_flags |= flags;
    TRY(read_of_case(op, &due_lists[POINTS], key, &list));
    view->points = joined(op, view->points, view->point_count, &list);
    view->point_count += list.count;
    TRY(read_of_case(op, &due_lists[CONSENTS], key, &list));
    for (size_t i = 0; i < list.count; i++)
        ((struct view_consent *)(void *)list.rows)[i].party_id = party_id;
    view->consents = joined(op, view->consents, view->consent_count, &list);
    view->consent_count += list.count;
    return take_wish(op, party_id, view);
}

static status join_person(struct op *op, struct book_view *view)
{
    struct person person;
    TRY(person_read(op, view->key.debtor_id, &person));
    for (size_t i = 0; i < person.count; i++)
        if (person.ids[i] != view->key.debtor_id)
            TRY(join_party(op, person.ids[i], view));
    return OK;
}

/* Few debtors are one with others: one query says which. */
static status join_persons(struct op *op, const struct db_arg *debtors, struct book_view *views,
                           size_t count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t at = 0;
    TRY(db_query(op, Q_PARTY_SAME_OF, debtors, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t debtor_id = db_id(&rows, 0);
        while (at < count && views[at].key.debtor_id < debtor_id)
            at++;
        for (; at < count && views[at].key.debtor_id == debtor_id; at++)
            TRY(join_person(op, &views[at]));
    }
}

status book_view_read_due(struct op *op, const struct case_key *keys, size_t count,
                          struct book_view **ret_views)
{
    struct list lists[DUE_LISTS] = {0};
    struct book_view *const views = arena_array(op->arena, count, sizeof(*views));
    const struct db_arg debtors = debtors_of(op, keys, count);
    for (int i = 0; i < DUE_LISTS && count > 0; i++)
        TRY(read_list(op, &due_lists[i], due_lists[i].of_many, &debtors, 1, &lists[i]));
    for (size_t i = 0; i < count; i++) {
        views[i].key = keys[i];
        take_due(lists, &views[i]);
    }
    *ret_views = views;
    return count > 0 ? join_persons(op, &debtors, views, count) : OK;
}

/* --- all of one case --- */

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    struct view_head *const head = out;
    head->creditor_id = db_id(row, 0);
    head->currency = db_i64(row, 1);
    head->stage = db_text_copy(op, row, 3);
    head->opened_on = db_day(row, 4);
    head->party_kind = db_text_copy(op, row, 5);
    head->country = db_text_copy(op, row, 6);
    head->timezone = db_text_copy(op, row, 7);
    head->party_flags = db_i64(row, 15) | flags_at(row, 8);
    head->creditor_external_id = db_text_copy(op, row, 12);
    head->party_source = db_text_copy(op, row, 13);
    head->party_external_id = db_text_copy(op, row, 14);
    head->region = db_text_copy(op, row, 16);
    head->is_arranged = db_i64(row, 17) > 0;
    return OK;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_two(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    ((int64_t *)out)[0] = db_i64(row, 0);
    ((int64_t *)out)[1] = db_i64(row, 1);
    return OK;
}

static status read_one(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}
static status read_doubts(struct op *op, struct book_view *view)
{
    int64_t disputes[2] = {0};
    bool found = false;
    TRY(db_query_one(op, Q_DISPUTE_OPEN_OF_CASE,
                     DB_ARGS(ARG_ID(view->key.debtor_id), ARG_ID(view->key.case_id)), read_two,
                     disputes, &found));
    view->disputes_open = disputes[0];
    view->disputed_amount = disputes[1];
    return db_query_one(op, Q_CASE_UNKNOWN_SENDS, DB_ARGS(ARG_ID(view->key.case_id)), read_one,
                        &view->unknown_sends, &found);
}

/* What the calendar does not change. */
static status read_rest(struct op *op, struct book_view *view)
{
    static const struct list_query payments = {Q_VIEW_PAYMENTS, QUERY_COUNT, 2, read_payment,
                                               sizeof(struct view_payment)};
    static const struct list_query actions = {Q_VIEW_ACTIONS, QUERY_COUNT, 2, read_action,
                                              sizeof(struct view_action)};
    static const struct list_query days = {Q_VIEW_DAYS, QUERY_COUNT, 2, read_day,
                                           sizeof(struct view_day)};
    struct list list;
    TRY(read_of_case(op, &payments, view->key, &list));
    view->payments = hand_out(&list, view->key, &view->payment_count);
    TRY(read_of_case(op, &actions, view->key, &list));
    view->actions = hand_out(&list, view->key, &view->action_count);
    TRY(read_of_case(op, &days, view->key, &list));
    view->days = hand_out(&list, view->key, &view->day_count);
    return read_doubts(op, view);
}

status book_view_read(struct op *op, struct case_key key, struct book_view *ret_view)
{
    struct book_view view = {.key = key};
    struct list lists[DUE_LISTS];
    const struct db_arg args[] = {ARG_ID(key.debtor_id), ARG_ID(key.case_id)};
    bool found = false;
    TRY(db_query_one(op, Q_CASE_BOOK_HEAD, args, ARRAY_LEN(args), read_head, &view.head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of debtor %" PRId64, key.case_id,
                       key.debtor_id);
    TRY(db_query_one(op, Q_CASE_PRODUCT, args, ARRAY_LEN(args), read_text, &view.head.product,
                     &found));
    for (int i = 0; i < DUE_LISTS; i++)
        TRY(read_of_case(op, &due_lists[i], key, &lists[i]));
    take_due(lists, &view);
    TRY(take_wish(op, key.debtor_id, &view));
    TRY(join_person(op, &view));
    TRY(read_rest(op, &view));
    *ret_view = view;
    return OK;
}
