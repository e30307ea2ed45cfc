#include "reach/http_post.h"

#include <curl/curl.h>
#include <string.h>

struct answer {
    struct buf body;
};

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl's own signature */
static size_t take_bytes(char *data, size_t size, size_t count, void *context)
{
    struct answer *const answer = context;
    buf_add(&answer->body, (str){data, size * count});
    return answer->body.is_full ? 0 : size * count;
}

static struct curl_slist *headers_of(struct op *op, const struct http_post *post)
{
    struct curl_slist *list = NULL;
    list = curl_slist_append(
        list, arena_printf(op->arena, "Authorization: Bearer " STR_FORMAT, STR_ARG(post->secret)));
    list = curl_slist_append(list, arena_printf(op->arena, "Idempotency-Key: " STR_FORMAT,
                                                STR_ARG(post->idempotency_key)));
    return curl_slist_append(list, "Expect:"); /* no waiting for 100 Continue */
}

static void prepare(struct op *op, CURL *curl, const struct http_post *post,
                    struct curl_slist *headers, struct answer *answer)
{
    (void)curl_easy_setopt(curl, CURLOPT_URL, str_cstr(op->arena, post->url));
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->form.data);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->form.size);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, HTTP_POST_MS);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
}

status http_post(struct op *op, const struct http_post *post, int *ret_code, str *ret_answer)
{
    struct answer answer = {.body = buf_start(op->arena, HTTP_POST_ANSWER)};
    CURL *const curl = curl_easy_init();
    long code = 0;
    if (!curl)
        return op_fail(op, E_INTERNAL, "libcurl does not start");
    struct curl_slist *const headers = headers_of(op, post);
    prepare(op, curl, post, headers, &answer);
    const CURLcode result = curl_easy_perform(curl);
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (answer.body.is_full)
        return op_fail(op, E_LIMIT, "the payment provider answered with more than %d bytes",
                       HTTP_POST_ANSWER);
    if (result != CURLE_OK)
        return op_fail(op, E_BUSY, "the payment provider does not answer: %s",
                       curl_easy_strerror(result));
    *ret_code = (int)code;
    *ret_answer = buf_str(&answer.body);
    return OK;
}

/* --- forms --- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

static void add_escaped(struct buf *form, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (is_plain(text.data[i]))
            buf_add_char(form, text.data[i]);
        else
            buf_printf(form, "%%%02X", (unsigned)(unsigned char)text.data[i]);
    }
}

void form_add(struct buf *form, const char *name, str value)
{
    if (form->size > 0)
        buf_add_char(form, '&');
    add_escaped(form, str_of(name));
    buf_add_char(form, '=');
    add_escaped(form, value);
}
