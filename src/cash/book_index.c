#include "cash/book_index.h"

#include "identity/name.h"

/* A hash table of open addressing: key and its chain of postings.  Keys are 64 bits of a hash and
 * stand for their text: with a million keys and a hundred million questions a false answer has a
 * chance of one in a hundred thousand, and it would need the same amount to matter. */
struct slot {
    uint64_t key; /* 0: empty */
    uint32_t first;
    uint32_t count;
};

struct posting {
    struct book_posting what;
    uint32_t next;
};

struct book_index {
    struct arena *arena;
    struct book_case *cases;
    size_t case_count, case_room;
    struct book_claim *claims;
    size_t claim_count, claim_room;
    struct posting *postings;
    size_t posting_count, posting_room;
    struct slot *slots;
    size_t slot_mask; /* their number less 1 */
    size_t key_count;
};

#define SLOTS_AT_FIRST 1024

/* Keys of one kind must not meet those of another. */
enum { SALT_TEXT = 1, SALT_DIGEST, SALT_NAME, SALT_AMOUNT, SALT_CASE };

/* The finish of splitmix64: every bit of the key moves every bit of the slot. */
static uint64_t mix(uint64_t h)
{
    h ^= h >> 30;
    h *= UINT64_C(0xbf58476d1ce4e5b9);
    h ^= h >> 27;
    h *= UINT64_C(0x94d049bb133111eb);
    h ^= h >> 31;
    return h == 0 ? 1 : h;
}

static uint64_t key_of_number(uint64_t number, int salt)
{
    return mix(number + (uint64_t)salt * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t key_of_text(str text, int salt)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) + (uint64_t)salt;
    for (size_t i = 0; i < text.size; i++)
        h = (h ^ (uint8_t)text.data[i]) * UINT64_C(0x100000001b3);
    return mix(h);
}

static uint64_t key_of_amount(currency unit, int64_t open)
{
    return key_of_number(mix((uint64_t)open) ^ (uint64_t)(uint32_t)unit, SALT_AMOUNT);
}

static struct slot *slot_of(const struct book_index *index, uint64_t key)
{
    size_t at = key & index->slot_mask;
    while (index->slots[at].key != 0 && index->slots[at].key != key)
        at = (at + 1) & index->slot_mask;
    return &index->slots[at];
}

static void grow_slots(struct book_index *index)
{
    struct slot *const old = index->slots;
    const size_t old_count = index->slot_mask + 1;
    index->slot_mask = old_count * 4 - 1;
    index->slots = arena_array(index->arena, old_count * 4, sizeof(*index->slots));
    for (size_t i = 0; i < old_count; i++)
        if (old[i].key != 0)
            *slot_of(index, old[i].key) = old[i];
}

static void post(struct book_index *index, uint64_t key, enum book_key kind, uint32_t of_case,
                 uint32_t claim)
{
    if ((index->key_count + 1) * 3 > (index->slot_mask + 1) * 2)
        grow_slots(index);
    struct slot *const slot = slot_of(index, key);
    if (slot->key == 0) {
        *slot = (struct slot){key, BOOK_INDEX_NONE, 0};
        index->key_count++;
    }
    index->postings = arena_grow(index->arena, index->postings, index->posting_count,
                                 &index->posting_room, sizeof(*index->postings));
    index->postings[index->posting_count] = (struct posting){
        {kind, of_case, claim},
        slot->first
    };
    slot->first = (uint32_t)index->posting_count++;
    slot->count++;
}

struct book_index *book_index_create(struct arena *arena)
{
    struct book_index *const index = arena_new(arena, struct book_index);
    index->arena = arena;
    index->slot_mask = SLOTS_AT_FIRST - 1;
    index->slots = arena_array(arena, SLOTS_AT_FIRST, sizeof(*index->slots));
    return index;
}

/* The words of a name in alphabetical order, as one key; 0: it has none. */
static uint64_t key_of_name(str name)
{
    struct name_keys keys;
    name_keys_make(name, &keys);
    return keys.count > 0 ? key_of_text(keys.list[0], SALT_NAME) : 0;
}

uint32_t book_index_add_case(struct book_index *index, const struct book_case *of_case)
{
    const uint32_t number = (uint32_t)index->case_count;
    const uint64_t name = key_of_name(of_case->name);
    index->cases = arena_grow(index->arena, index->cases, index->case_count, &index->case_room,
                              sizeof(*index->cases));
    index->cases[index->case_count] = *of_case;
    index->cases[index->case_count].open = 0;
    index->cases[index->case_count].first_claim = (uint32_t)index->claim_count;
    index->cases[index->case_count++].claim_count = 0;
    post(index, key_of_number((uint64_t)of_case->case_id, SALT_CASE), KEY_CASE_NUMBER, number,
         BOOK_INDEX_NONE);
    if (name != 0)
        post(index, name, KEY_NAME, number, BOOK_INDEX_NONE);
    return number;
}

uint32_t book_index_add_claim(struct book_index *index, int64_t claim_id, money open)
{
    const uint32_t number = (uint32_t)index->claim_count;
    const uint32_t of_case = (uint32_t)index->case_count - 1;
    index->claims = arena_grow(index->arena, index->claims, index->claim_count, &index->claim_room,
                               sizeof(*index->claims));
    index->claims[index->claim_count++] = (struct book_claim){of_case, claim_id, open.minor};
    index->cases[of_case].claim_count++;
    index->cases[of_case].open += open.minor;
    post(index, key_of_amount(index->cases[of_case].currency, open.minor), KEY_AMOUNT, of_case,
         number);
    return number;
}

void book_index_add_text(struct book_index *index, enum book_key key, str text, uint32_t of_case,
                         uint32_t claim)
{
    char token[BOOK_TOKEN_MAX];
    const size_t size = book_token(text, token);
    if (size > 0)
        post(index, key_of_text((str){token, size}, SALT_TEXT), key, of_case, claim);
}

void book_index_add_digest(struct book_index *index, enum book_key key, uint64_t digest,
                           uint32_t of_case)
{
    post(index, key_of_number(digest, SALT_DIGEST), key, of_case, BOOK_INDEX_NONE);
}

void book_index_finish(struct book_index *index)
{
    for (size_t i = 0; i < index->case_count; i++)
        if (index->cases[i].claim_count > 1)
            post(index, key_of_amount(index->cases[i].currency, index->cases[i].open), KEY_AMOUNT,
                 (uint32_t)i, BOOK_INDEX_NONE);
}

const struct book_case *book_index_case(const struct book_index *index, uint32_t of_case)
{
    return &index->cases[of_case];
}

const struct book_claim *book_index_claim(const struct book_index *index, uint32_t claim)
{
    return &index->claims[claim];
}

uint32_t book_index_case_count(const struct book_index *index)
{
    return (uint32_t)index->case_count;
}

static uint32_t find(const struct book_index *index, uint64_t key, uint32_t *ret_count)
{
    const struct slot *const slot = slot_of(index, key);
    *ret_count = slot->key == 0 ? 0 : slot->count;
    return slot->key == 0 ? BOOK_INDEX_NONE : slot->first;
}

uint32_t book_index_find(const struct book_index *index, str token, uint32_t *ret_count)
{
    return find(index, key_of_text(token, SALT_TEXT), ret_count);
}

uint32_t book_index_find_digest(const struct book_index *index, uint64_t digest,
                                uint32_t *ret_count)
{
    return find(index, key_of_number(digest, SALT_DIGEST), ret_count);
}

uint32_t book_index_find_name(const struct book_index *index, str name, uint32_t *ret_count)
{
    const uint64_t key = key_of_name(name);
    *ret_count = 0;
    return key == 0 ? BOOK_INDEX_NONE : find(index, key, ret_count);
}

uint32_t book_index_find_amount(const struct book_index *index, currency unit, int64_t open,
                                uint32_t *ret_count)
{
    return find(index, key_of_amount(unit, open), ret_count);
}

uint32_t book_index_find_case(const struct book_index *index, int64_t case_id)
{
    uint32_t count = 0;
    const uint32_t at = find(index, key_of_number((uint64_t)case_id, SALT_CASE), &count);
    return at == BOOK_INDEX_NONE ? BOOK_INDEX_NONE : index->postings[at].what.of_case;
}

uint32_t book_index_next(const struct book_index *index, uint32_t at,
                         struct book_posting *ret_posting)
{
    *ret_posting = index->postings[at].what;
    return index->postings[at].next;
}

size_t book_token(str text, char out[BOOK_TOKEN_MAX])
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool is_small = c >= 'a' && c <= 'z';
        if (!is_small && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
            continue;
        if (size == 0 && c == '0')
            continue;
        if (size == BOOK_TOKEN_MAX)
            return 0;
        out[size++] = is_small ? (char)(c - 'a' + 'A') : c;
    }
    return size;
}
