#include "cash/match.h"

#include <stdlib.h>

#include "identity/name.h"

enum {
    CANDIDATES_MAX = 64,
    WALK_MAX = 64,   /* postings of one key that are looked at: a key of more says nothing */
    TOKENS_MAX = 24, /* of all texts of an entry */
    TOKEN_MIN = 4,   /* shorter ones are in every text */
    NEAR_MIN = 6,    /* of a token that may have a wrong digit */
    NEAR_TOKENS = 4,
    NAME_SURE = 85, /* likeness that decides between two */
    NAME_OTHER = 40
};

enum evidence {
    REFERENCE = 1,
    CASE_SAID = 2, /* in a field for references */
    CASE_TEXT = 4,
    ID_SAID = 8,
    ID_TEXT = 16,
    NEAR_ID = 32,
    DOCUMENT = 64,
    ACCOUNT = 128,
    CUSTOMER = 256,
    AMOUNT = 512,
    CASE_AMOUNT = 1024
};

struct candidate {
    uint32_t of_case;
    uint32_t claim; /* that an id named */
    uint32_t evidence;
    int likeness; /* of the name; -1: no name to compare */
    int amount_score;
    int score;
};

struct token {
    char bytes[BOOK_TOKEN_MAX];
    size_t size;
    bool is_said; /* in a field for references */
};

struct search {
    const struct matcher *matcher;
    const struct match_entry *entry;
    struct token tokens[TOKENS_MAX];
    size_t token_count;
    struct candidate list[CANDIDATES_MAX];
    size_t count;
    uint32_t named[MATCH_PARTS_MAX]; /* claims that ids name, each once */
    size_t named_count;
};

/* --- tokens --- */

static void add_token(struct search *s, str word, bool is_said)
{
    if (s->token_count == TOKENS_MAX)
        return;
    struct token *const token = &s->tokens[s->token_count];
    token->size = book_token(word, token->bytes);
    token->is_said = is_said;
    for (size_t i = 0; i < s->token_count; i++)
        if (str_equal((str){s->tokens[i].bytes, s->tokens[i].size},
                      (str){token->bytes, token->size}))
            return;
    s->token_count += token->size >= TOKEN_MIN;
}

static bool parts_words(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '|' || c == ':' || c == '\n' || c == '\t' ||
           c == '(' || c == ')' || c == '+' || c == '#';
}

static bool has_digit(str word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return true;
    return false;
}

/* Words with a digit in them. */
static void add_words(struct search *s, str text, bool is_said)
{
    size_t start = 0;
    if (text.size == 0)
        return; /* and no step from nothing */
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && !parts_words(text.data[i]))
            continue;
        const str word = {text.data + start, i - start};
        if (has_digit(word))
            add_token(s, word, is_said);
        start = i + 1;
    }
}

/* --- candidates --- */

static struct candidate *candidate_of(struct search *s, uint32_t of_case)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].of_case == of_case)
            return &s->list[i];
    if (s->count == CANDIDATES_MAX ||
        book_index_case(s->matcher->index, of_case)->currency != s->entry->currency)
        return NULL;
    s->list[s->count] = (struct candidate){.of_case = of_case, .claim = BOOK_INDEX_NONE};
    return &s->list[s->count++];
}

static void note_named(struct search *s, uint32_t claim)
{
    for (size_t i = 0; i < s->named_count; i++)
        if (s->named[i] == claim)
            return;
    if (s->named_count < MATCH_PARTS_MAX)
        s->named[s->named_count++] = claim;
}

static uint32_t evidence_of(enum book_key key, bool is_said)
{
    switch (key) {
    case KEY_PAY_REFERENCE:
        return REFERENCE;
    case KEY_CASE_NUMBER:
        return is_said ? CASE_SAID : CASE_TEXT;
    case KEY_CLAIM:
        return is_said ? ID_SAID : ID_TEXT;
    case KEY_CUSTOMER:
        return CUSTOMER;
    case KEY_DOCUMENT:
        return DOCUMENT;
    case KEY_ACCOUNT:
        return ACCOUNT;
    case KEY_NAME:
    case KEY_AMOUNT:
    case BOOK_KEY_COUNT:
        break;
    }
    return 0;
}

static void walk(struct search *s, uint32_t at, uint32_t count, bool is_said)
{
    struct book_posting posting;
    for (uint32_t n = 0; at != BOOK_INDEX_NONE && count <= WALK_MAX && n < WALK_MAX; n++) {
        at = book_index_next(s->matcher->index, at, &posting);
        struct candidate *const candidate = candidate_of(s, posting.of_case);
        if (!candidate)
            continue;
        candidate->evidence |= evidence_of(posting.key, is_said);
        if (posting.key != KEY_CLAIM || posting.claim == BOOK_INDEX_NONE)
            continue;
        note_named(s, posting.claim);
        if (candidate->claim == BOOK_INDEX_NONE)
            candidate->claim = posting.claim;
    }
}

static void find_by_tokens(struct search *s)
{
    uint32_t count = 0;
    for (size_t i = 0; i < s->token_count; i++) {
        const str token = {s->tokens[i].bytes, s->tokens[i].size};
        const uint32_t at = book_index_find(s->matcher->index, token, &count);
        walk(s, at, count, s->tokens[i].is_said);
    }
}

static void find_by_document(struct search *s)
{
    uint32_t count = 0;
    for (size_t i = 0; i < s->token_count && s->matcher->document; i++) {
        const str token = {s->tokens[i].bytes, s->tokens[i].size};
        const uint64_t digest =
            token.size >= NEAR_MIN ? s->matcher->document(s->matcher->self, token) : 0;
        if (digest == 0)
            continue;
        const uint32_t at = book_index_find_digest(s->matcher->index, digest, &count);
        walk(s, at, count, true);
    }
}

static bool owes_in_a_claim(const struct book_index *index, const struct book_case *of_case,
                            int64_t amount)
{
    for (uint32_t i = 0; i < of_case->claim_count; i++)
        if (book_index_claim(index, of_case->first_claim + i)->open == amount)
            return true;
    return false;
}

/* Whether the amount is what a posting's claim, a claim of its case, or the whole case owes. */
static bool owes(const struct book_index *index, const struct book_posting *posting, int64_t amount)
{
    const struct book_case *const of_case = book_index_case(index, posting->of_case);
    if (posting->claim != BOOK_INDEX_NONE)
        return book_index_claim(index, posting->claim)->open == amount;
    return of_case->open == amount || owes_in_a_claim(index, of_case, amount);
}

/* What is one wrong digit or one swap away from a token: called for each, until it says true. */
static bool each_neighbour(const struct token *token, bool (*visit)(void *self, str near),
                           void *self)
{
    char bytes[BOOK_TOKEN_MAX];
    memcpy(bytes, token->bytes, token->size);
    const str near = {bytes, token->size};
    for (size_t i = 0; i < token->size; i++) {
        const char was = bytes[i];
        if (was < '0' || was > '9')
            continue;
        for (int digit = '0'; digit <= '9'; digit++) {
            bytes[i] = (char)digit;
            if (digit != was && visit(self, near))
                return true;
        }
        bytes[i] = was;
        if (i + 1 < token->size && bytes[i + 1] != was) {
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = was;
            if (visit(self, near))
                return true;
            bytes[i + 1] = bytes[i];
            bytes[i] = was;
        }
    }
    return false;
}

static bool visit_near(void *self, str near)
{
    struct search *const s = self;
    struct book_posting posting;
    uint32_t count = 0;
    uint32_t at = book_index_find(s->matcher->index, near, &count);
    for (uint32_t n = 0; at != BOOK_INDEX_NONE && n < WALK_MAX; n++) {
        at = book_index_next(s->matcher->index, at, &posting);
        const bool is_id = posting.key == KEY_PAY_REFERENCE || posting.key == KEY_CLAIM ||
                           posting.key == KEY_CASE_NUMBER;
        if (!is_id || !owes(s->matcher->index, &posting, s->entry->amount.minor))
            continue;
        struct candidate *const candidate = candidate_of(s, posting.of_case);
        if (!candidate)
            continue;
        candidate->evidence |= NEAR_ID;
        if (candidate->claim == BOOK_INDEX_NONE)
            candidate->claim = posting.claim;
    }
    return false;
}

static bool may_be_wrong(const struct token *token)
{
    size_t digits = 0;
    for (size_t i = 0; i < token->size; i++)
        digits += token->bytes[i] >= '0' && token->bytes[i] <= '9';
    return token->size >= NEAR_MIN && digits * 2 >= token->size;
}

static void find_near(struct search *s)
{
    size_t tried = 0;
    for (size_t i = 0; i < s->token_count && tried < NEAR_TOKENS; i++)
        if (may_be_wrong(&s->tokens[i])) {
            (void)each_neighbour(&s->tokens[i], visit_near, s);
            tried++;
        }
}

/* Those of that name, and those of about that name who owe the amount. */
static void find_by_name(struct search *s)
{
    const struct book_index *const index = s->matcher->index;
    struct book_posting posting;
    uint32_t count = 0;
    walk(s, book_index_find_name(index, s->entry->counterparty, &count), count, false);
    uint32_t at = book_index_find_amount(index, s->entry->currency, s->entry->amount.minor, &count);
    while (at != BOOK_INDEX_NONE && count <= WALK_MAX) {
        at = book_index_next(index, at, &posting);
        const str name = book_index_case(index, posting.of_case)->name;
        if (name_likeness(name, s->entry->counterparty) >= NAME_SURE)
            (void)candidate_of(s, posting.of_case);
    }
}

/* --- scores --- */

static int score_of_name(int likeness)
{
    return likeness >= 95          ? 30
           : likeness >= NAME_SURE ? 20
           : likeness >= 70        ? 10
           : likeness < 0          ? 0
           : likeness < NAME_OTHER ? -30
                                   : 0;
}

static int score_of_rarity(const struct search *s)
{
    uint32_t count = 0;
    (void)book_index_find_amount(s->matcher->index, s->entry->currency, s->entry->amount.minor,
                                 &count);
    return count <= 3 ? 25 : count <= 50 ? 15 : 5;
}

static void judge_amount(const struct search *s, struct candidate *candidate)
{
    const struct book_index *const index = s->matcher->index;
    const struct book_case *const of_case = book_index_case(index, candidate->of_case);
    const int64_t amount = s->entry->amount.minor;
    if (candidate->claim != BOOK_INDEX_NONE) {
        if (book_index_claim(index, candidate->claim)->open == amount)
            candidate->evidence |= AMOUNT;
    } else if (owes_in_a_claim(index, of_case, amount)) {
        candidate->evidence |= AMOUNT;
    } else if (of_case->open == amount) {
        candidate->evidence |= CASE_AMOUNT;
    }
}

static void judge(const struct search *s, struct candidate *candidate)
{
    static const struct {
        uint32_t evidence;
        int score;
    } scores[] = {
        {REFERENCE, 100},
        {CASE_SAID, 90 },
        {CASE_TEXT, 40 },
        {ID_SAID,   70 },
        {ID_TEXT,   60 },
        {NEAR_ID,   40 },
        {DOCUMENT,  60 },
        {ACCOUNT,   55 },
        {CUSTOMER,  50 },
    };
    const str name = book_index_case(s->matcher->index, candidate->of_case)->name;
    judge_amount(s, candidate);
    candidate->likeness =
        s->entry->counterparty.size > 0 ? name_likeness(name, s->entry->counterparty) : -1;
    for (size_t i = 0; i < ARRAY_LEN(scores); i++)
        if (candidate->evidence & scores[i].evidence)
            candidate->score += scores[i].score;
    if (candidate->evidence & AMOUNT)
        candidate->score += candidate->amount_score = score_of_rarity(s);
    if (candidate->evidence & CASE_AMOUNT)
        candidate->score += 20;
    if (!(candidate->evidence & REFERENCE) || score_of_name(candidate->likeness) > 0)
        candidate->score += score_of_name(candidate->likeness);
    candidate->score = candidate->score > 100 ? 100 : candidate->score < 0 ? 0 : candidate->score;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *const left = a;
    const struct candidate *const right = b;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    return (left->of_case > right->of_case) - (left->of_case < right->of_case);
}

static str reason_of(const struct candidate *candidate, struct arena *arena, const char *doubt)
{
    static const struct {
        uint32_t evidence;
        const char *word;
    } words[] = {
        {REFERENCE,             "reference"  },
        {CASE_SAID | CASE_TEXT, "case"       },
        {ID_SAID | ID_TEXT,     "id"         },
        {NEAR_ID,               "near_id"    },
        {DOCUMENT,              "document"   },
        {ACCOUNT,               "account"    },
        {CUSTOMER,              "customer"   },
        {AMOUNT,                "amount"     },
        {CASE_AMOUNT,           "case_amount"},
    };
    struct buf out = buf_start(arena, 256);
    for (size_t i = 0; candidate && i < ARRAY_LEN(words); i++)
        if (candidate->evidence & words[i].evidence)
            buf_printf(&out, "%s%s", out.size > 0 ? " " : "", words[i].word);
    if (candidate && candidate->likeness >= 70)
        buf_printf(&out, "%sname:%d", out.size > 0 ? " " : "", candidate->likeness);
    else if (candidate && candidate->likeness >= 0 && candidate->likeness < NAME_OTHER)
        buf_printf(&out, "%sother_name", out.size > 0 ? " " : "");
    if (doubt)
        buf_printf(&out, "%s%s", out.size > 0 ? " " : "", doubt);
    return buf_str(&out);
}

/* --- the decision --- */

struct neighbour_check {
    struct search *search;
    uint32_t of_case;
};

static bool visit_rival(void *self, str near)
{
    const struct neighbour_check *const check = self;
    struct book_posting posting;
    uint32_t count = 0;
    uint32_t at = book_index_find(check->search->matcher->index, near, &count);
    for (uint32_t n = 0; at != BOOK_INDEX_NONE && n < WALK_MAX; n++) {
        at = book_index_next(check->search->matcher->index, at, &posting);
        if (posting.key == KEY_CLAIM && posting.of_case != check->of_case &&
            owes(check->search->matcher->index, &posting, check->search->entry->amount.minor))
            return true;
    }
    return false;
}

/* An id without check digits may be a neighbour's, mistyped, when that one owes the same. */
static bool has_rival(struct search *s, const struct candidate *best)
{
    const uint32_t stronger = REFERENCE | CASE_SAID | DOCUMENT | ACCOUNT;
    struct neighbour_check check = {s, best->of_case};
    if ((best->evidence & stronger) || best->likeness >= NAME_SURE)
        return false;
    for (size_t i = 0; i < s->token_count; i++)
        if (may_be_wrong(&s->tokens[i]) && each_neighbour(&s->tokens[i], visit_rival, &check))
            return true;
    return false;
}

/* The amount is that of another claim of the case than the one that the id names. */
static bool is_of_another_claim(const struct search *s, const struct candidate *best)
{
    const struct book_posting whole = {KEY_CASE_NUMBER, best->of_case, BOOK_INDEX_NONE};
    return best->claim != BOOK_INDEX_NONE && !(best->evidence & AMOUNT) &&
           owes(s->matcher->index, &whole, s->entry->amount.minor);
}

/* Several debts are named: each its part, when the parts are the amount. */
static bool split(const struct search *s, struct match_answer *answer)
{
    int64_t sum = 0;
    for (size_t i = 0; i < s->named_count; i++) {
        const struct book_claim *const claim = book_index_claim(s->matcher->index, s->named[i]);
        sum += claim->open;
        answer->parts[i] = (struct match_part){claim->of_case, s->named[i], {claim->open}};
    }
    answer->part_count = s->named_count;
    return sum == s->entry->amount.minor;
}

static const char *doubt_about(struct search *s, const struct candidate *best,
                               const struct match_answer *answer)
{
    if (answer->score < s->matcher->score)
        return "low";
    if (answer->margin < s->matcher->margin)
        return "tie";
    if (is_of_another_claim(s, best))
        return "other_claim";
    return has_rival(s, best) ? "rival" : NULL;
}

static bool is_settled_by_tokens(const struct search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const uint32_t evidence = s->list[i].evidence;
        const struct book_posting named = {KEY_CLAIM, s->list[i].of_case, s->list[i].claim};
        if (evidence & (REFERENCE | CASE_SAID))
            return true;
        if ((evidence & (ID_SAID | ID_TEXT)) &&
            owes(s->matcher->index, &named, s->entry->amount.minor))
            return true;
    }
    return false;
}

static void find_all(struct search *s)
{
    const struct match_entry *const entry = s->entry;
    uint32_t count = 0;
    add_token(s, entry->reference, true);
    add_words(s, entry->reference, true);
    add_words(s, entry->other_references, true);
    add_words(s, entry->text, false);
    add_words(s, entry->counterparty, false);
    find_by_tokens(s);
    if (entry->account != 0)
        walk(s, book_index_find_digest(s->matcher->index, entry->account, &count), count, true);
    if (s->named_count > 1)
        return; /* several debts: the sum decides */
    if (!is_settled_by_tokens(s)) {
        find_by_document(s);
        find_near(s);
    }
    if (entry->counterparty.size > 0)
        find_by_name(s);
}

/* Whom a person may choose from. */
static void write_guesses(const struct search *s, struct arena *arena, struct match_answer *answer)
{
    for (size_t i = 0; i < s->count && i < MATCH_GUESSES_MAX && s->list[i].score > 0; i++)
        answer->guesses[answer->guess_count++] =
            (struct match_guess){s->list[i].of_case, s->list[i].claim, s->list[i].score,
                                 reason_of(&s->list[i], arena, NULL)};
}

void match_find(const struct matcher *matcher, const struct match_entry *entry, struct arena *arena,
                struct match_answer *ret_answer)
{
    struct search s = {.matcher = matcher, .entry = entry, .token_count = 0};
    *ret_answer = (struct match_answer){.reason = STR("unknown")};
    find_all(&s);
    for (size_t i = 0; i < s.count; i++)
        judge(&s, &s.list[i]);
    qsort(s.list, s.count, sizeof(s.list[0]), compare_candidates);
    if (s.named_count > 1 && split(&s, ret_answer)) {
        ret_answer->is_sure = true;
        ret_answer->score = ret_answer->margin = 100;
        ret_answer->reason = STR("several");
        return;
    }
    ret_answer->part_count = 0;
    if (s.count == 0 || s.list[0].score == 0)
        return;
    const struct candidate *const best = &s.list[0];
    ret_answer->score = best->score;
    ret_answer->margin = best->score - (s.count > 1 ? s.list[1].score : 0);
    ret_answer->parts[0] = (struct match_part){best->of_case, best->claim, entry->amount};
    ret_answer->part_count = 1;
    const char *const doubt =
        s.named_count > 1 ? "several_differ" : doubt_about(&s, best, ret_answer);
    ret_answer->is_sure = doubt == NULL;
    ret_answer->reason = reason_of(best, arena, doubt);
    if (doubt)
        write_guesses(&s, arena, ret_answer);
}
