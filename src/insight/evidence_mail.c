/* A letter of the file, readable. */
#include "insight/evidence.h"

void evidence_escape(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == '<')
            buf_add_c(out, "&lt;");
        else if (c == '>')
            buf_add_c(out, "&gt;");
        else if (c == '&')
            buf_add_c(out, "&amp;");
        else if (c == '"')
            buf_add_c(out, "&quot;");
        else
            buf_add_char(out, c);
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Quoted-printable as reach/mime.c writes it, for reading: the bytes as they left stand in the
 * JSON.
 */
static void add_readable(struct buf *out, str text)
{
    struct buf plain = buf_start(out->arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        const bool is_code = text.data[i] == '=' && i + 2 < text.size;
        const int high = is_code ? hex_digit(text.data[i + 1]) : -1;
        const int low = is_code ? hex_digit(text.data[i + 2]) : -1;
        if (is_code && text.data[i + 1] == '\r') {
            i += 2; /* the line goes on */
        } else if (high >= 0 && low >= 0) {
            buf_add_char(&plain, (char)(high << 4 | low));
            i += 2;
        } else if (text.data[i] != '\r') {
            buf_add_char(&plain, text.data[i]);
        }
    }
    if (str_is_utf8(buf_str(&plain), NULL))
        evidence_escape(out, buf_str(&plain));
    else
        evidence_escape(out, text);
}

/* The head of a mail and its first part, which is the plain one. */
void evidence_write_mail(struct buf *out, str mail)
{
    static const str blank = STR("\r\n\r\n");
    static const str boundary = STR("\r\n--");
    str shown = mail;
    const char *const head = memmem(mail.data, mail.size, blank.data, blank.size);
    const char *const end = mail.data + mail.size;
    const char *const part =
        head ? memmem(head + 4, (size_t)(end - head - 4), blank.data, blank.size) : NULL;
    const char *const stop =
        part ? memmem(part, (size_t)(end - part), boundary.data, boundary.size) : NULL;
    if (stop)
        shown.size = (size_t)(stop - mail.data);
    add_readable(out, shown);
}
