#include "base/status.h"

#include <assert.h>

static const struct {
    const char *name;
    int http;
    int exit;
    bool is_retryable;
} rows[STATUS_COUNT] = {
    [OK] = {"ok",        200, 0, false},
    [E_INVALID] = {"invalid",   422, 1, false},
    [E_NOT_FOUND] = {"not_found", 404, 1, false},
    [E_CONFLICT] = {"conflict",  409, 1, false},
    [E_REFUSED] = {"refused",   403, 3, false},
    [E_DENIED] = {"denied",    403, 3, false},
    [E_LIMIT] = {"limit",     413, 1, false},
    [E_BUSY] = {"busy",      503, 1, true },
    [E_IO] = {"io",        502, 1, true },
    [E_STORE] = {"store",     500, 1, false},
    [E_INTERNAL] = {"internal",  500, 1, false},
};

const char *status_name(status code)
{
    assert(code < STATUS_COUNT);
    return rows[code].name;
}

int status_http(status code)
{
    assert(code < STATUS_COUNT);
    return rows[code].http;
}

int status_exit(status code)
{
    assert(code < STATUS_COUNT);
    return rows[code].exit;
}

bool status_is_retryable(status code)
{
    assert(code < STATUS_COUNT);
    return rows[code].is_retryable;
}
