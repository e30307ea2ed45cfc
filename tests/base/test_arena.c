/* The arena: alignment, zeroes, scopes, deferred calls, the two budgets. */
#include "base/arena.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/check.h"

static void test_pieces_are_zeroed_aligned_and_apart(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 31, 32, 33, 4096, 65535, 65536, 65537, 1 << 20};
    struct arena *const arena = arena_create();
    unsigned char *pieces[ARRAY_LEN(sizes)];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        pieces[i] = arena_alloc(arena, sizes[i]);
        check_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t b = 0; b < sizes[i]; b++)
            check_eq(pieces[i][b], 0);
        memset(pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
        for (size_t b = 0; b < sizes[i]; b++)
            check_eq(pieces[i][b], i + 1);
    arena_destroy(arena);
}

static void test_copies_end_in_a_nul(void **state)
{
    struct arena *const arena = arena_create();
    (void)state;
    memset(arena_alloc(arena, 1000), 'x', 1000);
    arena_reset(arena); /* old bytes lie below the next pieces */
    for (size_t size = 0; size < 100; size++) {
        char *const copy = arena_copy(arena,
                                      "0123456789012345678901234567890123456789"
                                      "012345678901234567890123456789012345678901234567890",
                                      size < 90 ? size : 90);
        check_eq(strlen(copy), size < 90 ? size : 90);
    }
    check_text(arena_printf(arena, "%s %d", "número", 7), "número 7");
    check_text(arena_printf(arena, "%s", ""), "");
    check_text(arena_copy(arena, NULL, 0), "");
    arena_destroy(arena);
}

struct trace {
    char *out;
    char mark;
};

static void note(void *thing)
{
    struct trace *const trace = thing;
    const size_t size = strlen(trace->out);
    trace->out[size] = trace->mark;
}

static void defer_note(struct arena *arena, char *out, char mark)
{
    struct trace *const trace = arena_new(arena, struct trace);
    *trace = (struct trace){out, mark};
    arena_defer(arena, note, trace);
}

static void test_deferred_calls_run_last_first(void **state)
{
    char out[16] = "";
    struct arena *const arena = arena_create();
    (void)state;
    defer_note(arena, out, 'a');
    defer_note(arena, out, 'b');
    const struct arena_mark mark = arena_mark(arena);
    defer_note(arena, out, 'c');
    defer_note(arena, out, 'd');
    (void)arena_alloc(arena, 1 << 20);
    arena_release(arena, mark);
    check_text(out, "dc");
    defer_note(arena, out, 'e');
    arena_reset(arena);
    check_text(out, "dceba");
    defer_note(arena, out, 'f');
    arena_destroy(arena);
    check_text(out, "dcebaf");
    arena_destroy(NULL);
}

static void test_a_scope_gives_its_memory_back(void **state)
{
    struct arena *const arena = arena_create();
    char *const before = arena_copy(arena, "kept", 4);
    const size_t size = arena_size(arena);
    (void)state;
    for (int round = 0; round < 1000; round++) {
        const struct arena_mark mark = arena_mark(arena);
        memset(arena_alloc(arena, 1 << 20), 'x', 1 << 20);
        const struct arena_mark inner = arena_mark(arena);
        (void)arena_alloc(arena, 100000);
        arena_release(arena, inner);
        (void)arena_alloc(arena, 10);
        arena_release(arena, mark);
        check_eq(arena_size(arena), size);
    }
    check_text(before, "kept");
    arena_destroy(arena);
}

static void test_the_soft_budget_is_told_once_passed(void **state)
{
    struct op op;
    struct arena *const arena = arena_create();
    (void)state;
    op_init(&op, arena, NULL, op_clock_system);
    check_eq(op_check(&op), OK);
    for (size_t at = 0; at < LIMIT_ARENA_SOFT_BYTES; at += 64 << 20) {
        check_false(arena_is_over_budget(arena));
        (void)arena_alloc(arena, 64 << 20);
    }
    check_true(arena_is_over_budget(arena));
    check_eq(op_check(&op), E_LIMIT);
    check_true(strstr(op.text, "512 MiB") != NULL);
    arena_reset(arena);
    op_clear(&op);
    check_eq(op_check(&op), OK);
    arena_destroy(arena);
}

/* What a child does that must end by itself. */
static void pass_the_wall(void)
{
    (void)arena_alloc(arena_create(), LIMIT_ARENA_HARD_BYTES + 1);
}

static void overflow_an_array(void)
{
    (void)arena_array(arena_create(), SIZE_MAX / 2, 3);
}

static void check_stops(void (*work)(void))
{
    int result = 0;
    const pid_t child = fork();
    if (child == 0) {
        (void)dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        (void)signal(SIGABRT, SIG_DFL);
        work();
        _exit(0);
    }
    check_eq(waitpid(child, &result, 0), child);
    check_true(WIFSIGNALED(result) && WTERMSIG(result) == SIGABRT);
}

static void test_the_hard_wall_stops_the_process(void **state)
{
    (void)state;
    check_stops(pass_the_wall);
    check_stops(overflow_an_array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_copies_end_in_a_nul),
        cmocka_unit_test(test_deferred_calls_run_last_first),
        cmocka_unit_test(test_a_scope_gives_its_memory_back),
        cmocka_unit_test(test_the_soft_budget_is_told_once_passed),
        cmocka_unit_test(test_the_hard_wall_stops_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
