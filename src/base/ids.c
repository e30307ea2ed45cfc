#include "base/ids.h"

#include <assert.h>
#include <stdatomic.h>
#include <time.h>

#define EPOCH_MS     INT64_C(1577836800000) /* 2020-01-01T00:00:00Z */
#define COUNTER_BITS 12
#define NODE_BITS    10

static _Atomic int64_t node_bits;
static _Atomic int64_t last; /* milliseconds << COUNTER_BITS | counter */

void ids_set_node(int node)
{
    assert(node >= 0 && node <= IDS_NODE_MAX);
    atomic_store(&node_bits, (int64_t)node << COUNTER_BITS);
}

static int64_t clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - EPOCH_MS;
}

int64_t id_make(void)
{
    int64_t seen = atomic_load(&last);
    int64_t next = 0;
    do {
        const int64_t now = clock_ms() << COUNTER_BITS;
        next = now > seen ? now : seen + 1; /* the carry of the counter borrows a millisecond */
    } while (!atomic_compare_exchange_weak(&last, &seen, next));
    const int64_t ms = next >> COUNTER_BITS;
    const int64_t counter = next & ((INT64_C(1) << COUNTER_BITS) - 1);
    return (ms << (COUNTER_BITS + NODE_BITS)) | atomic_load(&node_bits) | counter;
}

int check_digit(uint64_t number)
{
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)(number % 10);
        number /= 10;
    } while (number > 0);
    int product = 10;
    while (count-- > 0) {
        int sum = (digits[count] + product) % 10;
        if (sum == 0)
            sum = 10;
        product = sum * 2 % 11;
    }
    return (11 - product) % 10;
}
