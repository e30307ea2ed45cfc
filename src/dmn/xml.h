/* The elements of a DMN file, or of a file of test cases, as a small tree.
 *
 * Only elements in the namespace of the root are kept, so drawings (DMNDI) and extensions vanish
 * with all that is inside them; of texts, only those of the elements that the caller names.
 * A document type is refused before its declarations are read: no entity beyond the five of XML
 * exists, nothing is fetched.  The tree lives in the op's arena. */
#ifndef DMN_XML_H
#define DMN_XML_H
#include "base/op.h"
#include "base/str.h"

struct dmn_attribute {
    str name; /* without prefix; attributes of other namespaces are dropped */
    str value;
};

struct dmn_node {
    str name; /* without prefix */
    str text;
    int line;
    struct dmn_attribute *attributes;
    size_t attribute_count;
    struct dmn_node *parent, *first, *last, *next;
};

/* The root element and its namespace; texts ends with NULL.  E_INVALID: not well-formed XML, or it
 * has a document type; E_LIMIT: LIMIT_DMN_BYTES, LIMIT_DMN_DEPTH or LIMIT_DMN_TEXT_BYTES.  Messages
 * name the line. */
MUST_CHECK status dmn_xml_parse(struct op *op, str xml, const char *const *texts,
                                struct dmn_node **ret_root, str *ret_namespace);

/* The attribute's value, or an empty text. */
str dmn_node_attribute(const struct dmn_node *node, const char *name);
/* The first child of that name, or NULL. */
const struct dmn_node *dmn_node_child(const struct dmn_node *node, const char *name);
/* The next one of that name among the siblings after node, or NULL. */
const struct dmn_node *dmn_node_same(const struct dmn_node *node);
size_t dmn_node_count(const struct dmn_node *node, const char *name);
/* The text of the child of that name, trimmed; empty when there is none. */
str dmn_node_child_text(const struct dmn_node *node, const char *name);
#endif
