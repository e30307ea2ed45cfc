#include "reach/mime.h"

#include <stdio.h>

#define LINE_MAX_BYTES 76
#define WORD_BYTES     39 /* of an encoded word: it fits a line with the name of its header */

bool mime_is_address(str address)
{
    const str domain = mime_domain(address);
    if (address.size > 254 || domain.size == 0 || domain.size + 1 >= address.size)
        return false;
    for (size_t i = 0; i < address.size; i++) {
        const unsigned char c = (unsigned char)address.data[i];
        if (c <= ' ' || c >= 0x7F || strchr("\"<>()[]\\,;:", c))
            return false;
    }
    const str local = {address.data, address.size - domain.size - 1};
    return !memchr(local.data, '@', local.size) && domain.data[0] != '.' && domain.data[0] != '-';
}

str mime_domain(str address)
{
    for (size_t i = address.size; i > 0; i--)
        if (address.data[i - 1] == '@')
            return (str){address.data + i, address.size - i};
    return (str){"", 0};
}

static void write_base64(struct buf *out, str text)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < text.size; i += 3) {
        uint32_t bits = 0;
        const size_t left = text.size - i < 3 ? text.size - i : 3;
        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (j < left ? (unsigned char)text.data[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            buf_add_char(out, j <= left ? letters[bits >> (18 - 6 * j) & 63] : '=');
    }
}

static bool is_plain(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || (unsigned char)text.data[i] >= 0x7F)
            return false;
    return text.size <= LINE_MAX_BYTES - 16;
}

/* At most WORD_BYTES, and whole characters. */
static size_t word_size(str text)
{
    size_t size = text.size < WORD_BYTES ? text.size : WORD_BYTES;
    while (size < text.size && size > 1 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

void mime_write_words(struct buf *out, str text)
{
    if (is_plain(text)) {
        buf_add(out, text);
        return;
    }
    while (text.size > 0) {
        const size_t size = word_size(text);
        buf_add(out, STR("=?UTF-8?B?"));
        write_base64(out, (str){text.data, size});
        buf_add(out, STR("?="));
        text = (str){text.data + size, text.size - size};
        if (text.size > 0)
            buf_add(out, STR("\r\n "));
    }
}

static void write_name(struct buf *out, str name)
{
    if (!is_plain(name)) {
        mime_write_words(out, name);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '"' || name.data[i] == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, name.data[i]);
    }
    buf_add_char(out, '"');
}

/* Whether the byte may stand as it is; blanks may not end a line. */
static bool is_literal(str text, size_t at)
{
    const char c = text.data[at];
    const bool ends_line = at + 1 == text.size || text.data[at + 1] == '\n';
    if (c == ' ')
        return !ends_line;
    return c > ' ' && c < 0x7F && c != '=';
}

void mime_write_quoted_printable(struct buf *out, str text)
{
    size_t column = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n') {
            buf_add(out, STR("\r\n"));
            column = 0;
            continue;
        }
        const size_t width = is_literal(text, i) ? 1 : 3;
        if (column + width > LINE_MAX_BYTES - 1) { /* room for the = of a soft end */
            buf_add(out, STR("=\r\n"));
            column = 0;
        }
        if (width == 1)
            buf_add_char(out, text.data[i]);
        else
            buf_printf(out, "=%02X", (unsigned char)text.data[i]);
        column += width;
    }
    if (column > 0)
        buf_add(out, STR("\r\n"));
}

static void write_date(struct buf *out, instant at, int32_t offset)
{
    static const char weekdays[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const instant local = at + (instant)offset * INSTANT_PER_SECOND;
    const day d = instant_utc_day(local);
    const struct civil civil = day_to_civil(d);
    const int64_t second = (local - (instant)d * INSTANT_PER_DAY) / INSTANT_PER_SECOND;
    const int minutes = (offset < 0 ? -offset : offset) / 60;
    buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d %c%02d%02d\r\n",
               weekdays + (ptrdiff_t)3 * ((int)day_weekday(d) - 1), civil.day,
               months + (ptrdiff_t)3 * (civil.month - 1), civil.year, (int)(second / 3600),
               (int)(second / 60 % 60), (int)(second % 60), offset < 0 ? '-' : '+', minutes / 60,
               minutes % 60);
}

static void write_headers(const struct mime_mail *mail, struct buf *out)
{
    buf_add(out, STR("From: "));
    if (mail->from_name.size > 0) {
        write_name(out, mail->from_name);
        buf_add(out, STR("\r\n "));
    }
    buf_printf(out, "<" STR_FORMAT ">\r\nSubject: ", STR_ARG(mail->from));
    mime_write_words(out, mail->subject);
    buf_add(out, STR("\r\n"));
    write_date(out, mail->at, mail->offset);
    buf_printf(out, "Message-ID: <" STR_FORMAT ">\r\n", STR_ARG(mail->message_id));
    if (mail->reply_to.size > 0)
        buf_printf(out, "Reply-To: <" STR_FORMAT ">\r\n", STR_ARG(mail->reply_to));
    if (mail->unsubscribe.size > 0)
        buf_printf(out, "List-Unsubscribe: <mailto:" STR_FORMAT "?subject=BAJA>\r\n",
                   STR_ARG(mail->unsubscribe));
    buf_printf(out, "Content-Language: " STR_FORMAT "\r\nAuto-Submitted: auto-generated\r\n",
               STR_ARG(mail->language));
}

static void write_part(struct buf *out, str boundary, const char *type, str text)
{
    buf_printf(out,
               "--" STR_FORMAT "\r\nContent-Type: %s; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
               STR_ARG(boundary), type);
    mime_write_quoted_printable(out, text);
    buf_add(out, STR("\r\n"));
}

void mime_write(const struct mime_mail *mail, struct buf *out)
{
    /* Quoted-printable never writes "=_", so no line of a text can be the boundary. */
    const str boundary = STR("=_acuerdo_part");
    write_headers(mail, out);
    buf_printf(
        out,
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"" STR_FORMAT
        "\"\r\n\r\n",
        STR_ARG(boundary));
    write_part(out, boundary, "text/plain", mail->text);
    write_part(out, boundary, "text/html", mail->html);
    buf_printf(out, "--" STR_FORMAT "--\r\n", STR_ARG(boundary));
}
