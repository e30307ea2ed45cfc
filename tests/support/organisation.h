/* A fresh store with an organisation in it, and time that the test owns. */
#ifndef TESTS_SUPPORT_ORGANISATION_H
#define TESTS_SUPPORT_ORGANISATION_H
#include "tests/support/store.h"

#define TEST_OPEN_DATE ((day)20000) /* 2024-10-04, a Friday */
/* Noon of that day in UTC: where the clock of a fresh organisation stands. */
#define TEST_NOON ((instant)TEST_OPEN_DATE * INSTANT_PER_DAY + INSTANT_PER_DAY / 2)

/* The organisation of all tests, Mexican and a test store, and its sealing key in use; in the
 * caller's transaction. */
void test_organisation_create(struct op *op, day open_date);
/* The operation of check_op on a fresh store with its organisation (Mexico, a test store), a
 * sealing key in use, nobody acting and the clock at TEST_NOON.  No transaction is open. */
struct op *test_organisation(void);
/* Where the clock of the operation stands; a running transaction takes the new time too. */
void test_clock_set(instant now);
void test_clock_add_minutes(int64_t minutes);
/* A creditor, a person and a case of theirs with an event sequence of 0; the ids are small. */
void test_case(struct op *op, int64_t debtor_id, int64_t case_id);
#endif
