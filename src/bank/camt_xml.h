/* The elements of a camt message as a stream of events, in fixed memory.
 *
 * Only what lies in statements is told: the path of an element from its statement down, with the
 * elements between that newer versions add (NtryDtls, Pty) left out, so that one table of paths
 * reads all versions.  A document type is refused before its declarations are read. */
#ifndef BANK_CAMT_XML_H
#define BANK_CAMT_XML_H
#include "bank/reading.h"

struct camt_event {
    const char *path; /* "Ntry/Amt"; empty: the statement itself */
    str text;         /* at an element's end: its own text, trimmed */
    str currency;     /* its attribute Ccy */
    int64_t line;
};

struct camt_handler {
    /* message is the name of the message: camt.053.001.08, from the namespace. */
    status (*statement_begin)(void *self, const char *message);
    status (*begin)(void *self, const struct camt_event *event);
    status (*end)(void *self, const struct camt_event *event);
    void *self;
};

/* *ret_message: as above, of the whole file.  E_INVALID: not well-formed XML, a document type, or
 * no camt message in it; E_LIMIT: nested or written too deep or too long. */
MUST_CHECK status camt_xml_read(struct bank_reading *r, const struct camt_handler *handler,
                                const char **ret_message);
#endif
