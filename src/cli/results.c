#include "cli/results.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/file.h"

/* One line of the file. */
struct note {
    str rule, test, name, at;
    bool is_passed;
    size_t number; /* of the line */
};

static status read_note(struct op *op, const char *path, str line, size_t number,
                        struct note *ret_note)
{
    struct note note = {.number = number};
    note.rule = str_split(&line, '\t');
    note.test = str_split(&line, '\t');
    note.name = str_split(&line, '\t');
    const str outcome = str_split(&line, '\t');
    note.at = line;
    note.is_passed = str_equal_c(outcome, "passed");
    if (note.at.size == 0 || (!note.is_passed && !str_equal_c(outcome, "begun")))
        return op_fail(op, E_INVALID, "%s: line %zu is not a result of a test", path, number);
    *ret_note = note;
    return OK;
}

static int compare(const void *a, const void *b)
{
    const struct note *const x = a;
    const struct note *const y = b;
    int order = str_compare(x->rule, y->rule);
    order = order != 0 ? order : str_compare(x->test, y->test);
    order = order != 0 ? order : str_compare(x->name, y->name);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static status read_notes(struct op *op, const char *path, struct note **ret_notes,
                         size_t *ret_count)
{
    str text;
    size_t most = 1;
    size_t count = 0;
    TRY(cli_file_read(op, str_of(path), RESULTS_BYTES_MAX, &text));
    for (size_t i = 0; i < text.size; i++)
        most += text.data[i] == '\n';
    struct note *const notes = arena_array(op->arena, most, sizeof(*notes));
    for (size_t number = 1; text.size > 0; number++) {
        const str line = str_split(&text, '\n');
        if (line.size > 0)
            TRY(read_note(op, path, line, number, &notes[count++]));
    }
    qsort(notes, count, sizeof(*notes), compare);
    *ret_notes = notes;
    *ret_count = count;
    return OK;
}

static bool is_same_case(const struct note *a, const struct note *b)
{
    return str_equal(a->rule, b->rule) && str_equal(a->test, b->test) &&
           str_equal(a->name, b->name);
}

status results_read(struct op *op, const char *path, struct results *ret_results)
{
    struct note *notes = NULL;
    size_t note_count = 0;
    size_t count = 0;
    TRY(read_notes(op, path, &notes, &note_count));
    struct result *const list = arena_array(op->arena, note_count, sizeof(*list));
    for (size_t i = 0; i < note_count; i++) {
        const struct note *const note = &notes[i];
        if (i + 1 < note_count && is_same_case(note, &notes[i + 1]))
            continue; /* a later line speaks of the same case */
        if (count == 0 || !str_equal(list[count - 1].rule, note->rule) ||
            !str_equal(list[count - 1].test, note->test))
            list[count++] = (struct result){.rule = note->rule, .test = note->test};
        struct result *const result = &list[count - 1];
        result->passed += note->is_passed ? 1 : 0;
        result->failed += note->is_passed ? 0 : 1;
        if (str_compare(note->at, result->at) > 0)
            result->at = note->at;
    }
    *ret_results = (struct results){list, count};
    return OK;
}

const struct result *results_of(const struct results *results, const char *rule, size_t *ret_count)
{
    const struct result *first = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < results->count; i++)
        if (str_equal_c(results->list[i].rule, rule)) {
            first = first ? first : &results->list[i];
            ++*ret_count;
        }
    return first;
}
