/* What benchmarks measure with. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H
#include <sys/resource.h>

#include "base/op.h"

static inline int64_t clock_now(void)
{
    return op_clock_system.now(NULL);
}

/* Microseconds of this process, all its threads: steadier than a clock on a machine that others
 * use. */
static inline int64_t clock_cpu(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * INSTANT_PER_SECOND +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}
#endif
