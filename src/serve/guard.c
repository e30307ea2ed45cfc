#include "serve/guard.h"

#define HOST_BYTES_MAX 255

struct head {
    int hosts;
    int lengths;
    int encodings;
    const char *value_end; /* of the header before */
    const char *wrong;     /* the last thing that is; NULL: nothing */
};

/* RFC 9110: what a header's name consists of. */
static bool is_token(str text)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool is_good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                             (c >= 'a' && c <= 'z') || (c && strchr(marks, c));
        if (!is_good)
            return false;
    }
    return text.size > 0;
}

static bool is_printable(str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

static bool is_number(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size > 0 && text.size < 19;
}

/* The library cuts a line at a NUL and forgets the rest.  It parses in place and ends a line by
 * overwriting its CR and LF, so behind a value that was received whole two bytes follow that are
 * NUL, then the next name.  Newer versions of the library refuse such lines themselves, and may
 * keep their bytes elsewhere. */
#define LIBRARY_CUTS (MHD_VERSION < 0x00097600)

/* Another end than CR LF, LF alone as well. */
static bool is_cut(const struct head *head, str name)
{
    return LIBRARY_CUTS && head->value_end && name.data != head->value_end + 2;
}

static enum MHD_Result check_header(void *context, enum MHD_ValueKind kind, const char *name,
                                    size_t name_size, const char *value, size_t value_size)
{
    struct head *const head = context;
    const str key = {name, name_size};
    const str text = str_trim((str){value ? value : "", value ? value_size : 0});
    (void)kind;
    if (!is_token(key))
        head->wrong = "a header's name is not a token";
    else if (!is_printable(text) || is_cut(head, key))
        head->wrong = "a header's value has control characters";
    head->value_end = value ? value + value_size : NULL;
    if (str_equal_nocase(key, STR("Host"))) {
        head->hosts++;
        if (text.size == 0 || text.size > HOST_BYTES_MAX || memchr(text.data, ' ', text.size) ||
            memchr(text.data, '/', text.size) || memchr(text.data, '@', text.size))
            head->wrong = "Host is not a name";
    } else if (str_equal_nocase(key, STR("Content-Length"))) {
        head->lengths++;
        if (!is_number(text))
            head->wrong = "Content-Length is not a number";
    } else if (str_equal_nocase(key, STR("Transfer-Encoding"))) {
        head->encodings++;
        if (!str_equal_nocase(text, STR("chunked")))
            head->wrong = "Transfer-Encoding is not chunked";
    }
    return MHD_YES;
}

static bool is_good_target(str target)
{
    for (size_t i = 0; i < target.size; i++)
        if ((unsigned char)target.data[i] <= ' ' || (unsigned char)target.data[i] >= 0x7F ||
            target.data[i] == '#')
            return false;
    return target.size > 0 && target.data[0] == '/';
}

const char *guard_check(struct MHD_Connection *connection, str target, const char *raw_target,
                        const char *version)
{
    struct head head = {.value_end = NULL};
    const bool is_old = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;
    if (!is_old && strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
        return "the version is neither HTTP/1.0 nor HTTP/1.1";
    if (!is_good_target(target) || (LIBRARY_CUTS && version != raw_target + target.size + 1))
        return "the address is not a path";
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, check_header, &head);
    if (head.wrong)
        return head.wrong;
    if (LIBRARY_CUTS && head.value_end && (head.value_end[0] || head.value_end[1]))
        return "the last header's value has control characters";
    if (head.hosts > 1 || (head.hosts == 0 && !is_old))
        return "there must be one Host";
    if (head.lengths + head.encodings > 1)
        return "the length of the body is said twice";
    return head.encodings > 0 && is_old ? "Transfer-Encoding is not of HTTP/1.0" : NULL;
}
