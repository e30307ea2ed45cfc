#include "vec/column.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The four widths of a flat column; every loop over cells is written once for all. */
#define WIDTHS(X)                                                                                  \
    X(1, int8_t, INT8_MIN, INT8_MAX)                                                               \
    X(2, int16_t, INT16_MIN, INT16_MAX)                                                            \
    X(4, int32_t, INT32_MIN, INT32_MAX)                                                            \
    X(8, int64_t, INT64_MIN, INT64_MAX)

/* --- packing --- */

static uint8_t width_of(int64_t least, int64_t most)
{
#define TRY_WIDTH(bytes, type, low, high)                                                          \
    if (least >= (low) && most <= (high))                                                          \
        return bytes;
    WIDTHS(TRY_WIDTH)
#undef TRY_WIDTH
    return 8;
}

#define SLOTS 1024 /* four for each word: few collisions */

struct dictionary {
    int64_t words[VEC_DICT_MAX];
    uint16_t slots[SLOTS]; /* number of a word + 1; 0: free */
    unsigned count;
};

/* The number of a word, added when it is new; VEC_DICT_MAX: there is no room for it. */
static unsigned number_of(struct dictionary *dictionary, int64_t word)
{
    unsigned slot = (unsigned)(((uint64_t)word * UINT64_C(0x9E3779B97F4A7C15)) >> 54);
    while (dictionary->slots[slot] != 0) {
        const unsigned number = dictionary->slots[slot] - 1U;
        if (dictionary->words[number] == word)
            return number;
        slot = (slot + 1) % SLOTS;
    }
    if (dictionary->count == VEC_DICT_MAX)
        return VEC_DICT_MAX;
    dictionary->words[dictionary->count] = word;
    dictionary->slots[slot] = (uint16_t)++dictionary->count;
    return dictionary->count - 1;
}

static int compare_words(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static unsigned code_of(const struct vec_plan *plan, int64_t word)
{
    unsigned low = 0;
    unsigned high = plan->word_count - 1U;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        if (plan->words[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* False: more values than codes. */
static bool plan_dictionary(const int64_t *cells, size_t count, struct vec_plan *plan)
{
    struct dictionary dictionary = {.count = 0};
    uint8_t codes[VEC_DICT_MAX];
    for (size_t row = 0; row < count; row++) {
        const unsigned number = number_of(&dictionary, cells[row]);
        if (number == VEC_DICT_MAX)
            return false;
        plan->codes[row] = (uint8_t)number;
    }
    plan->word_count = (uint16_t)dictionary.count;
    memcpy(plan->words, dictionary.words, dictionary.count * sizeof(*plan->words));
    qsort(plan->words, plan->word_count, sizeof(*plan->words), compare_words);
    for (unsigned i = 0; i < dictionary.count; i++)
        codes[i] = (uint8_t)code_of(plan, dictionary.words[i]);
    for (size_t row = 0; row < count; row++)
        plan->codes[row] = codes[plan->codes[row]];
    return true;
}

void vec_column_plan(const int64_t *cells, size_t count, struct vec_plan *ret_plan)
{
    int64_t least = cells[0];
    int64_t most = cells[0];
    assert(count >= 1 && count <= VEC_ROWS);
    for (size_t row = 1; row < count; row++) {
        least = cells[row] < least ? cells[row] : least;
        most = cells[row] > most ? cells[row] : most;
    }
    if (least == most) {
        ret_plan->shape = VEC_CONST;
        ret_plan->width = 0;
        ret_plan->word_count = 1;
        ret_plan->words[0] = least;
        return;
    }
    const uint8_t width = width_of(least, most);
    const bool is_dictionary = width >= 4 && plan_dictionary(cells, count, ret_plan) &&
                               count + ret_plan->word_count * sizeof(int64_t) < count * width;
    ret_plan->shape = is_dictionary ? VEC_DICT : VEC_FLAT;
    ret_plan->width = is_dictionary ? 1 : width;
    if (!is_dictionary)
        ret_plan->word_count = 0;
}

size_t vec_plan_word_bytes(const struct vec_plan *plan)
{
    return plan->word_count * sizeof(int64_t);
}

size_t vec_plan_cell_bytes(const struct vec_plan *plan, size_t count)
{
    return plan->width * count;
}

static void pack_flat(const int64_t *cells, size_t count, uint8_t width, void *packed)
{
    switch (width) {
#define PACK(bytes, type, low, high)                                                               \
    case bytes:                                                                                    \
        for (size_t row = 0; row < count; row++)                                                   \
            ((type *)packed)[row] = (type)cells[row];                                              \
        break;
        WIDTHS(PACK)
#undef PACK
    default:
        assert(false);
    }
}

struct vec_column vec_column_pack(const struct vec_plan *plan, const int64_t *cells, size_t count,
                                  int64_t *words, void *packed)
{
    if (plan->word_count > 0)
        memcpy(words, plan->words, vec_plan_word_bytes(plan));
    if (plan->shape == VEC_DICT)
        memcpy(packed, plan->codes, count);
    else if (plan->shape == VEC_FLAT)
        pack_flat(cells, count, plan->width, packed);
    return (struct vec_column){(uint8_t)plan->shape, plan->width, plan->word_count, words, packed};
}

/* --- reading --- */

int64_t vec_column_at(const struct vec_column *column, size_t row)
{
    if (column->shape == VEC_CONST)
        return column->words[0];
    if (column->shape == VEC_DICT)
        return column->words[((const uint8_t *)column->cells)[row]];
    switch (column->width) {
#define CELL(bytes, type, low, high)                                                               \
    case bytes:                                                                                    \
        return ((const type *)column->cells)[row];
        WIDTHS(CELL)
#undef CELL
    default:
        assert(false);
        return 0;
    }
}

static void read_flat(const struct vec_column *column, size_t count, int64_t *values)
{
    switch (column->width) {
#define READ(bytes, type, low, high)                                                               \
    case bytes:                                                                                    \
        for (size_t row = 0; row < count; row++)                                                   \
            values[row] = ((const type *)column->cells)[row];                                      \
        break;
        WIDTHS(READ)
#undef READ
    default:
        assert(false);
    }
}

void vec_column_read(const struct vec_column *column, size_t count, int64_t *ret_values)
{
    switch ((enum vec_shape)column->shape) {
    case VEC_CONST:
        for (size_t row = 0; row < count; row++)
            ret_values[row] = column->words[0];
        break;
    case VEC_DICT:
        for (size_t row = 0; row < count; row++)
            ret_values[row] = column->words[((const uint8_t *)column->cells)[row]];
        break;
    case VEC_FLAT:
        read_flat(column, count, ret_values);
        break;
    }
}

/* --- choosing rows --- */

/* Word after word of 64 rows, without a branch on a value. */
#define CHOOSE(type, cells, least, most)                                                           \
    for (size_t first = 0; first < count; first += 64) {                                           \
        const type *const here = (const type *)(cells) + first;                                    \
        const size_t rows = count - first < 64 ? count - first : 64;                               \
        uint64_t word = 0;                                                                         \
        for (size_t i = 0; i < rows; i++)                                                          \
            word |= (uint64_t)((here[i] >= (least)) & (here[i] <= (most))) << i;                   \
        ret_rows->words[first / 64] = word;                                                        \
    }

static void choose_flat(const struct vec_column *column, size_t count, int64_t low, int64_t high,
                        struct vec_bits *ret_rows)
{
    switch (column->width) {
#define BETWEEN(bytes, type, smallest, largest)                                                    \
    case bytes: {                                                                                  \
        if (low > (largest) || high < (smallest))                                                  \
            break;                                                                                 \
        const type least = (type)(low < (smallest) ? (smallest) : low);                            \
        const type most = (type)(high > (largest) ? (largest) : high);                             \
        CHOOSE(type, column->cells, least, most)                                                   \
        break;                                                                                     \
    }
        WIDTHS(BETWEEN)
#undef BETWEEN
    default:
        assert(false);
    }
}

static void choose_codes(const struct vec_column *column, size_t count, int64_t low, int64_t high,
                         struct vec_bits *ret_rows)
{
    int least = 0;
    int most = column->word_count - 1;
    while (least <= most && column->words[least] < low)
        least++;
    while (most >= least && column->words[most] > high)
        most--;
    if (least <= most)
        CHOOSE(uint8_t, column->cells, least, most)
}

void vec_column_between(const struct vec_column *column, size_t count, int64_t low, int64_t high,
                        struct vec_bits *ret_rows)
{
    const bool is_constant = column->shape == VEC_CONST;
    const bool is_chosen = is_constant && column->words[0] >= low && column->words[0] <= high;
    vec_bits_all(ret_rows, is_chosen ? count : 0);
    if (is_constant || low > high)
        return;
    if (column->shape == VEC_DICT)
        choose_codes(column, count, low, high, ret_rows);
    else
        choose_flat(column, count, low, high, ret_rows);
}
