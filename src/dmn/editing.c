#include "dmn/editing.h"

#include <limits.h>

/* What stands in an element, in the order of the schema of DMN. */
const char *const dmn_order_table[] = {
    "description", "extensionElements", "input", "output", "annotation", "rule", NULL};
const char *const dmn_order_rule[] = {"description", "extensionElements", "inputEntry",
                                      "outputEntry", "annotationEntry",   NULL};
const char *const dmn_order_input[] = {"description", "extensionElements", "inputExpression",
                                       "inputValues", NULL};
const char *const dmn_order_output[] = {"description", "extensionElements", "outputValues",
                                        "defaultOutputEntry", NULL};
const char *const dmn_order_decision[] = {
    "description", "extensionElements",      "question", "allowedAnswers",
    "variable",    "informationRequirement", NULL};
const char *const dmn_order_model[] = {"description",    "extensionElements", "import",
                                       "itemDefinition", "inputData",         NULL};

/* --- elements --- */

static const xmlChar *xml_of(const struct dmn_editor *e, str text)
{
    return (const xmlChar *)str_cstr(e->op->arena, text);
}

/* Of the model's own namespace. */
bool dmn_editor_is(const struct dmn_editor *e, const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
           xmlStrEqual(node->ns->href, e->space->href) &&
           strcmp((const char *)node->name, name) == 0;
}

xmlNodePtr dmn_editor_child(const struct dmn_editor *e, const xmlNode *parent, const char *name)
{
    xmlNodePtr node = parent->children;
    while (node && !dmn_editor_is(e, node, name))
        node = node->next;
    return node;
}

size_t dmn_editor_children(const struct dmn_editor *e, const xmlNode *parent, const char *name,
                           xmlNodePtr **ret_nodes)
{
    size_t count = 0;
    size_t capacity = 1;
    xmlNodePtr *nodes = arena_array(e->op->arena, capacity, sizeof(xmlNodePtr));
    for (xmlNodePtr node = parent->children; node; node = node->next) {
        if (!dmn_editor_is(e, node, name))
            continue;
        nodes = arena_grow(e->op->arena, nodes, count, &capacity, sizeof(xmlNodePtr));
        nodes[count++] = node;
    }
    *ret_nodes = nodes;
    return count;
}

str dmn_editor_attribute(const struct dmn_editor *e, xmlNodePtr node, const char *name)
{
    xmlChar *const value = xmlGetNoNsProp(node, (const xmlChar *)name);
    const str copy = str_copy(e->op->arena, str_of((const char *)value));
    xmlFree(value);
    return copy;
}

void dmn_editor_set_id(struct dmn_editor *e, xmlNodePtr node, const char *kind)
{
    const char *id = NULL;
    do
        id = arena_printf(e->op->arena, STR_FORMAT "_%s_%d", STR_ARG(e->had->id), kind, ++e->made);
    while (xmlHashAddEntry(e->ids, (const xmlChar *)id, e) != 0);
    (void)xmlSetProp(node, (const xmlChar *)"id", (const xmlChar *)id);
}

/* Keys of the hash are the ids; the value says nothing. */
void dmn_editor_collect_ids(struct dmn_editor *e, xmlNodePtr node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        xmlChar *const id = xmlGetNoNsProp(node, (const xmlChar *)"id");
        if (id)
            (void)xmlHashAddEntry(e->ids, id, e);
        xmlFree(id);
        dmn_editor_collect_ids(
            e, node->children); /* at most LIMIT_DMN_DEPTH, which loading has seen to */
    }
}

/* --- where elements stand --- */

static bool is_blank(const xmlNode *node)
{
    return node && xmlIsBlankNode(node) == 1;
}

/* Takes it out with the blanks before it. */
static void take_out(xmlNodePtr node)
{
    xmlNode *const before = node->prev;
    if (is_blank(before)) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
    xmlUnlinkNode(node);
}

static int rank_of(const struct dmn_editor *e, const xmlNode *node, const char *const *order)
{
    for (int i = 0; order[i]; i++)
        if (dmn_editor_is(e, node, order[i]))
            return i;
    return INT_MAX;
}

/* The last child that comes no later than one of that name; NULL: it would be the first. */
static xmlNodePtr anchor_of(const struct dmn_editor *e, const xmlNode *parent, const char *name,
                            const char *const *order)
{
    int rank = 0;
    xmlNodePtr anchor = NULL;
    while (strcmp(order[rank], name) != 0)
        rank++;
    for (xmlNodePtr node = parent->children; node; node = node->next)
        if (rank_of(e, node, order) <= rank)
            anchor = node;
    return anchor;
}

static int depth_of(const xmlNode *node)
{
    int depth = 0;
    for (; node->parent && node->parent->type == XML_ELEMENT_NODE; node = node->parent)
        depth++;
    return depth;
}

/* A line of its own, two blanks a level. */
static void put_in(const struct dmn_editor *e, xmlNodePtr parent, xmlNodePtr anchor,
                   xmlNodePtr node)
{
    const char *const blanks = arena_printf(e->op->arena, "\n%*s", 2 * (depth_of(parent) + 1), "");
    xmlNode *const line = xmlNewDocText(e->document, (const xmlChar *)blanks);
    const bool is_empty = parent->children == NULL;
    if (anchor)
        (void)xmlAddNextSibling(anchor, node);
    else if (parent->children)
        (void)xmlAddPrevSibling(parent->children, node);
    else
        (void)xmlAddChild(parent, node);
    (void)xmlAddPrevSibling(node, line);
    if (is_empty)
        (void)xmlAddChild(parent, xmlNewDocText(e->document, (const xmlChar *)arena_printf(
                                                                 e->op->arena, "\n%*s",
                                                                 2 * depth_of(parent), "")));
}

xmlNodePtr dmn_editor_make(const struct dmn_editor *e, const char *name)
{
    return xmlNewDocNode(e->document, e->space, (const xmlChar *)name, NULL);
}

/* The child of the name, made where it belongs when there is none. */
xmlNodePtr dmn_editor_need(const struct dmn_editor *e, xmlNodePtr parent, const char *name,
                           const char *const *order)
{
    xmlNodePtr node = dmn_editor_child(e, parent, name);
    if (node)
        return node;
    node = dmn_editor_make(e, name);
    put_in(e, parent, anchor_of(e, parent, name, order), node);
    return node;
}

/* The children of one name become these: from[i] is the place where the i-th stood, DMN_NEW for one
 * that is made; who is not named goes. */
xmlNodePtr *dmn_editor_arrange(struct dmn_editor *e, xmlNodePtr parent, const char *name,
                               const char *const *order, const ptrdiff_t *from, size_t count)
{
    xmlNodePtr *had = NULL;
    const size_t had_count = dmn_editor_children(e, parent, name, &had);
    xmlNodePtr *const now = arena_array(e->op->arena, count, sizeof(xmlNodePtr));
    bool is_same = had_count == count;
    for (size_t i = 0; i < count; i++)
        is_same = is_same && from[i] == (ptrdiff_t)i;
    if (is_same) {
        for (size_t i = 0; i < count; i++)
            now[i] = had[i];
        return now;
    }
    for (size_t i = 0; i < had_count; i++)
        take_out(had[i]);
    xmlNodePtr anchor = anchor_of(e, parent, name, order);
    for (size_t i = 0; i < count; i++) {
        now[i] = from[i] == DMN_NEW ? dmn_editor_make(e, name) : had[from[i]];
        put_in(e, parent, anchor, now[i]);
        anchor = now[i];
        if (from[i] == DMN_NEW)
            dmn_editor_set_id(e, now[i], name);
        else
            had[from[i]] = NULL;
    }
    for (size_t i = 0; i < had_count; i++)
        if (had[i])
            xmlFreeNode(had[i]);
    return now;
}

/* --- texts --- */

/* The <text> of an element; what says the same stays as it is, blanks and all. */
void dmn_editor_text(const struct dmn_editor *e, xmlNodePtr node, str value)
{
    xmlNodePtr text = dmn_editor_child(e, node, "text");
    if (!text) {
        text = dmn_editor_make(e, "text");
        (void)xmlAddChild(node, text);
    }
    xmlChar *const had = xmlNodeGetContent(text);
    const bool is_same = str_equal(str_trim(str_of((const char *)had)), str_trim(value));
    xmlFree(had);
    if (is_same)
        return;
    xmlNodeSetContent(text, NULL);
    xmlNodeAddContentLen(text, (const xmlChar *)value.data, (int)value.size);
}

void dmn_editor_set(const struct dmn_editor *e, xmlNodePtr node, const char *name, str value)
{
    if (value.size > 0)
        (void)xmlSetProp(node, (const xmlChar *)name, xml_of(e, value));
    else
        (void)xmlUnsetProp(node, (const xmlChar *)name);
}

void dmn_editor_put(const struct dmn_editor *e, xmlNodePtr parent, xmlNodePtr node,
                    const char *const *order)
{
    put_in(e, parent, anchor_of(e, parent, (const char *)node->name, order), node);
}

void dmn_editor_drop(xmlNodePtr node)
{
    if (!node)
        return;
    take_out(node);
    xmlFreeNode(node);
}
