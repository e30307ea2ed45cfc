/* A store that ought to be whole: the doctor must find nothing. */
#ifndef TESTS_SUPPORT_DOCTOR_H
#define TESTS_SUPPORT_DOCTOR_H
#include "tests/check.h"

/* Fails with what the doctor says of op's store; *op->db has no transaction open. */
void test_check_sound(struct op *op);
#endif
