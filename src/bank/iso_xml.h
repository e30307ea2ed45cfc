/* The elements of a message of ISO 20022 as a stream of events, in fixed memory.
 *
 * Only what lies in the roots that a format asks for is told (of camt its statements): the path of
 * an element from its root down, with the elements between that newer versions add (NtryDtls, Pty)
 * left out, so that one table of paths reads all versions.  A document type is refused before its
 * declarations are read. */
#ifndef BANK_ISO_XML_H
#define BANK_ISO_XML_H
#include "bank/reading.h"

struct iso_event {
    const char *path; /* "Ntry/Amt"; empty: the root itself */
    str text;         /* at an element's end: its own text, trimmed */
    str currency;     /* its attribute Ccy */
    int64_t line;
};

/* A document without a namespace: the element that begins its message, and the message. */
struct iso_bare {
    const char *element;
    const char *message;
};

struct iso_handler {
    const char *const *messages; /* how their names begin: camt.053.; ended by NULL */
    const struct iso_bare *bare; /* ended by NULL; NULL: a namespace is a must */
    const char *const *roots;    /* elements: Stmt; ended by NULL */
    /* message is the name of the message: camt.053.001.08, from the namespace. */
    status (*root_begin)(void *self, const char *message);
    status (*begin)(void *self, const struct iso_event *event);
    status (*end)(void *self, const struct iso_event *event);
    void *self;
};

/* *ret_message: as above, of the whole file.  E_INVALID: not well-formed XML, a document type, or
 * none of these messages in it; E_LIMIT: nested or written too deep or too long. */
MUST_CHECK status iso_xml_read(struct bank_reading *r, const struct iso_handler *handler,
                               const char **ret_message);
#endif
