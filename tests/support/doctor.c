#include "tests/support/doctor.h"

#include "upkeep/doctor.h"

void test_check_sound(struct op *op)
{
    const struct doctor_progress nobody = {NULL, NULL};
    struct doctor_report report;
    check_ok(op, doctor_examine(op, &nobody, &report));
    for (size_t i = 0; i < report.count; i++) {
        const str text = doctor_sentence(op->arena, &report.findings[i], true);
        print_error("%s: " STR_FORMAT "\n", report.findings[i].check->name, STR_ARG(text));
    }
    check_eq(report.count, 0);
    check_true(report.checks > 40);
}
