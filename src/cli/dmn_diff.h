/* What `acuerdo dmn diff` has found, for those who show it. */
#ifndef CLI_DMN_DIFF_H
#define CLI_DMN_DIFF_H
#include "cli/dmn.h"
#include "dmn/differ.h"
#include "policy/compare.h"

/* One file of both versions. */
struct dmn_diff_file {
    str name;
    struct dmn_change *changes;
    size_t change_count;
};

struct dmn_diff {
    struct dmn_diff_file *files;
    size_t file_count, change_count;
    bool has_effect; /* a store was asked */
    day on;
    struct compare_result effect;
};

MUST_CHECK status dmn_diff_print(struct cli *cli, const struct dmn_diff *diff);
#endif
