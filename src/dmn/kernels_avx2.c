/* The build gives this file the instructions that its name says (CMakeLists.txt). */
#define KERNELS dmn_kernels_avx2
#include "dmn/kernels_body.h"
