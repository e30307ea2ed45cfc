#define KERNELS dmn_kernels_plain
#include "dmn/kernels_body.h"

const struct dmn_kernels *dmn_kernels_choose(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return &dmn_kernels_avx2;
#endif
    return &dmn_kernels_plain;
}
