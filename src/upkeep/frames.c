#include "upkeep/frames.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto_stream.h"

#define MAGIC         "ACUERDO BACKUP "
#define MAGIC_BYTES   (sizeof(MAGIC) - 1)
#define FORM          '1'
#define BODY_MORE     CRYPTO_DIGEST_BYTES /* the most that a body is longer than its content */
#define BODY_MAX      ((size_t)LIMIT_DOCUMENT_BYTES + (4 << 20)) /* a document lies in one row */
#define PROTECT_CLEAR 0
#define PROTECT_SEAL  1

static_assert(CRYPTO_STREAM_MORE_BYTES <= BODY_MORE, "room for either protection");

/* What lies between the form and the first frame of an encrypted file. */
struct seal_head {
    struct crypto_cost cost;
    uint8_t stream[CRYPTO_STREAM_HEAD_BYTES];
};
#define SEAL_HEAD_BYTES (CRYPTO_SALT_BYTES + 4 + 8 + CRYPTO_STREAM_HEAD_BYTES)

/* The protection of either direction, and memory that grows to the largest body. */
struct frames {
    FILE *file;
    const char *path;
    bool is_sealed;
    bool has_ended;
    uint8_t digest[CRYPTO_DIGEST_BYTES]; /* of the frame before, in clear */
    struct crypto_stream stream;
    struct arena *arena;
    uint8_t *body;
    uint8_t *plain;
    size_t capacity; /* of each of the two */
};

struct frame_writer {
    struct frames frames;
};

struct frame_reader {
    struct frames frames;
    int64_t size;
    bool has_read; /* a frame opened: the passphrase is right */
};

static void close_file(void *thing)
{
    struct frames *const frames = thing;
    if (frames->file)
        (void)fclose(frames->file);
    frames->file = NULL;
    arena_destroy(frames->arena);
    frames->arena = NULL;
}

static void start(struct op *op, struct frames *frames, FILE *file, const char *path)
{
    frames->file = file;
    frames->path = arena_copy(op->arena, path, strlen(path));
    frames->arena = arena_create();
    arena_defer(op->arena, close_file, frames);
}

static void reserve(struct frames *frames, size_t size)
{
    if (size <= frames->capacity)
        return;
    arena_reset(frames->arena);
    frames->capacity = size + size / 2;
    frames->body = arena_alloc(frames->arena, frames->capacity);
    frames->plain = arena_alloc(frames->arena, frames->capacity);
}

/* The digest that a frame in clear carries: over the one before and its own content. */
static void chain(struct frames *frames, const void *content, size_t size)
{
    struct crypto_hash hash;
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, frames->digest, sizeof(frames->digest));
    crypto_hash_add(&hash, content, size);
    crypto_hash_end(&hash, frames->digest);
}

/* --- writing --- */

static status write_bytes(struct op *op, const struct frames *frames, const void *data, size_t size)
{
    if (fwrite(data, 1, size, frames->file) != size)
        return op_fail(op, E_IO, "%s cannot be written: %s", frames->path, op_errno(op, errno));
    return OK;
}

static status write_seal_head(struct op *op, struct frames *frames, str passphrase)
{
    struct seal_head head;
    struct crypto_key key;
    uint8_t bytes[SEAL_HEAD_BYTES];
    crypto_cost_choose(&head.cost);
    TRY(crypto_passphrase_key(op, passphrase, &head.cost, &key));
    crypto_stream_start(&frames->stream, &key, head.stream);
    explicit_bzero(&key, sizeof(key));
    const uint32_t passes = htole32(head.cost.passes);
    const uint64_t memory = htole64(head.cost.memory_bytes);
    memcpy(bytes, head.cost.salt, CRYPTO_SALT_BYTES);
    memcpy(bytes + CRYPTO_SALT_BYTES, &passes, sizeof(passes));
    memcpy(bytes + CRYPTO_SALT_BYTES + 4, &memory, sizeof(memory));
    memcpy(bytes + CRYPTO_SALT_BYTES + 12, head.stream, CRYPTO_STREAM_HEAD_BYTES);
    return write_bytes(op, frames, bytes, sizeof(bytes));
}

status frames_create(struct op *op, const char *path, str passphrase,
                     struct frame_writer **ret_writer)
{
    struct frame_writer *const writer = arena_new(op->arena, struct frame_writer);
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *const file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        const int why = errno;
        if (fd >= 0)
            (void)close(fd);
        return op_fail(op, why == EEXIST ? E_CONFLICT : E_IO, "%s cannot be made: %s", path,
                       op_errno(op, why));
    }
    start(op, &writer->frames, file, path);
    const char magic[] = {FORM, '\n', passphrase.size > 0 ? PROTECT_SEAL : PROTECT_CLEAR};
    TRY(write_bytes(op, &writer->frames, MAGIC, MAGIC_BYTES));
    TRY(write_bytes(op, &writer->frames, magic, sizeof(magic)));
    writer->frames.is_sealed = passphrase.size > 0;
    if (writer->frames.is_sealed)
        TRY(write_seal_head(op, &writer->frames, passphrase));
    *ret_writer = writer;
    return OK;
}

status frames_put(struct op *op, struct frame_writer *writer, enum frame_kind kind, str content)
{
    struct frames *const frames = &writer->frames;
    const size_t plain_size = content.size + 1;
    if (plain_size + BODY_MORE > BODY_MAX)
        return op_fail(op, E_LIMIT, "a row of %zu bytes is larger than a backup holds",
                       content.size);
    reserve(frames, plain_size + BODY_MORE);
    frames->plain[0] = (uint8_t)kind;
    memcpy(frames->plain + 1, content.data, content.size);
    size_t size = plain_size;
    if (frames->is_sealed) {
        crypto_stream_seal(&frames->stream, (str){(const char *)frames->plain, plain_size},
                           kind == FRAME_END, frames->body);
        size += CRYPTO_STREAM_MORE_BYTES;
    } else {
        chain(frames, frames->plain, plain_size);
        memcpy(frames->body, frames->plain, plain_size);
        memcpy(frames->body + plain_size, frames->digest, sizeof(frames->digest));
        size += sizeof(frames->digest);
    }
    const uint32_t head = htole32((uint32_t)size);
    TRY(write_bytes(op, frames, &head, sizeof(head)));
    return write_bytes(op, frames, frames->body, size);
}

status frames_finish(struct op *op, struct frame_writer *writer)
{
    struct frames *const frames = &writer->frames;
    const bool is_written = fflush(frames->file) == 0 && fsync(fileno(frames->file)) == 0;
    int why = errno;
    const bool is_closed = fclose(frames->file) == 0;
    if (is_written && !is_closed)
        why = errno;
    frames->file = NULL;
    if (!is_written || !is_closed)
        return op_fail(op, E_IO, "%s cannot be written: %s", frames->path, op_errno(op, why));
    return OK;
}

/* --- reading --- */

static status fail_cut(struct op *op, const struct frames *frames)
{
    if (ferror(frames->file))
        return op_fail(op, E_IO, "%s cannot be read: %s", frames->path, op_errno(op, errno));
    return op_fail(op, E_STORE,
                   "the backup %s is cut off: it ends in the middle; take another copy of it",
                   frames->path);
}

static status read_bytes(struct op *op, const struct frames *frames, void *data, size_t size)
{
    return fread(data, 1, size, frames->file) == size ? OK : fail_cut(op, frames);
}

static status read_seal_head(struct op *op, struct frames *frames, str passphrase)
{
    struct seal_head head;
    struct crypto_key key;
    uint8_t bytes[SEAL_HEAD_BYTES];
    uint32_t passes = 0;
    uint64_t memory = 0;
    if (passphrase.size == 0)
        return op_fail(op, E_INVALID,
                       "the backup %s is encrypted: give its passphrase with --passphrase-file "
                       "FILE or --passphrase-env VARIABLE",
                       frames->path);
    TRY(read_bytes(op, frames, bytes, sizeof(bytes)));
    memcpy(head.cost.salt, bytes, CRYPTO_SALT_BYTES);
    memcpy(&passes, bytes + CRYPTO_SALT_BYTES, sizeof(passes));
    memcpy(&memory, bytes + CRYPTO_SALT_BYTES + 4, sizeof(memory));
    memcpy(head.stream, bytes + CRYPTO_SALT_BYTES + 12, CRYPTO_STREAM_HEAD_BYTES);
    head.cost.passes = le32toh(passes);
    head.cost.memory_bytes = le64toh(memory);
    TRY(crypto_passphrase_key(op, passphrase, &head.cost, &key));
    const status code = crypto_stream_begin(op, &frames->stream, &key, head.stream);
    explicit_bzero(&key, sizeof(key));
    return code;
}

static status read_form(struct op *op, struct frames *frames, str passphrase)
{
    char magic[MAGIC_BYTES + 3];
    if (fread(magic, 1, sizeof(magic), frames->file) != sizeof(magic) ||
        memcmp(magic, MAGIC, MAGIC_BYTES) != 0)
        return op_fail(op, E_INVALID, "%s is no backup that `acuerdo backup` made", frames->path);
    const char *const rest = magic + MAGIC_BYTES;
    if (rest[0] != FORM || rest[1] != '\n' || (rest[2] & ~PROTECT_SEAL) != 0)
        return op_fail(op, E_CONFLICT,
                       "the backup %s has a form that this program does not know: use the newer "
                       "program that made it",
                       frames->path);
    frames->is_sealed = rest[2] == PROTECT_SEAL;
    return frames->is_sealed ? read_seal_head(op, frames, passphrase) : OK;
}

status frames_open(struct op *op, const char *path, str passphrase,
                   struct frame_reader **ret_reader)
{
    struct frame_reader *const reader = arena_new(op->arena, struct frame_reader);
    struct stat about;
    FILE *const file = fopen(path, "re");
    if (!file)
        return op_fail(op, errno == ENOENT ? E_NOT_FOUND : E_IO, "%s cannot be opened: %s", path,
                       op_errno(op, errno));
    start(op, &reader->frames, file, path);
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode))
        return op_fail(op, E_INVALID, "%s is no file", path);
    reader->size = about.st_size;
    TRY(read_form(op, &reader->frames, passphrase));
    *ret_reader = reader;
    return OK;
}

static status open_sealed(struct op *op, struct frame_reader *reader, size_t size,
                          bool *ret_is_last)
{
    struct frames *const frames = &reader->frames;
    struct op probe = *op;
    op_clear(&probe);
    if (crypto_stream_open(&probe, &frames->stream, (str){(const char *)frames->body, size},
                           frames->plain, ret_is_last) == OK)
        return OK;
    if (!reader->has_read)
        return op_fail(op, E_STORE,
                       "the backup %s does not open: the passphrase is wrong, or its beginning is "
                       "damaged",
                       frames->path);
    return op_fail(op, E_STORE, "the backup %s is damaged before byte %" PRId64, frames->path,
                   (int64_t)ftello(frames->file));
}

static status open_clear(struct op *op, struct frames *frames, size_t plain_size)
{
    memcpy(frames->plain, frames->body, plain_size);
    chain(frames, frames->plain, plain_size);
    if (!crypto_equal(frames->digest, frames->body + plain_size, sizeof(frames->digest)))
        return op_fail(op, E_STORE, "the backup %s is damaged before byte %" PRId64, frames->path,
                       (int64_t)ftello(frames->file));
    return OK;
}

static status read_frame(struct op *op, struct frame_reader *reader, size_t *ret_size)
{
    struct frames *const frames = &reader->frames;
    const size_t more = frames->is_sealed ? CRYPTO_STREAM_MORE_BYTES : CRYPTO_DIGEST_BYTES;
    uint32_t head = 0;
    bool is_last = false;
    TRY(read_bytes(op, frames, &head, sizeof(head)));
    const size_t size = le32toh(head);
    if (size <= more || size > BODY_MAX)
        return op_fail(op, E_STORE, "the backup %s is damaged at byte %" PRId64, frames->path,
                       (int64_t)ftello(frames->file));
    reserve(frames, size);
    TRY(read_bytes(op, frames, frames->body, size));
    if (frames->is_sealed)
        TRY(open_sealed(op, reader, size, &is_last));
    else
        TRY(open_clear(op, frames, size - more));
    *ret_size = size - more;
    return OK;
}

status frames_next(struct op *op, struct frame_reader *reader, enum frame_kind *ret_kind,
                   str *ret_content)
{
    struct frames *const frames = &reader->frames;
    size_t size = 0;
    TRY(read_frame(op, reader, &size));
    reader->has_read = true;
    *ret_kind = (enum frame_kind)frames->plain[0];
    *ret_content = (str){(const char *)frames->plain + 1, size - 1};
    if (*ret_kind == FRAME_END && fgetc(frames->file) != EOF)
        return op_fail(op, E_STORE, "the backup %s goes on after its end: it is damaged",
                       frames->path);
    return OK;
}

bool frames_is_encrypted(const struct frame_reader *reader)
{
    return reader->frames.is_sealed;
}

int64_t frames_size(const struct frame_reader *reader)
{
    return reader->size;
}
