#include "bank/iso_xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#define FEED_BYTES     16384 /* between two pieces a stop takes effect */
#define PATH_BYTES     512
#define DEPTH_MAX      64 /* real messages have about fifteen */
#define TEXT_BYTES     65536
#define MESSAGE_SIZE   16 /* camt.053.001.08 and a NUL */
#define CURRENCY_BYTES 8

struct stream {
    struct bank_reading *r;
    const struct iso_handler *handler;
    xmlParserCtxtPtr parser;
    char message[MESSAGE_SIZE];
    int depth;
    int root_depth;            /* of the open root; 0: none */
    size_t sizes[DEPTH_MAX];   /* of the path before the element of that depth */
    char path[PATH_BYTES + 4]; /* from the root down */
    char currency[CURRENCY_BYTES];
    struct buf text;
    int skipped; /* line ends before the document */
    status code;
};

static void stop(struct stream *s, status code)
{
    s->code = code;
    xmlStopParser(s->parser);
}

static int line_of(const struct stream *s)
{
    return s->skipped + (s->parser->input ? s->parser->input->line : 0);
}

static struct iso_event event_of(const struct stream *s)
{
    return (struct iso_event){.path = s->path,
                              .text = str_trim(buf_str(&s->text)),
                              .currency = str_of(s->currency),
                              .line = line_of(s)};
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    struct stream *const s = context;
    (void)name;
    (void)external;
    (void)system;
    stop(s, op_fail(s->r->op, E_INVALID,
                    "line %d: the file has a document type (DOCTYPE); messages of banks have none",
                    line_of(s)));
}

/* camt.053.001.08 out of urn:iso:std:iso:20022:tech:xsd:camt.053.001.08. */
static bool find_message(struct stream *s, str space)
{
    for (size_t i = 0; i + MESSAGE_SIZE - 1 <= space.size; i++)
        for (const char *const *start = s->handler->messages; *start; start++)
            if (str_starts((str){space.data + i, space.size - i}, str_of(*start))) {
                memcpy(s->message, space.data + i, MESSAGE_SIZE - 1);
                s->message[MESSAGE_SIZE - 1] = '\0';
                return true;
            }
    return false;
}

/* Some systems write the message without its namespace. */
static void find_bare(struct stream *s, str name)
{
    for (const struct iso_bare *bare = s->handler->bare; bare && bare->element; bare++)
        if (str_starts(name, str_of(bare->element)))
            memcpy(s->message, bare->message, strlen(bare->message) + 1);
}

static bool is_root(const struct stream *s, str name)
{
    for (const char *const *root = s->handler->roots; *root; root++)
        if (str_equal_c(name, *root))
            return true;
    return false;
}

static void begin_root(struct stream *s, str space)
{
    if (!find_message(s, space) && (space.size > 0 || s->message[0] == '\0'))
        return;
    s->root_depth = s->depth;
    s->path[0] = '\0';
    s->code = s->handler->root_begin(s->handler->self, s->message);
    if (s->code != OK)
        xmlStopParser(s->parser);
}

/* libxml2 gives five pointers an attribute: name, prefix, namespace, begin and end of the value. */
static void keep_currency(struct stream *s, int count, const xmlChar *const *attributes)
{
    s->currency[0] = '\0';
    for (int i = 0; i < count; i++) {
        const xmlChar *const *const parts = attributes + 5 * (ptrdiff_t)i;
        const size_t size = (size_t)(parts[4] - parts[3]);
        if (strcmp((const char *)parts[0], "Ccy") != 0 || size >= CURRENCY_BYTES)
            continue;
        memcpy(s->currency, parts[3], size);
        s->currency[size] = '\0';
    }
}

static void push_path(struct stream *s, str name)
{
    const size_t size = strlen(s->path);
    const bool is_hidden = str_equal_c(name, "NtryDtls") || str_equal_c(name, "Pty");
    s->sizes[s->depth] = size;
    if (is_hidden || size + 1 + name.size > PATH_BYTES)
        return;
    char *const at = s->path + size;
    if (size > 0)
        at[0] = '/';
    memcpy(at + (size > 0), name.data, name.size);
    at[(size > 0) + name.size] = '\0';
}

/* An element that the path leaves out is no event: its parent would be told twice. */
static void tell(struct stream *s, status (*handle)(void *self, const struct iso_event *event))
{
    if (s->depth > s->root_depth && strlen(s->path) == s->sizes[s->depth])
        return;
    const struct iso_event event = event_of(s);
    const status code = handle(s->handler->self, &event);
    if (code != OK)
        stop(s, code);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes)
{
    struct stream *const s = context;
    const str local = str_of((const char *)name);
    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted_count;
    if (s->code != OK)
        return;
    if (++s->depth >= DEPTH_MAX) {
        stop(s, op_fail(s->r->op, E_LIMIT, "line %d: elements are nested deeper than %d",
                        line_of(s), DEPTH_MAX));
        return;
    }
    buf_clear(&s->text);
    if (s->root_depth == 0) {
        const str space = uri ? str_of((const char *)uri) : STR("");
        if (s->message[0] == '\0' && !find_message(s, space) && space.size == 0)
            find_bare(s, local);
        if (is_root(s, local))
            begin_root(s, space);
        return;
    }
    push_path(s, local);
    keep_currency(s, attribute_count, attributes);
    tell(s, s->handler->begin);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct stream *const s = context;
    (void)name;
    (void)prefix;
    (void)uri;
    if (s->code != OK)
        return;
    if (s->root_depth > 0) {
        tell(s, s->handler->end);
        if (s->depth == s->root_depth)
            s->root_depth = 0;
        else
            s->path[s->sizes[s->depth]] = '\0';
    }
    buf_clear(&s->text);
    s->currency[0] = '\0';
    s->depth--;
}

static void on_text(void *context, const xmlChar *text, int size)
{
    struct stream *const s = context;
    if (s->code != OK || s->root_depth == 0)
        return;
    buf_add(&s->text, (str){(const char *)text, (size_t)size});
    if (s->text.is_full)
        stop(s, op_fail(s->r->op, E_LIMIT, "line %d: a text is longer than %d bytes", line_of(s),
                        TEXT_BYTES));
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct stream *const s = context;
    if (s->code != OK || error->level < XML_ERR_ERROR)
        return;
    const str message = str_trim(str_of(error->message));
    stop(s, op_fail(s->r->op, E_INVALID,
                    "line %d: not well-formed XML: " STR_FORMAT
                    "; the file was cut or changed on its way: ask for it again",
                    s->skipped + error->line, STR_ARG(message)));
}

/* Blanks before the XML declaration, which XML does not allow and some banks write. */
static size_t skip_blanks(struct stream *s, str piece)
{
    size_t at = 0;
    while (at < piece.size && strchr(" \t\r\n", piece.data[at]) && piece.data[at] != '\0')
        s->skipped += piece.data[at++] == '\n';
    return at;
}

static status feed(struct stream *s)
{
    struct op *const op = s->r->op;
    const uint64_t size = input_size(s->r->input);
    const size_t piece = size < FEED_BYTES ? (size_t)size : FEED_BYTES;
    char *const block = arena_alloc(op->arena, piece);
    size_t got = 0;
    for (uint64_t at = 0; at < size && s->code == OK; at += got) {
        TRY(input_read(op, s->r->input, at, block, piece, &got));
        if (got == 0)
            break;
        const size_t blanks = at == 0 ? skip_blanks(s, (str){block, got}) : 0;
        (void)xmlParseChunk(s->parser, block + blanks, (int)(got - blanks), 0);
    }
    if (s->code == OK)
        (void)xmlParseChunk(s->parser, NULL, 0, 1);
    TRY(s->code);
    return s->parser->wellFormed ? OK : op_fail(op, E_INVALID, "not well-formed XML");
}

static void destroy_parser(void *thing)
{
    xmlFreeParserCtxt(thing);
}

status iso_xml_read(struct bank_reading *r, const struct iso_handler *handler,
                    const char **ret_message)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .internalSubset = on_document_type,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .serror = on_error};
    struct stream *const s = arena_new(r->op->arena, struct stream);
    s->r = r;
    s->handler = handler;
    s->text = buf_start(r->op->arena, TEXT_BYTES);
    s->parser = xmlCreatePushParserCtxt(&sax, s, NULL, 0, NULL);
    if (!s->parser)
        return op_fail(r->op, E_INTERNAL, "libxml2 gives no parser");
    arena_defer(r->op->arena, destroy_parser, s->parser);
    (void)xmlCtxtUseOptions(s->parser, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    TRY(feed(s));
    if (s->message[0] == '\0')
        return op_fail(
            r->op, E_INVALID,
            "the file names a message of ISO 20022 but is none: its namespace is another");
    *ret_message = arena_copy(r->op->arena, s->message, strlen(s->message));
    return OK;
}
