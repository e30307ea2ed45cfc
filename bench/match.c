/* bench_match [LINES [SEED [FOLDER]]]: lines of bank statements against as many open claims, with
 * the truth.
 *
 * Ids have eight digits, follow each other without gaps and have no check digits: a wrong digit is
 * nearly always somebody else's id.  Of the lines 10 % have one wrong digit, 10 % no reference, 5 %
 * pay two or three debts at once, 5 % are twins of equal amount and day; the rest are good.  A
 * tenth has no name, a fifth a name with a word less.  Prints JSON by lines: one per kind, then
 * all.  With a folder it matches nothing and writes them there as claims.tsv and lines.tsv. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/clock.h"
#include "cash/match.h"

#define MXN CURRENCY('M', 'X', 'N')
enum kind { GOOD, WRONG_DIGIT, NO_REFERENCE, MERGED, TWIN, KIND_COUNT };
static const char *const kinds[] = {"good", "wrong_digit", "no_reference", "merged", "twin"};

static const char *const first_names[] = {
    "Ana",    "Luis",   "María",  "José",   "Carmen", "Juan",    "Rosa",   "Pedro",
    "Marta",  "Jorge",  "Lucía",  "Miguel", "Elena",  "Raúl",    "Sofía",  "Andrés",
    "Teresa", "Hugo",   "Isabel", "Óscar",  "Paula",  "Ramón",   "Silvia", "Tomás",
    "Julia",  "Víctor", "Nora",   "Felipe", "Irene",  "Gerardo", "Olga",   "Darío",
};
static const char *const roots[] = {
    "Torr", "Garc", "Mart", "Lop", "Her", "Ort",  "Ram", "Vel", "Cast", "Mend", "Pach", "Quin",
    "Salg", "Tov",  "Urib", "Zam", "Bec", "Carr", "Dom", "Esp", "Fig",  "Gall", "Ibar", "Jim",
};
static const char *const endings[] = {
    "es",  "ía",   "ínez", "ez", "nández", "ega", "írez",  "asco",  "illo", "oza",
    "eco", "tero", "ado",  "ar", "ara",    "ora", "inosa", "ueroa", "ero",  "ola",
};

struct claim {
    int64_t open;
    uint64_t name; /* from which it is made */
};

struct bench {
    uint64_t seed;
    struct claim *claims;
    int64_t count;
    struct matcher matcher;
    struct arena *scratch;
    int64_t lines[KIND_COUNT], right[KIND_COUNT], wrong[KIND_COUNT], left[KIND_COUNT];
};

static uint64_t next(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int64_t below(struct bench *b, int64_t most)
{
    return (int64_t)(next(&b->seed) % (uint64_t)most);
}

/* First name and two surnames; without: 1 leaves out the second surname. */
static str name_of(struct arena *arena, uint64_t name, bool is_cut)
{
    const char *const first = first_names[name % ARRAY_LEN(first_names)];
    const char *const root = roots[(name >> 8) % ARRAY_LEN(roots)];
    const char *const ending = endings[(name >> 16) % ARRAY_LEN(endings)];
    const char *const other_root = roots[(name >> 24) % ARRAY_LEN(roots)];
    const char *const other_ending = endings[(name >> 32) % ARRAY_LEN(endings)];
    return str_of(is_cut ? arena_printf(arena, "%s %s%s", first, root, ending)
                         : arena_printf(arena, "%s %s%s %s%s", first, root, ending, other_root,
                                        other_ending));
}

static str id_of(struct arena *arena, int64_t n)
{
    return str_of(arena_printf(arena, "F%08" PRId64, INT64_C(10000000) + n));
}

/* A debtor each, so that a wrong claim is a wrong person; twins owe what the one before owes. */
static void make_claims(struct bench *b, struct arena *arena)
{
    b->claims = arena_array(arena, (size_t)b->count, sizeof(*b->claims));
    for (int64_t n = 0; n < b->count; n++) {
        const bool is_twin = n % 40 == 1; /* with the one before it: 5 % */
        b->claims[n] = (struct claim){is_twin ? b->claims[n - 1].open : 5000 + below(b, 5000000),
                                      next(&b->seed)};
    }
}

static void make_index(struct bench *b, struct arena *arena)
{
    struct book_index *const index = book_index_create(arena);
    for (int64_t n = 0; n < b->count; n++) {
        const struct book_case of_case = {.debtor_id = n + 1,
                                          .case_id = n + 1,
                                          .currency = MXN,
                                          .name = name_of(arena, b->claims[n].name, false)};
        const uint32_t number = book_index_add_case(index, &of_case);
        const uint32_t claim = book_index_add_claim(index, n + 1, (money){b->claims[n].open});
        const struct arena_mark mark = arena_mark(b->scratch);
        book_index_add_text(index, KEY_CLAIM, id_of(b->scratch, n), number, claim);
        arena_release(b->scratch, mark);
    }
    book_index_finish(index);
    b->matcher = (struct matcher){.index = index, .score = 80, .margin = 20};
}

static str spoil(struct bench *b, str id)
{
    char *const text = str_cstr(b->scratch, id);
    const size_t at = 1 + (size_t)below(b, (int64_t)id.size - 1);
    text[at] = (char)('0' + (text[at] - '0' + 1 + below(b, 9)) % 10);
    return str_of(text);
}

static enum kind kind_of(const struct bench *b, int64_t n, int64_t dice)
{
    if ((n % 40 == 0 && n + 1 < b->count) || n % 40 == 1)
        return TWIN;
    return dice < 105 ? WRONG_DIGIT : dice < 210 ? NO_REFERENCE : dice < 263 ? MERGED : GOOD;
}

/* One line for the claim n, and for the next ones when it pays several; returns how many. */
static int64_t make_line(struct bench *b, int64_t n, enum kind kind, struct match_entry *entry)
{
    const int64_t dice = below(b, 10);
    const int64_t room = b->count - n < 3 ? b->count - n : 3;
    const int64_t debts = kind == MERGED && room > 1 ? 2 + below(b, room - 1) : 1;
    struct buf text = buf_start(b->scratch, 512);
    *entry = (struct match_entry){.currency = MXN, .reference = STR("")};
    buf_add_c(&text, "pago");
    for (int64_t i = 0; i < debts; i++) {
        entry->amount.minor += b->claims[n + i].open;
        if (debts > 1)
            buf_printf(&text, " " STR_FORMAT, STR_ARG(id_of(b->scratch, n + i)));
    }
    entry->text = buf_str(&text);
    if (kind == WRONG_DIGIT)
        entry->reference = spoil(b, id_of(b->scratch, n));
    else if (debts == 1 && kind != NO_REFERENCE)
        entry->reference = id_of(b->scratch, n);
    if (dice > 0)
        entry->counterparty = name_of(b->scratch, b->claims[n].name, dice < 3);
    return debts;
}

static bool is_right(const struct bench *b, const struct match_answer *answer, int64_t n,
                     int64_t debts)
{
    if ((int64_t)answer->part_count != debts)
        return false;
    for (int64_t i = 0; i < debts; i++)
        if (book_index_case(b->matcher.index, answer->parts[i].of_case)->case_id != n + i + 1 ||
            (debts > 1 && answer->parts[i].amount.minor != b->claims[n + i].open))
            return false;
    return true;
}

static void match_all(struct bench *b)
{
    for (int64_t n = 0, debts = 0; n < b->count; n += debts) {
        struct match_entry entry;
        struct match_answer answer;
        const enum kind kind = kind_of(b, n, below(b, 1000));
        debts = make_line(b, n, kind, &entry);
        match_find(&b->matcher, &entry, b->scratch, &answer);
        b->lines[kind]++;
        if (!answer.is_sure)
            b->left[kind]++;
        else if (is_right(b, &answer, n, debts))
            b->right[kind]++;
        else
            b->wrong[kind]++;
        arena_reset(b->scratch);
    }
}

/* --- as rows for somebody else --- */

static FILE *open_rows(struct bench *b, const char *folder, const char *name)
{
    FILE *const out = fopen(arena_printf(b->scratch, "%s/%s", folder, name), "w");
    if (!out) {
        perror(folder);
        exit(EXIT_FAILURE);
    }
    return out;
}

static void write_claims(struct bench *b, FILE *out)
{
    for (int64_t n = 0; n < b->count; n++) {
        fprintf(out, "%" PRId64 "\t" STR_FORMAT "\t%" PRId64 "\t" STR_FORMAT "\n", n,
                STR_ARG(id_of(b->scratch, n)), b->claims[n].open,
                STR_ARG(name_of(b->scratch, b->claims[n].name, false)));
        arena_reset(b->scratch);
    }
}

static void write_lines(struct bench *b, FILE *out)
{
    for (int64_t n = 0, debts = 0; n < b->count; n += debts) {
        struct match_entry entry;
        const enum kind kind = kind_of(b, n, below(b, 1000));
        debts = make_line(b, n, kind, &entry);
        fprintf(out,
                "%" PRId64 "\t%" PRId64 "\t%s\t" STR_FORMAT "\t" STR_FORMAT "\t%" PRId64
                "\t" STR_FORMAT "\n",
                n, debts, kinds[kind], STR_ARG(entry.reference), STR_ARG(entry.text),
                entry.amount.minor, STR_ARG(entry.counterparty));
        arena_reset(b->scratch);
    }
}

static int write_rows(struct bench *b, const char *folder)
{
    FILE *const claims = open_rows(b, folder, "claims.tsv");
    FILE *const lines = open_rows(b, folder, "lines.tsv");
    write_claims(b, claims);
    write_lines(b, lines);
    const bool is_whole = !ferror(claims) && !ferror(lines);
    return fclose(claims) == 0 && fclose(lines) == 0 && is_whole ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void print(const char *kind, int64_t lines, int64_t right, int64_t wrong, int64_t left)
{
    printf("{\"kind\":\"%s\",\"lines\":%" PRId64 ",\"right\":%" PRId64 ",\"wrong\":%" PRId64
           ",\"left_to_people\":%" PRId64,
           kind, lines, right, wrong, left);
}

static void measure(struct bench *b, struct arena *arena)
{
    int64_t sums[4] = {0};
    const int64_t began = clock_now();
    const int64_t began_cpu = clock_cpu();
    make_claims(b, arena);
    make_index(b, arena);
    const int64_t made = clock_now();
    match_all(b);
    const int64_t done = clock_now();
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        print(kinds[kind], b->lines[kind], b->right[kind], b->wrong[kind], b->left[kind]);
        puts("}");
        sums[0] += b->lines[kind];
        sums[1] += b->right[kind];
        sums[2] += b->wrong[kind];
        sums[3] += b->left[kind];
    }
    print("all", sums[0], sums[1], sums[2], sums[3]);
    printf(",\"claims\":%" PRId64 ",\"index_ms\":%" PRId64 ",\"match_ms\":%" PRId64
           ",\"cpu_ms\":%" PRId64 ",\"memory_mib\":%zu}\n",
           b->count, (made - began) / 1000, (done - made) / 1000, (clock_cpu() - began_cpu) / 1000,
           arena_size(arena) >> 20);
}

int main(int argc, char **argv)
{
    struct arena *const arena = arena_create();
    struct bench b = {.count = argc > 1 ? strtoll(argv[1], NULL, 10) : 20000,
                      .seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1,
                      .scratch = arena_create()};
    int code = EXIT_SUCCESS;
    if (argc > 3) {
        make_claims(&b, arena);
        code = write_rows(&b, argv[3]);
    } else {
        measure(&b, arena);
    }
    arena_destroy(b.scratch);
    arena_destroy(arena);
    return code;
}
