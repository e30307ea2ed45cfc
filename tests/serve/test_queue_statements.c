/* What a page of the queue asks of the store does not grow with its rows, and says of each item
 * what the item alone says. */
#include "book/action.h"
#include "book/party.h"
#include "book/reservation.h"
#include "policy/commit.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "serve/queue_item.h"
#include "store/backend.h"
#include "tests/support/portfolio.h"

enum { PEOPLE = 50, PAGE_BYTES = 1 << 20 };

struct page {
    struct portfolio p;
    struct queue_item items[PEOPLE];
};

/* Each person has an e-mail, a telephone and an address, and half of them answered a call. */
static void add_points(struct page *page, int n)
{
    static const char *const kinds[] = {"email", "phone", "address"};
    struct op *const op = &page->p.op;
    const int64_t debtor_id = page->p.keys[n].debtor_id;
    const char *const values[] = {arena_printf(op->arena, "q%d@example.com", n),
                                  arena_printf(op->arena, "+52551234%04d", n),
                                  arena_printf(op->arena, "Calle %d", n)};
    enum book_change change;
    int64_t ids[ARRAY_LEN(kinds)];
    int64_t id = 0;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        check_ok(op, contact_point_put(op, debtor_id, str_of(kinds[i]), str_of(values[i]), STR("t"),
                                       1, &ids[i], &change));
    const struct action_input call = {.key = page->p.keys[n],
                                      .channel = CHANNEL_CALL,
                                      .disposition = STR("cannot_pay"),
                                      .point_id = ids[1],
                                      .callback_on = DAY_NONE};
    if (n % 2 == 0)
        check_ok(op, action_record(op, &call, &id));
}

static void open_page(struct page *page)
{
    static const enum channel channels[] = {CHANNEL_CALL, CHANNEL_EMAIL, CHANNEL_LETTER,
                                            CHANNEL_NONE, CHANNEL_WHATSAPP};
    struct op *const op = &page->p.op;
    const struct policy *policy = NULL;
    int64_t step = 0;
    portfolio_open(&page->p, PEOPLE);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, policy_get(op, &policy));
    check_ok(op, symbol_id(op, STR("firm_call"), &step));
    for (int n = 0; n < PEOPLE; n++) {
        add_points(page, n);
        page->items[n] = (struct queue_item){.id = n + 1,
                                             .key = page->p.keys[n],
                                             .position = n + 1,
                                             .step = step,
                                             .state = STR("ready"),
                                             .leased_until = INSTANT_NONE,
                                             .party_name = STR("Ana"),
                                             .creditor_name = STR("Banco"),
                                             .currency = CURRENCY('M', 'X', 'N'),
                                             .channel = channels[(size_t)n % ARRAY_LEN(channels)],
                                             .strategy_id = policy->strategy_id};
    }
    check_ok(op, policy_commit(op));
}

/* What is written of so many items from one on, and how many statements it took. */
static str write(struct page *page, size_t from, size_t count, int64_t *ret_statements)
{
    struct op *const op = &page->p.op;
    struct buf out = buf_start(op->arena, PAGE_BYTES);
    struct json_writer w = json_start(&out);
    struct decided_policies decided = {0};
    struct shield_cover cover;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, shield_cover_read(op, &cover));
    const int64_t before = op->db->statements;
    json_array_open(&w);
    check_ok(op, queue_items_write(op, &w, &cover, &decided, &page->items[from], count));
    json_array_close(&w);
    *ret_statements = op->db->statements - before;
    check_ok(op, db_commit(op));
    check_false(out.is_full);
    return buf_str(&out);
}

static void test_it_does_not_grow(void **state)
{
    struct page page;
    int64_t one = 0;
    int64_t statements = 0;
    (void)state;
    open_page(&page);
    (void)write(&page, 0, 1, &one); /* what a connection keeps is read */
    (void)write(&page, 0, 1, &one);
    for (size_t count = 2; count <= PEOPLE; count += 12) {
        (void)write(&page, 0, count, &statements);
        check_eq(statements, one);
    }
    (void)write(&page, 0, PEOPLE, &statements);
    check_eq(statements, one);
    check_true(one > 0 && one <= 6);
    print_message("    %d statements for %d rows\n", (int)one, PEOPLE);
    portfolio_close(&page.p);
}

static void test_each_is_told_as_alone(void **state)
{
    struct page page;
    int64_t statements = 0;
    (void)state;
    open_page(&page);
    page.items[7].key = page.items[6].key; /* two cases of one person stand on one page */
    const str whole = write(&page, 0, PEOPLE, &statements);
    size_t at = 1;
    int told = 0;
    for (size_t n = 0; n < PEOPLE; n++) {
        const str alone = write(&page, n, 1, &statements);
        const size_t size = alone.size - 2; /* without the brackets */
        check_true(at + size <= whole.size);
        check_true(memcmp(whole.data + at, alone.data + 1, size) == 0);
        at += size + 1;
        told += memmem(alone.data, alone.size, "value_masked", 12) != NULL;
    }
    check_eq(at, whole.size);
    check_eq(told, PEOPLE / 5 * 4); /* work inside the house names no point */
    portfolio_close(&page.p);
}

/* --- the shield --- */

static void set_closes(struct page *page, const char *mode)
{
    struct op *const op = &page->p.op;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, setting_put(op, "shield.closes", PORTFOLIO_DATE, str_of(mode)));
    check_ok(op, db_commit(op));
}

static void call(struct page *page, int n)
{
    struct op *const op = &page->p.op;
    const struct reservation held = {.key = page->p.keys[n],
                                     .person_id = page->p.keys[n].debtor_id,
                                     .on = PORTFOLIO_DATE,
                                     .channel = CHANNEL_CALL,
                                     .expires_at = op_now(op) + 900 * INSTANT_PER_SECOND,
                                     .rule = "T",
                                     .pack = "T"};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, reservation_hold(op, &held, &id));
    check_ok(op, policy_commit(op));
}

static void open_shield(struct page *page, int n)
{
    struct op *const op = &page->p.op;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, shield_open(op, page->p.keys[n], STR("nadie al teléfono")));
    check_ok(op, policy_commit(op));
}

/* Of each item, what its account says; in as many statements as of one. */
static int count_covered(struct page *page, int64_t *ret_statements)
{
    struct op *const op = &page->p.op;
    int64_t one = 0;
    int covered = 0;
    (void)write(page, 0, 1, &one);
    const str whole = write(page, 0, PEOPLE, ret_statements);
    str rest = whole;
    for (int n = 0; n < PEOPLE; n++) {
        struct shield shield;
        const char *const said = memmem(rest.data, rest.size, "\"is_covered\":", 13);
        assert_non_null(said);
        rest = (str){said + 13, rest.size - (size_t)(said + 13 - rest.data)};
        check_ok(op, shield_look(op, page->items[n].key, &shield));
        check_eq(str_starts(rest, STR("true")), !shield.is_open);
        covered += !shield.is_open;
    }
    return covered;
}

static void test_the_shield(void **state)
{
    struct page page;
    int64_t plain = 0;
    int64_t statements = 0;
    (void)state;
    open_page(&page);
    page.p.op.actor_id = 77;
    check_eq(count_covered(&page, &plain), 0);
    set_closes(&page, "always");
    check_eq(count_covered(&page, &statements), PEOPLE);
    check_true(statements <= plain + 2);
    open_shield(&page, 3);
    open_shield(&page, 4);
    call(&page, 4); /* closed again, by another call */
    call(&page, 5);
    page.items[8].key = page.items[3].key; /* one case twice on a page */
    check_eq(count_covered(&page, &statements), PEOPLE - 2);
    check_true(statements <= plain + 2);
    page.p.op.actor_id = 78; /* what one was told opens nothing for another */
    check_eq(count_covered(&page, &statements), PEOPLE);
    page.p.op.actor_id = 77;
    set_closes(&page, "call");
    check_eq(count_covered(&page, &statements), 2);
    check_true(statements <= plain + 2);
    set_closes(&page, "never");
    check_eq(count_covered(&page, &statements), 0);
    check_eq(statements, plain);
    portfolio_close(&page.p);
}

TEST_STORE_MAIN("queue statements", cmocka_unit_test(test_it_does_not_grow),
                cmocka_unit_test(test_each_is_told_as_alone), cmocka_unit_test(test_the_shield))
