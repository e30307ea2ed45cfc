#include "sample/simulation.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "calendar/business_day.h"
#include "intake/import.h"
#include "reach/work.h"

/* Each reading moves the clock on, so that what follows has a later instant. */
static instant read_clock(void *context)
{
    struct simulation *const simulation = context;
    return simulation->now += 1000;
}

void simulation_take_clock(struct op *op, struct simulation *simulation)
{
    op->clock = (struct op_clock){read_clock, simulation};
}

static void set_hour(struct op *op, struct simulation *simulation, int hour)
{
    simulation->now = zone_to_instant(simulation->zone, op->business_date, hour * 3600, ZONE_FIRST);
}

struct day_file {
    FILE *out;
    const char *path;
};

static status open_file(struct op *op, const struct simulation *simulation, const char *kind,
                        struct day_file *file)
{
    char date[DAY_TEXT_SIZE];
    file->path = arena_printf(op->arena, "%s/%s-%s.csv", simulation->folder, kind,
                              day_format(op->business_date, date));
    file->out = fopen(file->path, "w");
    return file->out ? OK
                     : op_fail(op, E_IO, "cannot write %s: %s", file->path, op_errno(op, errno));
}

/* Imports what was written, as the command does, and removes the file: it is in the store now. */
static status import_file(struct op *op, const struct day_file *file, enum intake_kind kind)
{
    const struct import_request request = {.kind = kind, .path = file->path, .as_of = DAY_NONE};
    struct import_result result;
    if (fclose(file->out) != 0)
        return op_fail(op, E_IO, "cannot finish %s: %s", file->path, op_errno(op, errno));
    TRY(intake_import(op, &request, &result));
    if (result.outcome != IMPORT_APPLIED)
        return op_fail(op, E_INTERNAL, "a generated file was refused: see %s", file->path);
    (void)unlink(file->path);
    return OK;
}

static status receive_claims(struct op *op, struct simulation *simulation,
                             struct simulation_day *day_row)
{
    const struct sample *const sample = &simulation->people.sample;
    const day today = op->business_date;
    struct day_file file;
    TRY(open_file(op, simulation, "receivables", &file));
    const status code = sample_write_receivables(
        op, sample, today == sample->start ? DAY_MIN : today, today, file.out, &day_row->claims);
    if (code != OK) {
        (void)fclose(file.out);
        return code;
    }
    return import_file(op, &file, INTAKE_RECEIVABLES);
}

static status receive_payments(struct op *op, struct simulation *simulation,
                               struct simulation_day *day_row)
{
    struct day_file file;
    TRY(open_file(op, simulation, "payments", &file));
    const status code = people_write_payments(op, &simulation->people, file.out, &day_row->people);
    if (code != OK) {
        (void)fclose(file.out);
        return code;
    }
    return import_file(op, &file, INTAKE_PAYMENTS);
}

static status send_mail(struct op *op, const struct simulation *simulation, int64_t *ret_sent)
{
    const struct reach_options options = {.smtp_url = simulation->smtp_url};
    struct work_counts counts = {0};
    TRY(reach_work_loop(op, &options, WORK_DRAIN, true, &counts));
    *ret_sent = counts.of[SEND_SENT];
    return OK;
}

status simulation_live_day(struct op *op, struct simulation *simulation,
                           struct simulation_day *ret_day)
{
    struct simulation_day today = {.date = op->business_date};
    today.is_business_day = business_day_is(simulation->calendar, op->business_date);
    set_hour(op, simulation, 8);
    TRY(receive_claims(op, simulation, &today));
    set_hour(op, simulation, 10);
    TRY(send_mail(op, simulation, &today.sent));
    set_hour(op, simulation, 11);
    if (today.is_business_day)
        TRY(people_work(op, &simulation->people, &today.people));
    set_hour(op, simulation, 16);
    TRY(people_answer(op, &simulation->people, &today.people));
    TRY(receive_payments(op, simulation, &today));
    set_hour(op, simulation, 23);
    TRY(close_day(op, today.date, NULL, &today.close));
    *ret_day = today;
    return OK;
}
