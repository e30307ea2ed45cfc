/* Texts as small integers, so that rows and rules compare numbers.
 *
 * One table of symbols serves all plans of a strategy.  Compiling adds the texts of the rules;
 * after that, rows look up and do not add: a text that no rule mentions is DMN_SYMBOL_UNKNOWN,
 * which matches no literal.  Lives in the arena it was created in; not thread-safe while it grows.
 */
#ifndef DMN_SYMBOLS_H
#define DMN_SYMBOLS_H
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

typedef int32_t dmn_symbol; /* 0 and up; equal texts, equal numbers */
#define DMN_SYMBOL_UNKNOWN (-1)

struct dmn_symbols;

struct dmn_symbols *dmn_symbols_create(struct arena *arena);
/* The symbol of the text, adding it when it is new. */
dmn_symbol dmn_symbols_add(struct dmn_symbols *symbols, str text);
/* DMN_SYMBOL_UNKNOWN when it was never added. */
dmn_symbol dmn_symbols_find(const struct dmn_symbols *symbols, str text);
/* Empty for DMN_SYMBOL_UNKNOWN. */
str dmn_symbols_text(const struct dmn_symbols *symbols, dmn_symbol symbol);
size_t dmn_symbols_count(const struct dmn_symbols *symbols);
#endif
