#include "serve/local.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

#define MAGIC          UINT32_C(0x41434431) /* the form of this conversation */
#define TEXT_BYTES_MAX (1 << 20)            /* arguments and environment */
#define TEXTS_MAX      4096
#define READ_SECONDS   10 /* a client that says nothing does not stop the others */

/* What goes with each other: one message of this, the files with it, then the texts, each with its
 * NUL. */
struct head {
    uint32_t magic;
    uint32_t argc;
    uint32_t text_count; /* arguments, then environment */
    uint32_t bytes;
    uint32_t is_terminal;
};

enum { FILE_OUT, FILE_ERR, FILE_FOLDER, FILE_COUNT };

struct local {
    struct arena *arena;
    const char *path;
    pthread_t thread;
    int listener;
    int wake[2]; /* closing its writing end stops the thread */
    local_run *run;
    void *context;
};

/* --- both sides --- */

static bool fill_address(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(address->sun_path))
        return false;
    memcpy(address->sun_path, path, strlen(path));
    return true;
}

static bool read_all(int fd, void *data, size_t size)
{
    char *at = data;
    while (size > 0) {
        const ssize_t got = read(fd, at, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        const ssize_t put = send(fd, at, size, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        size -= (size_t)put;
    }
    return true;
}

union control {
    char bytes[CMSG_SPACE(sizeof(int) * FILE_COUNT)];
    struct cmsghdr aligned;
};

static bool send_head(int fd, struct head *head, const int files[FILE_COUNT])
{
    union control control = {.bytes = {0}};
    struct iovec piece = {head, sizeof(*head)};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    struct cmsghdr *const rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * FILE_COUNT);
    memcpy(CMSG_DATA(rights), files, sizeof(int) * FILE_COUNT);
    return sendmsg(fd, &message, MSG_NOSIGNAL) == (ssize_t)sizeof(*head);
}

static bool receive_head(int fd, struct head *head, int files[FILE_COUNT])
{
    union control control = {.bytes = {0}};
    struct iovec piece = {head, sizeof(*head)};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    if (recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL) != (ssize_t)sizeof(*head))
        return false;
    const struct cmsghdr *const rights = CMSG_FIRSTHDR(&message);
    if (!rights || rights->cmsg_type != SCM_RIGHTS ||
        rights->cmsg_len != CMSG_LEN(sizeof(int) * FILE_COUNT))
        return false;
    memcpy(files, CMSG_DATA(rights), sizeof(int) * FILE_COUNT);
    return true;
}

/* --- the server's side --- */

/* The same user, or the one who may do everything anyway. */
static bool is_trusted(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof(peer);
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

static bool is_good_head(const struct head *head)
{
    return head->magic == MAGIC && head->argc >= 2 && head->argc <= head->text_count &&
           head->text_count <= TEXTS_MAX && head->bytes <= TEXT_BYTES_MAX;
}

/* Cuts the texts apart; false when their number is not the one that was said. */
static bool split_texts(struct arena *arena, char *bytes, const struct head *head,
                        struct local_command *command)
{
    char **const texts = arena_array(arena, (size_t)head->text_count + 2, sizeof(*texts));
    size_t at = 0;
    uint32_t count = 0;
    while (at < head->bytes && count < head->text_count) {
        texts[count + (count >= head->argc)] = bytes + at; /* a NULL ends the arguments */
        count++;
        at += strlen(bytes + at) + 1;
    }
    command->argc = (int)head->argc;
    command->argv = texts;
    command->environment = texts + head->argc + 1;
    command->is_terminal = head->is_terminal != 0;
    return count == head->text_count && at == head->bytes;
}

static int run_command(struct local *local, struct local_command *command, int files[FILE_COUNT])
{
    int code = 1;
    command->out = fdopen(files[FILE_OUT], "w");
    command->err = fdopen(files[FILE_ERR], "w");
    if (command->out && command->err && fchdir(files[FILE_FOLDER]) == 0)
        code = local->run(local->context, command);
    if (command->out && fclose(command->out) != 0 && code == 0)
        code = 1; /* what was printed did not arrive */
    if (command->err)
        (void)fclose(command->err);
    files[FILE_OUT] = files[FILE_ERR] = -1;
    return code;
}

static void serve_files(struct local *local, int fd, const struct head *head, int files[FILE_COUNT])
{
    struct arena *const arena = arena_create();
    struct local_command command = {.argc = 0};
    char *const bytes = arena_alloc(arena, (size_t)head->bytes + 1);
    if (read_all(fd, bytes, head->bytes) && split_texts(arena, bytes, head, &command)) {
        const int32_t code = run_command(local, &command, files);
        (void)write_all(fd, &code, sizeof(code));
        log_event(LOG_INFO, "serve.command", LOG_I64("exit", code));
    }
    arena_destroy(arena);
}

static void serve_client(struct local *local, int fd)
{
    int files[FILE_COUNT] = {-1, -1, -1};
    struct head head = {0};
    const struct timeval patience = {.tv_sec = READ_SECONDS};
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (is_trusted(fd) && receive_head(fd, &head, files) && is_good_head(&head))
        serve_files(local, fd, &head, files);
    for (int i = 0; i < FILE_COUNT; i++)
        if (files[i] >= 0)
            (void)close(files[i]);
}

static void *listen_for_ever(void *context)
{
    struct local *const local = context;
    struct pollfd waits[] = {
        {local->listener, POLLIN, 0},
        {local->wake[0],  POLLIN, 0},
    };
    /* A folder of its own: commands name files as their client sees them. */
    if (unshare(CLONE_FS) != 0)
        return NULL;
    for (;;) {
        if (poll(waits, ARRAY_LEN(waits), -1) < 0 && errno != EINTR)
            return NULL;
        if (waits[1].revents)
            return NULL;
        const int fd = accept4(local->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        serve_client(local, fd);
        (void)close(fd);
        (void)!chdir("/");
    }
}

/* Several servers may be up on a store on PostgreSQL: the first one is asked. */
static bool is_answering(const struct sockaddr_un *address)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    const bool answers = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    (void)close(fd);
    return answers;
}

static status open_listener(struct op *op, const char *path, int *ret_fd)
{
    struct sockaddr_un address;
    if (!fill_address(path, &address))
        return op_fail(op, E_INVALID, "the path %s is too long for a socket", path);
    if (is_answering(&address))
        return op_fail(op, E_BUSY, "another server listens at %s", path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return op_fail(op, E_IO, "no socket: %s", op_errno(op, errno));
    (void)unlink(path); /* of a server that was killed */
    if (fchmod(fd, 0600) != 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        chmod(path, 0600) != 0 || listen(fd, 8) != 0) {
        const status code =
            op_fail(op, E_IO, "%s cannot be listened at: %s", path, op_errno(op, errno));
        (void)close(fd);
        return code;
    }
    *ret_fd = fd;
    return OK;
}

status local_start(struct op *op, const char *path, local_run *run, void *context,
                   struct local **ret_local)
{
    char absolute[PATH_MAX];
    int listener = -1;
    TRY(open_listener(op, path, &listener));
    struct arena *const arena = arena_create();
    struct local *const local = arena_new(arena, struct local);
    *local = (struct local){.arena = arena, .listener = listener, .run = run, .context = context};
    local->path = arena_printf(arena, "%s", realpath(path, absolute) ? absolute : path);
    if (pipe2(local->wake, O_CLOEXEC) == 0 &&
        pthread_create(&local->thread, NULL, listen_for_ever, local) == 0) {
        *ret_local = local;
        return OK;
    }
    (void)close(listener);
    arena_destroy(arena);
    return op_fail(op, E_IO, "the system gives no thread for the local socket");
}

void local_stop(struct local *local)
{
    (void)close(local->wake[1]);
    (void)pthread_join(local->thread, NULL);
    (void)close(local->wake[0]);
    (void)close(local->listener);
    (void)unlink(local->path);
    arena_destroy(local->arena);
}

/* --- the client's side --- */

static size_t add_texts(struct buf *out, char **texts, size_t most)
{
    size_t count = 0;
    for (; count < most && texts[count]; count++)
        buf_add(out, (str){texts[count], strlen(texts[count]) + 1});
    return count;
}

static status hand_over(struct op *op, int fd, int argc, char **argv, bool is_terminal)
{
    struct buf texts = buf_start(op->arena, TEXT_BYTES_MAX);
    const size_t arguments = add_texts(&texts, argv, (size_t)argc);
    const size_t variables = add_texts(&texts, environ, TEXTS_MAX - arguments);
    if (texts.is_full || environ[variables])
        return op_fail(op, E_LIMIT, "arguments and environment are larger than %d bytes",
                       TEXT_BYTES_MAX);
    struct head head = {MAGIC, (uint32_t)arguments, (uint32_t)(arguments + variables),
                        (uint32_t)texts.size, is_terminal ? 1 : 0};
    const int folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int files[FILE_COUNT] = {STDOUT_FILENO, STDERR_FILENO, folder};
    const bool is_sent =
        folder >= 0 && send_head(fd, &head, files) && write_all(fd, texts.data, texts.size);
    if (folder >= 0)
        (void)close(folder);
    return is_sent ? OK : op_fail(op, E_IO, "the server does not listen: %s", op_errno(op, errno));
}

status local_ask(struct op *op, const char *path, int argc, char **argv, bool is_terminal,
                 int *ret_exit_code)
{
    struct sockaddr_un address;
    int32_t exit_code = 1;
    if (!fill_address(path, &address))
        return op_fail(op, E_NOT_FOUND, "the path %s is too long for a socket", path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return op_fail(op, E_IO, "no socket: %s", op_errno(op, errno));
    status code = OK;
    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
        code = op_fail(op, E_NOT_FOUND, "no server listens at %s", path);
    if (code == OK)
        code = hand_over(op, fd, argc, argv, is_terminal);
    if (code == OK && !read_all(fd, &exit_code, sizeof(exit_code)))
        code = op_fail(op, E_IO, "the server went away in the middle of the command: run it again");
    (void)close(fd);
    if (code == OK)
        *ret_exit_code = exit_code;
    return code;
}
