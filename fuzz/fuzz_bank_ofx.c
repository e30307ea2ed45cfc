/* OFX files over any bytes (fuzz/bank.h). */
#include "fuzz/bank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_any(data, size, bank_ofx_read);
}
