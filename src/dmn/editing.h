/* The elements of a file that is being edited: for the files of this room only.
 *
 * An element that is put in stands where the schema of DMN wants it, on a line of its own; one that
 * is taken out takes the blanks before it along.  The tree belongs to the op's arena. */
#ifndef DMN_EDITING_H
#define DMN_EDITING_H
#include <libxml/hash.h>
#include <libxml/tree.h>

#include "dmn/model.h"

#define DMN_NEW (-1) /* in place of where an element stood */

struct dmn_editor {
    struct op *op;
    xmlDocPtr document;
    xmlNsPtr space; /* the model's own namespace */
    xmlNodePtr decision, table;
    xmlHashTablePtr ids;
    const struct dmn_model *model;
    const struct dmn_decision *had;
    const struct dmn_table *now;
    int made; /* ids */
};

/* What stands in an element, in the order of the schema; each list ends with NULL. */
extern const char *const dmn_order_table[],
    *const dmn_order_rule[], *const dmn_order_input[], *const dmn_order_output[],
                                                           *const dmn_order_decision[],
                                                               *const dmn_order_model[];

bool dmn_editor_is(const struct dmn_editor *e, const xmlNode *node, const char *name);
/* The first child of the name, or NULL; and all of them. */
xmlNodePtr dmn_editor_child(const struct dmn_editor *e, const xmlNode *parent, const char *name);
size_t dmn_editor_children(const struct dmn_editor *e, const xmlNode *parent, const char *name,
                           xmlNodePtr **ret_nodes);
xmlNodePtr dmn_editor_make(const struct dmn_editor *e, const char *name);
/* Puts a made element in, after those that come before its kind. */
void dmn_editor_put(const struct dmn_editor *e, xmlNodePtr parent, xmlNodePtr node,
                    const char *const *order);
/* The child of the name, made where there is none. */
xmlNodePtr dmn_editor_need(const struct dmn_editor *e, xmlNodePtr parent, const char *name,
                           const char *const *order);
/* Takes an element out for good; NULL is allowed. */
void dmn_editor_drop(xmlNodePtr node);
/* The children of one name become these: from[i] is the place where the i-th stood, DMN_NEW for one
 * that is made; who is not named goes. */
xmlNodePtr *dmn_editor_arrange(struct dmn_editor *e, xmlNodePtr parent, const char *name,
                               const char *const *order, const ptrdiff_t *from, size_t count);

str dmn_editor_attribute(const struct dmn_editor *e, xmlNodePtr node, const char *name);
/* An empty value takes the attribute away. */
void dmn_editor_set(const struct dmn_editor *e, xmlNodePtr node, const char *name, str value);
/* A new id that the file does not have yet. */
void dmn_editor_set_id(struct dmn_editor *e, xmlNodePtr node, const char *kind);
/* All ids of a tree are taken. */
void dmn_editor_collect_ids(struct dmn_editor *e, xmlNodePtr node);
/* The <text> of an element; what says the same stays as it is, blanks and all. */
void dmn_editor_text(const struct dmn_editor *e, xmlNodePtr node, str value);
#endif
