/* Statements as CSV over any bytes: a mapping up to the first NUL, the file behind it.  It is read
 * or refused; sums are those of the entries, and a second reading is the same. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cash/sheet.h"

/* A file without a place on the disk; ret_path is how others open it. */
static int make_file(str text, char ret_path[64])
{
    const int file = memfd_create("fuzz", 0);
    assert(file >= 0 && write(file, text.data, text.size) == (ssize_t)text.size);
    snprintf(ret_path, 64, "/proc/self/fd/%d", file);
    return file;
}

static status read_once(struct op *op, str mapping, str text, struct file_taken *ret_file)
{
    char path[64];
    char mapping_path[64];
    const int file = make_file(text, path);
    const int other = make_file(mapping, mapping_path);
    const status code = sheet_read(op, path, mapping_path, CURRENCY('M', 'X', 'N'), ret_file);
    (void)close(file);
    (void)close(other);
    return code;
}

static void check_file(const struct file_taken *file)
{
    size_t entries = 0;
    for (size_t i = 0; i < file->statement_count; i++)
        entries += file->statements[i].entry_count;
    assert(entries == file->entry_count && file->differs);
    for (size_t i = 0; i < file->entry_count; i++) {
        assert(file->entries[i].taken.amount.minor >= 0);
        assert(str_is_utf8(file->entries[i].taken.text, NULL));
        assert(str_is_utf8(file->entries[i].taken.reference, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const bytes = (const char *)data;
    const size_t head = strnlen(bytes, size);
    const str mapping = {bytes, head};
    const str text = head < size ? (str){bytes + head + 1, size - head - 1} : STR("");
    struct file_taken first;
    struct file_taken second;
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    const status code = read_once(&op, mapping, text, &first);
    assert(code == OK || op.text[0] != '\0');
    op_clear(&op);
    assert(read_once(&op, mapping, text, &second) == code);
    if (code == OK) {
        check_file(&first);
        assert(first.entry_count == second.entry_count);
        assert(strcmp(first.differs, second.differs) == 0);
    }
    arena_destroy(op.arena);
    return 0;
}
