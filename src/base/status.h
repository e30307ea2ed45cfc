/* The ten ways in which a thing can end, and what each means to a caller, a browser and a shell.
 *
 * A function that can fail returns one of these; the text that explains it rides on the operation
 * (base/op.h), so a code never needs to carry a sentence. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H
#include <stdbool.h>

#define MUST_CHECK   __attribute__((warn_unused_result))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

typedef enum status {
    OK = 0,
    E_INVALID,   /* the input is wrong: say which field and what is expected */
    E_NOT_FOUND, /* the thing named does not exist */
    E_CONFLICT,  /* the state does not allow it, or somebody else was first */
    E_REFUSED,   /* a rule of law or policy says no */
    E_DENIED,    /* this user may not */
    E_LIMIT,     /* a named limit of base/limits.h was passed */
    E_BUSY,      /* try again later: locked, leased, unreachable */
    E_IO,        /* a file or the network failed */
    E_STORE,     /* the store failed or is damaged */
    E_INTERNAL,  /* a defect of ours */
    STATUS_COUNT
} status;

/* What a status is called in logs and problem types; never NULL. */
const char *status_name(status code);
/* The HTTP status of an API answer. */
int status_http(status code);
/* The exit code of the command: 0 done, 1 failed, 2 wrong usage, 3 refused by a rule. */
int status_exit(status code);
/* Whether the same call may succeed later without a change of input. */
bool status_is_retryable(status code);

/* The only macro that returns. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        const status try_status_ = (expression);                                                   \
        if (try_status_ != OK)                                                                     \
            return try_status_;                                                                    \
    } while (0)
#endif
