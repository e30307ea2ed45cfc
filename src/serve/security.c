#include "serve/security.h"

static const struct {
    const char *name;
    const char *value;
} rows[] = {
    {"X-Content-Type-Options",       "nosniff"                                         },
    {"X-Frame-Options",              "DENY"                                            },
    {"Referrer-Policy",              "no-referrer"                                     },
    {"Cross-Origin-Opener-Policy",   "same-origin"                                     },
    {"Cross-Origin-Resource-Policy", "same-origin"                                     },
    {"Permissions-Policy",           "camera=(), microphone=(), geolocation=(), usb=()"},
};

void security_add(struct MHD_Response *response, const char *media_type)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        (void)MHD_add_response_header(response, rows[i].name, rows[i].value);
    if (media_type)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, media_type);
}

/* Mantine writes its styles at run time, hence the nonce; React sets style attributes. */
const char *security_page_policy(struct arena *arena, const char *nonce)
{
    return arena_printf(arena,
                        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-%s'; "
                        "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
                        "data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
                        "form-action 'self'",
                        nonce);
}
