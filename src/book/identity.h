/* How the identity number of a party and its telephones are kept: in one form, however written.
 *
 * A number that its kind knows to be good is kept compact (identity/id.h), a telephone that can be
 * called as E.164 (identity/phone.h), its extension behind ";ext=".  What is not good stays as it
 * is written: nothing is lost, and the screen says what is wrong with it.  Results live in the op's
 * arena or are the text given. */
#ifndef BOOK_IDENTITY_H
#define BOOK_IDENTITY_H
#include "base/op.h"

/* kind is what a file calls it ("RFC", "CURP", "DNI"); an unknown one leaves the number alone. */
str identity_document(struct op *op, str country, str kind, str document);
/* country is where national digits belong.  *ret_searched is what people search it by: the number
 * without its extension. */
str identity_phone(struct op *op, str country, str text, str *ret_searched);
#endif
