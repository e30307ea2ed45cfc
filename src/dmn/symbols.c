#include "dmn/symbols.h"

/* Open addressing over the texts; at most half full. */
struct dmn_symbols {
    struct arena *arena;
    str *texts; /* by symbol */
    size_t count, capacity;
    dmn_symbol *slots; /* symbol + 1; 0 is free */
    size_t slot_mask;
};

#define FIRST_CAPACITY 64

/* FNV-1a: the keys are short words of our own rules, nobody gains by making them collide. */
static size_t hash_of(str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ (hash >> 32));
}

static size_t slot_of(const struct dmn_symbols *symbols, str text)
{
    size_t slot = hash_of(text) & symbols->slot_mask;
    while (symbols->slots[slot] != 0 && !str_equal(symbols->texts[symbols->slots[slot] - 1], text))
        slot = (slot + 1) & symbols->slot_mask;
    return slot;
}

static void grow(struct dmn_symbols *symbols, size_t capacity)
{
    str *const texts = arena_array(symbols->arena, capacity, sizeof(*texts));
    if (symbols->count > 0)
        memcpy(texts, symbols->texts, symbols->count * sizeof(*texts));
    symbols->texts = texts;
    symbols->capacity = capacity;
    symbols->slots = arena_array(symbols->arena, 2 * capacity, sizeof(*symbols->slots));
    symbols->slot_mask = 2 * capacity - 1;
    for (size_t i = 0; i < symbols->count; i++)
        symbols->slots[slot_of(symbols, texts[i])] = (dmn_symbol)i + 1;
}

struct dmn_symbols *dmn_symbols_create(struct arena *arena)
{
    struct dmn_symbols *const symbols = arena_new(arena, struct dmn_symbols);
    symbols->arena = arena;
    grow(symbols, FIRST_CAPACITY);
    return symbols;
}

dmn_symbol dmn_symbols_add(struct dmn_symbols *symbols, str text)
{
    const dmn_symbol known = dmn_symbols_find(symbols, text);
    if (known != DMN_SYMBOL_UNKNOWN)
        return known;
    if (symbols->count == symbols->capacity)
        grow(symbols, 2 * symbols->capacity);
    const dmn_symbol symbol = (dmn_symbol)symbols->count++;
    symbols->texts[symbol] = str_copy(symbols->arena, text);
    symbols->slots[slot_of(symbols, text)] = symbol + 1;
    return symbol;
}

dmn_symbol dmn_symbols_find(const struct dmn_symbols *symbols, str text)
{
    return symbols->slots[slot_of(symbols, text)] - 1;
}

str dmn_symbols_text(const struct dmn_symbols *symbols, dmn_symbol symbol)
{
    return symbol >= 0 && (size_t)symbol < symbols->count ? symbols->texts[symbol] : (str){"", 0};
}

size_t dmn_symbols_count(const struct dmn_symbols *symbols)
{
    return symbols->count;
}
