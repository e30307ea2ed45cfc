/* The doctor against planted damage: each kind is named, with its row and with what to do; a whole
 * store gives no finding. */
#include "upkeep/doctor.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book/action.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "record/audit_key.h"
#include "record/user.h"
#include "store/backend.h"
#include "store/open.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

enum { CASES = 12 };

static struct portfolio portfolio;

/* --- a store in which everything has happened once --- */

static void promise_of(struct op *op, struct case_key key, day due_on)
{
    const struct promise_input input = {
        .key = key, .due_on = due_on, .amount = {5000}, .channel = CHANNEL_CALL};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, promise_make(op, &input, &id));
    check_ok(op, policy_commit(op));
}

static void call(struct op *op, struct case_key key)
{
    const struct action_input input = {.key = key,
                                       .channel = CHANNEL_CALL,
                                       .disposition = STR("no_answer"),
                                       .callback_on = DAY_NONE};
    int64_t id = 0;
    int64_t correction_id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &input, &id));
    check_ok(op, action_record(op, &input, &id));
    check_ok(op, action_correct(op, key.debtor_id, id, STR("me equivoqué"), &correction_id));
    check_ok(op, policy_commit(op));
}

static void give_back(struct op *op, struct case_key key)
{
    const struct payment_order order = {.debtor_id = key.debtor_id,
                                        .case_id = key.case_id,
                                        .source = STR("t"),
                                        .reference = STR("taken-back"),
                                        .value_on = op->business_date,
                                        .amount = {7000}};
    int64_t payment_id = 0;
    int64_t return_id = 0;
    bool is_new = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &payment_id, &is_new));
    check_ok(op, payment_return(op, key.debtor_id, payment_id, STR("r-1"), op->business_date,
                                &return_id));
    check_ok(op, policy_commit(op));
}

static void add_user(struct op *op)
{
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_create(op, STR("ana"), STR("Ana"), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, STR("agent")));
    check_ok(op, db_commit(op));
}

/* Case 0 has promised twice, been called and paid a part; case 1 has paid and got it back. */
static struct op *open_store(void)
{
    struct op *const op = &portfolio.op;
    struct close_result result;
    audit_key_use(&(struct crypto_key){
        {4, 5, 6}
    });
    portfolio_open(&portfolio, CASES);
    add_user(op);
    promise_of(op, portfolio.keys[0], PORTFOLIO_DATE + 3);
    check_ok(op, close_day(op, PORTFOLIO_DATE, NULL, &result));
    promise_of(op, portfolio.keys[0], PORTFOLIO_DATE + 4);
    call(op, portfolio.keys[0]);
    check_ok(op, portfolio_pay(op, portfolio.keys[0], "part", 1000));
    give_back(op, portfolio.keys[1]);
    check_ok(op, close_day(op, PORTFOLIO_DATE + 1, NULL, &result));
    return op;
}

static void test_a_whole_store_has_no_finding(void **state)
{
    (void)state;
    test_check_sound(open_store());
    portfolio_close(&portfolio);
}

/* --- damage --- */

enum row { ROW_ANY, ROW_DEBTOR, ROW_CASE, ROW_CLAIM };
enum store { BOTH, SQLITE_ONLY };

/* {debtor}, {case} and {claim} are those of case 0. */
static const struct {
    const char *check;
    enum row row;
    enum store store;
    const char *damage[2];
} plants[] = {
    {"schema_newer",
     ROW_ANY,                         BOTH,
     {"INSERT INTO schema_migration (version, name, statements_done, applied_at) "
      "VALUES (9999, 'x', 1, 1)"}                                                                              },
    {"schema_old",
     ROW_ANY,                         BOTH,
     {"DELETE FROM schema_migration WHERE version = (SELECT max(version) FROM schema_migration)"}              },
    {"schema_unfinished",
     ROW_ANY,                         BOTH,
     {"INSERT INTO schema_migration (version, name, statements_done) VALUES (9999, 'x', 1)"}                   },
    {"key_change",        ROW_ANY,    BOTH,        {"UPDATE data_key SET state = 'open'"}                      },
    {"key_left",          ROW_ANY,    BOTH,        {"UPDATE person_key SET number = 9"}                        },
    {"schema_damaged",    ROW_ANY,    BOTH,        {"DROP TABLE hold"}                                         },
    {"schema_damaged",    ROW_ANY,    SQLITE_ONLY, {"DROP INDEX claim_open"}                                   },
    {"index_missing",     ROW_ANY,    SQLITE_ONLY, {"DROP INDEX contact_point_last4"}                          },
    {"foreign_key",
     ROW_ANY,                         SQLITE_ONLY,
     {"PRAGMA foreign_keys = OFF", "DELETE FROM role WHERE name = 'agent'"}                                    },
    {"claim_paid",        ROW_CLAIM,  BOTH,        {"UPDATE claim SET paid = paid + 1 WHERE id = {claim}"}     },
    {"claim_paid",        ROW_DEBTOR, BOTH,        {"DELETE FROM allocation WHERE debtor_id = {debtor}"}       },
    {"claim_state",       ROW_CLAIM,  BOTH,        {"UPDATE claim SET state = 'paid' WHERE id = {claim}"}      },
    {"claim_state",       ROW_CLAIM,  BOTH,        {"UPDATE claim SET state = 'odd' WHERE id = {claim}"}       },
    {"claim_debt",        ROW_CLAIM,  BOTH,        {"DELETE FROM obligation WHERE debtor_id = {debtor}"}       },
    {"debt_case",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE obligation SET currency = currency + 1 WHERE debtor_id = {debtor}"}                              },
    {"debt_state",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE obligation SET state = 'closed_paid' WHERE debtor_id = {debtor}"}                                },
    {"case_head",         ROW_CASE,   BOTH,        {"DELETE FROM party WHERE debtor_id = {debtor}"}            },
    {"case_number",       ROW_ANY,    BOTH,        {"UPDATE debt_case SET number = 19"}                        },
    {"payment_split",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE payment SET amount = amount + 5 WHERE debtor_id = {debtor}"}                                     },
    {"ledger_sum",
     ROW_ANY,                         BOTH,
     {"INSERT INTO ledger_entry (debtor_id, id, case_id, obligation_id, claim_id, kind, component, "
      "amount, value_on, booked_on, user_id, created_at) SELECT debtor_id, 7, case_id, "
      "obligation_id, id, 'opened', 1, amount + 1, issued_on, 20000, NULL, 1 FROM claim "
      "WHERE id = {claim}"}                                                                                    },
    {"ledger_overmet",
     ROW_ANY,                         BOTH,
     {"UPDATE allocation SET component = 3 WHERE debtor_id = {debtor}"}                                        },
    {"payment_state",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE payment SET state = 'unapplied' WHERE debtor_id = {debtor}"}                                     },
    {"payment_return",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE payment SET state = 'returned' WHERE debtor_id = {debtor}"}                                      },
    {"payment_return",
     ROW_ANY,                         BOTH,
     {"UPDATE payment SET amount = amount - 1 WHERE state = 'return'"}                                         },
    {"payment_case",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE payment SET currency = currency + 1 WHERE debtor_id = {debtor}"}                                 },
    {"allocation",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE allocation SET claim_id = 5 WHERE debtor_id = {debtor}"}                                         },
    {"promise_twice",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE promise SET state = 'open' WHERE debtor_id = {debtor}"}                                          },
    {"joint_arrangement",
     ROW_ANY,                         BOTH,
     {"INSERT INTO joint_arrangement (debtor_id, id, kind, made_on, owed, total, plan, created_at) "
      "VALUES ({debtor}, 7, 'plan', 20000, 5, 5, '[]', 1)"}                                                    },
    {"reference",
     ROW_CLAIM,                       BOTH,
     {"DELETE FROM external_ref WHERE kind = 'claim' AND id = {claim}"}                                        },
    {"reference",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE external_ref SET id = 5 WHERE kind = 'payment' AND debtor_id = {debtor}"}                        },
    {"event_gap",         ROW_CASE,   BOTH,        {"DELETE FROM event WHERE case_id = {case} AND seq = 2"}    },
    {"event_gap",
     ROW_CASE,                        BOTH,
     {"UPDATE debt_case SET event_seq = event_seq + 1 WHERE id = {case}"}                                      },
    {"action_outcome",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE action SET disposition = 'odd' WHERE debtor_id = {debtor}"}                                      },
    {"contact_count",
     ROW_CASE,                        BOTH,
     {"UPDATE contact_count SET attempts = attempts + 1 WHERE case_id = {case}"}                               },
    {"contact_count",     ROW_CASE,   BOTH,        {"DELETE FROM contact_count WHERE case_id = {case}"}        },
    {"outbox_action",
     ROW_ANY,                         BOTH,
     {"UPDATE outbox SET state = 'sent', sent_at = 1, leased_until = NULL"}                                    },
    {"outbox_case",       ROW_ANY,    BOTH,        {"UPDATE outbox SET point_id = 5"}                          },
    {"outbox_state",      ROW_ANY,    BOTH,        {"UPDATE outbox SET state = 'sending'"}                     },
    {"work_item",
     ROW_ANY,                         BOTH,
     {"UPDATE work_item SET case_id = 5 WHERE id = (SELECT min(id) FROM work_item)"}                           },
    {"change_sequence",   ROW_ANY,    BOTH,        {"UPDATE change_partition SET seq = 0"}                     },
    {"change_partition",  ROW_ANY,    BOTH,        {"DELETE FROM change_partition WHERE partition = 3"}        },
    {"next_action",       ROW_CASE,   BOTH,        {"DELETE FROM case_decision WHERE case_id = {case}"}        },
    {"next_action",
     ROW_CASE,                        BOTH,
     {"UPDATE case_decision SET next_action_on = NULL, silence = 0 WHERE case_id = {case}"}                    },
    {"decision_strategy",
     ROW_CASE,                        BOTH,
     {"UPDATE decision SET strategy_id = 5 WHERE case_id = {case}"}                                            },
    {"decision_symbol",
     ROW_CASE,                        BOTH,
     {"UPDATE case_decision SET step = 999999 WHERE case_id = {case}"}                                         },
    {"strategy_active",   ROW_ANY,    BOTH,        {"UPDATE strategy SET state = 'retired'"}                   },
    {"strategy_file",     ROW_ANY,    BOTH,        {"UPDATE strategy_file SET document_hash = 'odd'"}          },
    {"promise_grade",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE promise SET state = 'kept' WHERE state = 'open' AND debtor_id = {debtor}"}                       },
    {"promise_grade",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE promise SET paid = paid + 1 WHERE state = 'open' AND debtor_id = {debtor}"}                      },
    {"facts_missing",     ROW_CASE,   BOTH,        {"DELETE FROM case_facts WHERE case_id = {case}"}           },
    {"facts_stray",       ROW_DEBTOR, BOTH,        {"UPDATE case_facts SET case_id = 5 WHERE case_id = {case}"}},
    {"facts",
     ROW_CASE,                        BOTH,
     {"UPDATE case_facts SET past_due_amount = past_due_amount + 1 WHERE case_id = {case}"}                    },
    {"facts",
     ROW_CASE,                        BOTH,
     {"UPDATE debt_case SET stage = 'a stage that no word says' WHERE id = {case}"}                            },
    {"close_order",       ROW_ANY,    BOTH,        {"UPDATE organisation SET open_date = open_date + 1"}       },
    {"audit_unsigned",
     ROW_ANY,                         BOTH,
     {"DELETE FROM audit_root WHERE day = (SELECT max(day) FROM audit_root)"}                                  },
    {"close_unfinished",
     ROW_ANY,                         BOTH,
     {"UPDATE close_run SET state = 'running' WHERE business_date = (SELECT max(business_date) "
      "FROM close_run)"}                                                                                       },
    {"import_unfinished",
     ROW_ANY,                         BOTH,
     {"INSERT INTO import_batch (id, kind, file_name, file_hash, mapping_hash, state, "
      "rows_applied, "
      "rows_created, rows_updated, rows_skipped, rows_refused, started_at) VALUES (9, 'payments', "
      "'x', 'x', 'x', 'applying', 1, 1, 0, 0, 0, 1)"}                                                          },
    {"user_role",         ROW_ANY,    BOTH,        {"UPDATE user_role SET role = 'ghost'"}                     },
    {"role",              ROW_ANY,    BOTH,        {"DELETE FROM role_permission WHERE role = 'agent'"}        },
    {"sealed_point",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE contact_point SET value_sealed = value_index WHERE debtor_id = {debtor}"}                        },
    {"sealed_point",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE contact_point SET value_index = value_last4 WHERE debtor_id = {debtor}"}                         },
    {"sealed_identity",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE party SET document_sealed = (SELECT value_index FROM contact_point LIMIT 1), "
      "document_index = (SELECT value_index FROM contact_point LIMIT 1) WHERE debtor_id = {debtor}",
      NULL}                                                                                                    },
    {"document",
     ROW_ANY,                         BOTH,
     {"UPDATE document SET bytes = (SELECT value_index FROM contact_point LIMIT 1)"}                           },
    {"document_lost",
     ROW_DEBTOR,                      BOTH,
     {"UPDATE obligation SET document_hash = 'odd' WHERE debtor_id = {debtor}"}                                },
};

static const char *filled(struct op *op, const char *text)
{
    struct buf out = buf_start(op->arena, 4096);
    const struct {
        const char *name;
        int64_t value;
    } values[] = {
        {"debtor", portfolio.keys[0].debtor_id},
        {"case",   portfolio.keys[0].case_id  },
        {"claim",  portfolio.claims[0]        },
    };
    str rest = str_of(text);
    while (rest.size > 0) {
        const str before = str_split(&rest, '{');
        buf_add(&out, before);
        if (rest.size == 0)
            break;
        const str name = str_split(&rest, '}');
        for (size_t i = 0; i < ARRAY_LEN(values); i++)
            if (str_equal_c(name, values[i].name))
                buf_printf(&out, "%" PRId64, values[i].value);
    }
    return buf_cstr(&out);
}

static bool is_row(const struct doctor_finding *finding, enum row row)
{
    switch (row) {
    case ROW_DEBTOR:
        return finding->debtor_id == portfolio.keys[0].debtor_id;
    case ROW_CASE:
        return finding->id == portfolio.keys[0].case_id;
    case ROW_CLAIM:
        return finding->id == portfolio.claims[0];
    case ROW_ANY:
        break;
    }
    return true;
}

/* The finding of a check at its row, whose words name the row and say what to do. */
static void check_named(struct op *op, const struct doctor_report *report, const char *check,
                        enum row row)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct doctor_finding *const finding = &report->findings[i];
        if (strcmp(finding->check->name, check) != 0 || !is_row(finding, row))
            continue;
        for (int english = 0; english < 2; english++) {
            const str text = doctor_sentence(op->arena, finding, english);
            const char *const number = arena_printf(
                op->arena, "%" PRId64, row == ROW_DEBTOR ? finding->debtor_id : finding->id);
            check_true(text.size > 15 && !memchr(text.data, '{', text.size));
            check_true(row == ROW_ANY || memmem(text.data, text.size, number, strlen(number)));
            check_true(strlen(finding->check->advice[english]) > 20);
        }
        return;
    }
    for (size_t i = 0; i < report->count; i++)
        print_error("found instead: %s\n", report->findings[i].check->name);
    fail_msg("%s was not found", check);
}

static void test_planted_damage_is_named(void **state)
{
    const struct doctor_progress nobody = {NULL, NULL};
    const char *kinds[ARRAY_LEN(plants)];
    size_t kind_count = 0;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(plants); i++) {
        struct doctor_report report;
        if (plants[i].store == SQLITE_ONLY && test_store_dialect() != DB_SQLITE)
            continue;
        check_case(plants[i].check);
        struct op *const op = open_store();
        for (size_t d = 0; d < 2 && plants[i].damage[d]; d++)
            check_ok(op, store_execute(op, "damage", filled(op, plants[i].damage[d])));
        check_ok(op, doctor_examine(op, &nobody, &report));
        check_false(db_in_transaction(op));
        check_named(op, &report, plants[i].check, plants[i].row);
        portfolio_close(&portfolio);
        if (kind_count == 0 || strcmp(kinds[kind_count - 1], plants[i].check) != 0)
            kinds[kind_count++] = plants[i].check;
    }
    print_message("    %zu kinds of damage\n", kind_count);
    check_true(kind_count >= 40);
}

/* The last page of the file is overwritten while nobody has it open. */
static void spoil_file(const char *path)
{
    char noise[4096];
    struct stat about;
    memset(noise, 0xA5, sizeof(noise));
    const int fd = open(path, O_WRONLY);
    check_true(fd >= 0);
    check_eq(fstat(fd, &about), 0);
    check_eq(pwrite(fd, noise, sizeof(noise), about.st_size - (off_t)sizeof(noise)), sizeof(noise));
    check_eq(close(fd), 0);
}

static void test_a_spoilt_page_is_named(void **state)
{
    const struct doctor_progress nobody = {NULL, NULL};
    struct doctor_report report;
    struct op other;
    (void)state;
    if (test_store_dialect() != DB_SQLITE)
        return; /* a server checks its own pages */
    struct op *const op = open_store();
    check_ok(op, store_execute(op, "checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)"));
    spoil_file(op->db->path);
    op_init(&other, arena_create(), NULL, op_clock_system);
    const struct db_options options = {.read_only = true};
    check_ok(&other, db_open(&other, str_of(test_store_url(op)), &options, &other.db));
    check_ok(&other, doctor_examine(&other, &nobody, &report));
    check_named(&other, &report, "pages", ROW_ANY);
    db_close(other.db);
    arena_destroy(other.arena);
    portfolio_close(&portfolio);
}

/* A check that cannot be made is a finding, and the others are still made. */
static void test_a_failing_check_hides_no_other(void **state)
{
    const struct doctor_progress nobody = {NULL, NULL};
    struct doctor_report report;
    struct op *const op = open_store();
    (void)state;
    check_ok(op, store_execute(op, "damage",
                               filled(op, "UPDATE claim SET paid = paid + 1 WHERE id "
                                          "= {claim}")));
    for (int n = 10; n < 60; n += 7) {
        db_fail_call(op->db, n);
        check_ok(op, doctor_examine(op, &nobody, &report));
        db_fail_call(op->db, 0);
        check_true(report.count >= 1);
    }
    check_named(op, &report, "unreadable", ROW_ANY);
    check_named(op, &report, "claim_paid", ROW_CLAIM);
    portfolio_close(&portfolio);
}

/* More than the doctor looks at in one snapshot; the last ones are not due yet. */
enum { MANY_CASES = 545 };

/* A close begins when the first cases were looked at. */
static void begin_close(void *context, const char *check, int64_t done)
{
    struct op *const op = context;
    if (strcmp(check, "facts") != 0 || done < 100 || done >= MANY_CASES)
        return;
    check_ok(op, store_execute(op, "begin", "UPDATE organisation SET open_date = open_date + 60"));
    check_ok(op, store_execute(op, "begin",
                               "UPDATE close_run SET state = 'running', released_at = NULL"));
}

static void test_a_close_that_begins_beside_is_no_damage(void **state)
{
    struct op *const op = &portfolio.op;
    const struct doctor_progress progress = {begin_close, op};
    struct close_result result;
    struct doctor_report report;
    (void)state;
    portfolio_open(&portfolio, MANY_CASES);
    check_ok(op, close_day(op, PORTFOLIO_DATE, NULL, &result));
    check_ok(op, doctor_examine(op, &progress, &report));
    check_true(report.cases >= 100);
    for (size_t i = 0; i < report.count; i++)
        check_true(strcmp(report.findings[i].check->name, "facts") != 0);
    portfolio_close(&portfolio);
}

/* Every name once, every text in both languages, every deep check has somebody who makes it. */
static void test_checks_are_complete(void **state)
{
    (void)state;
    for (const struct doctor_check *check = doctor_checks; check->name; check++) {
        check_true(doctor_check_find(check->name) == check);
        for (int english = 0; english < 2; english++)
            check_true(strlen(check->what[english]) > 10 && strlen(check->advice[english]) > 20);
    }
    check_true(doctor_check_find("nothing") == NULL);
}

TEST_STORE_MAIN("doctor", cmocka_unit_test(test_checks_are_complete),
                cmocka_unit_test(test_a_whole_store_has_no_finding),
                cmocka_unit_test(test_planted_damage_is_named),
                cmocka_unit_test(test_a_spoilt_page_is_named),
                cmocka_unit_test(test_a_failing_check_hides_no_other),
                cmocka_unit_test(test_a_close_that_begins_beside_is_no_damage))
