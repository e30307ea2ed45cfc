#include "dmn/xml.h"

#include <limits.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#define FEED_BYTES 16384 /* between two pieces a stop takes effect */

struct reader {
    struct op *op;
    xmlParserCtxtPtr parser;
    const char *const *texts; /* names of the elements whose text is kept */
    struct dmn_node *root, *open;
    str root_namespace;
    int depth;
    int skipped; /* depth inside an element that is not kept */
    bool keeps_text;
    struct buf text;
    status code;
};

static str str_of_xml(struct arena *arena, const xmlChar *text)
{
    return str_copy(arena, str_of((const char *)text));
}

static void stop(struct reader *reader, status code)
{
    reader->code = code;
    xmlStopParser(reader->parser);
}

static int line_of(const struct reader *reader)
{
    return reader->parser->input ? reader->parser->input->line : 0;
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    struct reader *const reader = context;
    (void)name;
    (void)external;
    (void)system;
    stop(reader, op_fail(reader->op, E_INVALID,
                         "line %d: the file has a document type (DOCTYPE); decision models need "
                         "none: remove it",
                         line_of(reader)));
}

/* libxml2 gives five pointers an attribute: name, prefix, namespace, begin and end of the value. */
static void keep_attributes(struct reader *reader, struct dmn_node *node, int count,
                            const xmlChar *const *attributes)
{
    struct arena *const arena = reader->op->arena;
    node->attributes = arena_array(arena, (size_t)count, sizeof(*node->attributes));
    for (int i = 0; i < count; i++) {
        const xmlChar *const *const parts = attributes + 5 * (ptrdiff_t)i;
        if (parts[2])
            continue;
        const str value = {(const char *)parts[3], (size_t)(parts[4] - parts[3])};
        node->attributes[node->attribute_count++] =
            (struct dmn_attribute){str_of_xml(arena, parts[0]), str_copy(arena, value)};
    }
}

static void attach(struct reader *reader, struct dmn_node *node)
{
    node->parent = reader->open;
    if (!node->parent)
        reader->root = node;
    else if (node->parent->last)
        node->parent->last->next = node;
    else
        node->parent->first = node;
    if (node->parent)
        node->parent->last = node;
    reader->open = node;
}

static bool has_text(const struct reader *reader, const struct dmn_node *node)
{
    for (const char *const *name = reader->texts; *name; name++)
        if (str_equal_c(node->name, *name))
            return true;
    return false;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes)
{
    struct reader *const reader = context;
    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted_count;
    if (reader->code != OK)
        return;
    if (++reader->depth > LIMIT_DMN_DEPTH) {
        stop(reader, op_fail(reader->op, E_LIMIT, "line %d: elements are nested deeper than %d",
                             line_of(reader), LIMIT_DMN_DEPTH));
        return;
    }
    const str space = str_of((const char *)uri);
    if (!reader->root)
        reader->root_namespace = str_copy(reader->op->arena, space);
    if (reader->skipped > 0 || !str_equal(space, reader->root_namespace)) {
        reader->skipped++;
        return;
    }
    if (reader->keeps_text) {
        stop(reader,
             op_fail(reader->op, E_INVALID, "line %d: an element inside a text", line_of(reader)));
        return;
    }
    struct dmn_node *const node = arena_new(reader->op->arena, struct dmn_node);
    node->name = str_of_xml(reader->op->arena, name);
    node->line = line_of(reader);
    keep_attributes(reader, node, attribute_count, attributes);
    attach(reader, node);
    reader->keeps_text = has_text(reader, node);
    buf_clear(&reader->text);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *const reader = context;
    (void)name;
    (void)prefix;
    (void)uri;
    if (reader->code != OK)
        return;
    reader->depth--;
    if (reader->skipped > 0) {
        reader->skipped--;
        return;
    }
    if (reader->keeps_text)
        reader->open->text = str_trim(str_copy(reader->op->arena, buf_str(&reader->text)));
    reader->keeps_text = false;
    reader->open = reader->open->parent;
}

static void on_text(void *context, const xmlChar *text, int size)
{
    struct reader *const reader = context;
    if (reader->code != OK || reader->skipped > 0 || !reader->keeps_text)
        return;
    buf_add(&reader->text, (str){(const char *)text, (size_t)size});
    if (reader->text.is_full)
        stop(reader, op_fail(reader->op, E_LIMIT, "line %d: a text is longer than %d bytes",
                             line_of(reader), LIMIT_DMN_TEXT_BYTES));
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct reader *const reader = context;
    if (reader->code != OK || error->level < XML_ERR_ERROR)
        return;
    const str message = str_trim(str_of(error->message));
    stop(reader, op_fail(reader->op, E_INVALID, "line %d: not well-formed XML: " STR_FORMAT,
                         error->line, STR_ARG(message)));
}

static void feed(struct reader *reader, str xml)
{
    for (size_t at = 0; at < xml.size && reader->code == OK; at += FEED_BYTES) {
        const size_t left = xml.size - at;
        (void)xmlParseChunk(reader->parser, xml.data + at,
                            (int)(left < FEED_BYTES ? left : FEED_BYTES), 0);
    }
    if (reader->code == OK)
        (void)xmlParseChunk(reader->parser, NULL, 0, 1);
    if (reader->code == OK && (!reader->parser->wellFormed || !reader->root))
        reader->code = op_fail(reader->op, E_INVALID, "not well-formed XML");
}

status dmn_xml_parse(struct op *op, str xml, const char *const *texts, struct dmn_node **ret_root,
                     str *ret_namespace)
{
    static_assert(LIMIT_DMN_BYTES < INT_MAX, "libxml2 counts with int");
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                             .internalSubset = on_document_type,
                             .startElementNs = on_start,
                             .endElementNs = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_text,
                             .serror = on_error};
    struct reader reader = {
        .op = op, .texts = texts, .text = buf_start(op->arena, LIMIT_DMN_TEXT_BYTES)};
    if (xml.size > LIMIT_DMN_BYTES)
        return op_fail(op, E_LIMIT, "a file of %zu bytes: models have at most %d", xml.size,
                       LIMIT_DMN_BYTES);
    reader.parser = xmlCreatePushParserCtxt(&handler, &reader, NULL, 0, NULL);
    if (!reader.parser)
        return op_fail(op, E_INTERNAL, "libxml2 gives no parser");
    (void)xmlCtxtUseOptions(reader.parser, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    feed(&reader, xml);
    xmlFreeParserCtxt(reader.parser);
    if (reader.code != OK)
        return reader.code;
    *ret_root = reader.root;
    *ret_namespace = reader.root_namespace;
    return OK;
}

str dmn_node_attribute(const struct dmn_node *node, const char *name)
{
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_equal_c(node->attributes[i].name, name))
            return node->attributes[i].value;
    return (str){"", 0};
}

static const struct dmn_node *first_of(const struct dmn_node *node, str name)
{
    while (node && !str_equal(node->name, name))
        node = node->next;
    return node;
}

const struct dmn_node *dmn_node_child(const struct dmn_node *node, const char *name)
{
    return first_of(node->first, str_of(name));
}

const struct dmn_node *dmn_node_same(const struct dmn_node *node)
{
    return first_of(node->next, node->name);
}

size_t dmn_node_count(const struct dmn_node *node, const char *name)
{
    size_t count = 0;
    for (const struct dmn_node *child = dmn_node_child(node, name); child;
         child = dmn_node_same(child))
        count++;
    return count;
}

str dmn_node_child_text(const struct dmn_node *node, const char *name)
{
    const struct dmn_node *const child = dmn_node_child(node, name);
    return child ? child->text : (str){"", 0};
}
