/* A statement as CSV, read by a mapping: for banks that give no better file.
 *
 *   {"kind": "bank", "account": "012…", "currency": "MXN", "date": "DD/MM/YYYY", "decimal": ",",
 *    "group": ".", "skip_lines": 0,
 *    "columns": {"value_on": "Fecha", "credit": "Abono", "debit": "Cargo", "text": "Concepto"}}
 *
 * columns says which column of the file is which field: value_on, booked_on, amount (signed) or
 * credit and debit, reference, bank_reference, counterparty, account, text, balance.  value_on and
 * an amount are needed.  A balance is checked from row to row, whichever end the file begins with.
 */
#ifndef CASH_SHEET_H
#define CASH_SHEET_H
#include "cash/file_taken.h"

/* As file_taken_read; what cannot be read of a row is what does not agree.  E_NOT_FOUND, E_IO: a
 * file; E_INVALID: the mapping, or a column that it names and the file lacks. */
MUST_CHECK status sheet_read(struct op *op, const char *path, const char *mapping_path,
                             currency unit, struct file_taken *ret_file);
#endif
