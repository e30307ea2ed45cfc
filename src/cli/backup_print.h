/* What the commands backup and restore say. */
#ifndef CLI_BACKUP_PRINT_H
#define CLI_BACKUP_PRINT_H
#include "cli/command.h"
#include "upkeep/backup.h"

/* Progress of either; context is the cli. */
void backup_tell(void *context, const char *table, int64_t rows);
/* held: messages that wait after a restore; -1 leaves them out. */
void backup_print_json(struct cli *cli, const char *path, const struct backup_manifest *manifest,
                       int64_t held);
#endif
