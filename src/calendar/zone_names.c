#include "calendar/zone_names.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/tzdata.h"

#define NAMES_MAX       2048 /* the package has about 600 */
#define DISTANCE_LENGTH 64   /* the longest id has 32 letters */

/* "Z id offset ..." defines a zone, "L target id" a second name of one. */
static bool id_of_line(str line, str *ret_id)
{
    const str kind = str_split(&line, ' ');
    str id = str_split(&line, ' ');
    if (str_equal_c(kind, "L"))
        id = str_split(&line, ' ');
    else if (!str_equal_c(kind, "Z"))
        return false;
    *ret_id = id;
    return id.size > 0;
}

status zone_names_load(struct op *op, struct arena *arena, struct zone_names *ret_names)
{
    str text = {NULL, 0};
    TRY(tzdata_read(op, op->arena, "tzdata.zi", &text));
    str *const ids = arena_array(arena, NAMES_MAX, sizeof(str));
    size_t count = 0;
    while (text.size > 0 && count < NAMES_MAX) {
        str id;
        if (id_of_line(str_split(&text, '\n'), &id))
            ids[count++] = str_copy(arena, id);
    }
    if (count == 0)
        return op_fail(op, E_IO, "time zones: tzdata.zi lists no zone");
    *ret_names = (struct zone_names){ids, count};
    return OK;
}

bool zone_names_has(const struct zone_names *names, str id)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->ids[i], id))
            return true;
    return false;
}

static int fold(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    return c == ' ' || c == '-' ? '_' : c;
}

static int least(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Letters to insert, drop or change, case folded; ids are short, so one row of the table does. */
static int distance(str a, str b)
{
    int row[DISTANCE_LENGTH + 1];
    if (a.size > DISTANCE_LENGTH || b.size > DISTANCE_LENGTH)
        return DISTANCE_LENGTH;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = (int)j;
    for (size_t i = 0; i < a.size; i++) {
        int diagonal = row[0];
        row[0] = (int)i + 1;
        for (size_t j = 0; j < b.size; j++) {
            const int above = row[j + 1];
            const int change = fold(a.data[i]) != fold(b.data[j]);
            row[j + 1] = least(row[j] + 1, above + 1, diagonal + change);
            diagonal = above;
        }
    }
    return row[b.size];
}

static str last_part(str id)
{
    str part = id;
    while (id.size > 0)
        part = str_split(&id, '/');
    return part;
}

/* The first letters of an id, case folded. */
static bool begins(str id, str text)
{
    size_t same = 0;
    while (same < text.size && same < id.size && fold(id.data[same]) == fold(text.data[same]))
        same++;
    return text.size > 0 && same == text.size;
}

/* People leave out the continent, stop in the middle or misspell the city; all must find the zone.
 */
static int score(str id, str text)
{
    if (begins(id, text) || begins(last_part(id), last_part(text)))
        return 1;
    const int whole = distance(id, text);
    const int city = distance(last_part(id), last_part(text)) + 1;
    return whole < city ? whole : city;
}

const char *zone_names_nearest(const struct zone_names *names, struct arena *arena, str text)
{
    int best[ZONE_HINTS];
    str found[ZONE_HINTS];
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        const int value = score(names->ids[i], text);
        size_t place = count;
        while (place > 0 && best[place - 1] > value)
            place--;
        if (place == ZONE_HINTS)
            continue;
        if (count < ZONE_HINTS)
            count++;
        for (size_t k = count - 1; k > place; k--) {
            best[k] = best[k - 1];
            found[k] = found[k - 1];
        }
        best[place] = value;
        found[place] = names->ids[i];
    }
    struct buf list = buf_start(arena, LIMIT_FAILURE_TEXT);
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, "%s" STR_FORMAT, i > 0 ? ", " : "", STR_ARG(found[i]));
    return buf_cstr(&list);
}
