/* Identity numbers and telephones over any bytes: each kind judges them, each region reads them.
 * What is found good must be found good again in the form in which it is kept. */
#include <assert.h>
#include <stdint.h>

#include "base/op.h"
#include "identity/id.h"
#include "identity/phone.h"

static void try_kind(struct arena *arena, const struct id_rule *rule, str text)
{
    struct id_result first;
    struct id_result again;
    id_check(arena, rule, text, &first);
    assert(first.error != ID_VALID || first.compact.size > 0);
    if (first.error != ID_VALID)
        return;
    id_check(arena, rule, first.compact, &again);
    assert(again.error == ID_VALID && str_equal(again.compact, first.compact));
}

static void try_region(struct arena *arena, str region, str text)
{
    struct phone first;
    struct phone again;
    phone_read(arena, text, region, &first);
    if (!phone_is_usable(&first))
        return;
    phone_read(arena, first.e164, STR(""), &again);
    assert(again.reason == PHONE_GOOD && str_equal(again.e164, first.e164));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const str regions[] = {
        {"MX", 2},
        {"AR", 2},
        {"BR", 2},
        {"CO", 2},
        {"US", 2},
        {"",   0}
    };
    const str text = {(const char *)data, size};
    const struct id_rule *rule;
    struct arena *const arena = arena_create();
    for (size_t i = 0; (rule = id_rule_at(i)) != NULL; i++)
        try_kind(arena, rule, text);
    for (size_t i = 0; i < ARRAY_LEN(regions); i++)
        try_region(arena, regions[i], text);
    (void)id_compact(arena, text);
    arena_destroy(arena);
    return 0;
}
