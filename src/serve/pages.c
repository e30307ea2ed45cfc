#include "serve/pages.h"

#include "base/assets.h"
#include "base/crypto.h"
#include "serve/security.h"

#define NONCE_MARK  "__CSP_NONCE__"
#define NONCE_BYTES 16

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    {".html",  "text/html; charset=utf-8"      },
    {".js",    "text/javascript; charset=utf-8"},
    {".css",   "text/css; charset=utf-8"       },
    {".json",  "application/json"              },
    {".svg",   "image/svg+xml"                 },
    {".png",   "image/png"                     },
    {".woff2", "font/woff2"                    },
    {".txt",   "text/plain; charset=utf-8"     },
};

static bool ends_with(str text, const char *ending)
{
    const size_t size = strlen(ending);
    return text.size >= size && memcmp(text.data + text.size - size, ending, size) == 0;
}

/* NULL: no file of ours has that ending, and a compressed twin is no file of its own. */
static const char *type_of(str path)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (ends_with(path, types[i].ending))
            return types[i].type;
    return NULL;
}

/* Whether the list of Accept-Encoding has the name, other than with a weight of 0. */
static bool accepts(str list, const char *name)
{
    while (list.size > 0) {
        str item = str_trim(str_split(&list, ','));
        const str coding = str_trim(str_split(&item, ';'));
        if (str_equal_c(coding, name))
            return !str_starts(str_trim(item), STR("q=0")) ||
                   str_starts(str_trim(item), STR("q=0."));
    }
    return false;
}

static const struct asset *find_encoded(struct op *op, const struct request *request, str path,
                                        const char **ret_encoding)
{
    static const struct {
        const char *name;
        const char *ending;
    } codings[] = {
        {"br",   ".br"},
        {"gzip", ".gz"},
    };
    for (size_t i = 0; i < ARRAY_LEN(codings); i++) {
        const str twin =
            str_of(arena_printf(op->arena, STR_FORMAT "%s", STR_ARG(path), codings[i].ending));
        const struct asset *const asset = accepts(request->accept_encoding, codings[i].name)
                                              ? asset_find(assets_web, twin)
                                              : NULL;
        if (asset) {
            *ret_encoding = codings[i].name;
            return asset;
        }
    }
    *ret_encoding = NULL;
    return asset_find(assets_web, path);
}

static void answer_file(struct op *op, const struct request *request, struct reply *reply, str path)
{
    const char *encoding = NULL;
    const char *const type = type_of(path);
    const struct asset *const asset = type ? find_encoded(op, request, path, &encoding) : NULL;
    if (!asset) {
        reply_text(reply, 404, "not found\n");
        return;
    }
    reply->media_type = type;
    reply->file = asset_text(asset);
    if (encoding)
        reply_header(reply, "Content-Encoding", encoding);
    reply_header(reply, "Vary", "Accept-Encoding");
    reply_header(reply, "Cache-Control",
                 str_starts(path, STR("assets/")) ? "public, max-age=31536000, immutable"
                                                  : "public, max-age=3600");
}

/* What a program that was built without the workspace shows instead. */
static const char bare_page[] =
    "<!doctype html><html lang=\"es\"><meta charset=\"utf-8\"><title>Acuerdo</title>"
    "<h1>Acuerdo</h1><p>El servidor funciona, pero este programa se compiló sin la aplicación web. "
    "Instale node con <code>scripts/deps</code> y compile otra vez.</p>"
    "<p lang=\"en\">The server works, but this program was built without the workspace. "
    "Install node with <code>scripts/deps</code> and build again.</p></html>\n";

static void answer_page(struct op *op, struct reply *reply)
{
    const struct asset *const page = asset_find(assets_web, STR("index.html"));
    uint8_t bytes[NONCE_BYTES];
    char nonce[CRYPTO_HEX_SIZE(NONCE_BYTES)];
    crypto_random(bytes, sizeof(bytes));
    crypto_hex(bytes, sizeof(bytes), nonce);
    str rest = page ? asset_text(page) : str_of(bare_page);
    buf_clear(&reply->body);
    while (rest.size > 0) {
        const char *const mark = memmem(rest.data, rest.size, NONCE_MARK, strlen(NONCE_MARK));
        const size_t before = mark ? (size_t)(mark - rest.data) : rest.size;
        buf_add(&reply->body, (str){rest.data, before});
        if (!mark)
            break;
        buf_add_c(&reply->body, nonce);
        rest.data += before + strlen(NONCE_MARK);
        rest.size -= before + strlen(NONCE_MARK);
    }
    reply->status = 200;
    reply->media_type = "text/html; charset=utf-8";
    reply_header(reply, "Content-Security-Policy", security_page_policy(op->arena, nonce));
    reply_header(reply, "Cache-Control", "no-store");
}

void pages_answer(struct op *op, const struct request *request, struct reply *reply)
{
    const str path = {request->path.data + 1, request->path.size - 1};
    const char *const slash = path.size > 0 ? memrchr(path.data, '/', path.size) : NULL;
    const str last = slash ? (str){slash + 1, (size_t)(path.data + path.size - slash - 1)} : path;
    const bool is_file = last.size > 0 && memchr(last.data, '.', last.size);
    if (!str_equal_c(request->method, "GET")) {
        reply_text(reply, 405, "method not allowed\n");
        reply_header(reply, "Allow", "GET, HEAD");
    } else if (is_file && !str_equal_c(path, "index.html")) {
        answer_file(op, request, reply, path);
    } else {
        answer_page(op, reply);
    }
}
