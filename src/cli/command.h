/* What a command is: a row that names it, describes it, and runs it.
 *
 * main.c has the table.  A command reads its options (cli/options.h), opens the store when it needs
 * one, and returns a status; the failure's text is on the op, and main prints it.  Output goes to
 * cli->out only, so that a server can run a command for somebody else. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include <stdio.h>

#include "base/op.h"
#include "cli/options.h"

struct resident; /* policy/resident.h */

struct cli {
    struct op op;
    FILE *in; /* what a pipe brings; NULL where nobody pipes */
    FILE *out;
    FILE *err;
    bool is_json;
    bool is_terminal;          /* err is a terminal: progress may be shown */
    bool is_hosted;            /* runs inside the server, which owns the store */
    struct resident *resident; /* that server's columns of all cases; NULL: none */
    int argc;                  /* the words as they were given, to hand them on */
    char **argv;
    char **environment; /* of whoever gave the command; ended by NULL */
    bool is_answered;   /* all is said, here or by the server that owns the store; the code is: */
    int exit_code;
    str store; /* address */
    str key_file;
    bool is_key_named; /* key_file is what the user said, not a default */
    struct options options;
};

struct command {
    const char *name;
    const char *usage;               /* after the name */
    const char *summary[2];          /* by enum language */
    const struct option_spec *specs; /* ended by a NULL name */
    int operand_count_min;
    int operand_count_max;
    status (*run)(struct cli *cli);
    const struct command *const *members; /* of a group, ended by NULL: the next word chooses */
};

enum cli_access {
    CLI_READ,  /* reports: beside a running server */
    CLI_AS_IS, /* as CLI_WRITE, but whatever its schema, and without a key: backup, doctor */
    CLI_WRITE, /* owns the store, or asks the server that does to run the command */
    CLI_CLOSE, /* as CLI_WRITE; where a server is up it has all cases in memory, and is asked */
    CLI_OWN,   /* owns the store: the server itself */
};
/* Opens the store, brings its schema up to date when writing (a SQLite store is backed up before),
 * loads the key, and reads the business date.  E_BUSY: another process owns it; with is_answered
 * set that process has run the whole command, and the caller just returns. */
MUST_CHECK status cli_open(struct cli *cli, enum cli_access access);
/* Brings the schema of the open store up to date; a SQLite store is backed up beside itself before.
 */
MUST_CHECK status cli_migrate(struct cli *cli);
/* Chains the rows of an earlier program, and loads or makes the key that signs days. */
MUST_CHECK status cli_open_evidence(struct cli *cli);
/* A variable of whoever gave the command; NULL: not set. */
const char *cli_variable(const struct cli *cli, const char *name);
/* E_INVALID: a key file is to be made and nobody said where, for a store that is no file. */
MUST_CHECK status cli_key_place(struct cli *cli);
/* A path beside the store's file; for a store on a server, `acuerdo` and the suffix, here. */
const char *cli_path_beside(const struct cli *cli, const char *suffix);
/* Where a server of the store listens for commands: beside the store's file, or for a store on
 * PostgreSQL beside the key, under a name of the store's address. */
const char *cli_socket_path(const struct cli *cli);
/* Spanish or English, as the user asked. */
const char *cli_text(const struct cli *cli, const char *es, const char *en)
    __attribute__((format_arg(2), format_arg(3)));
/* "expediente", "expedientes", "case" or "cases": what stands behind their number. */
const char *cli_cases(const struct cli *cli, int64_t count);
/* One line of progress, written over the last one; only on a terminal. */
void cli_progress(const struct cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cli_progress_end(const struct cli *cli);
/* The passphrase that --passphrase-file or --passphrase-env names, else ACUERDO_BACKUP_PASSPHRASE;
 * empty: none of them.  E_INVALID: too short, or the file cannot be read. */
MUST_CHECK status cli_passphrase(struct cli *cli, str *ret_passphrase);
/* Parses an option that is a day; absent gives fallback.  E_INVALID says which option. */
MUST_CHECK status cli_day(struct cli *cli, const char *option, day fallback, day *ret_day);
/* An option that is a code of a country or region, with the capitals that codes have. */
str cli_code(struct cli *cli, const char *option, str fallback);
MUST_CHECK status cli_i64(struct cli *cli, const char *option, int64_t fallback,
                          int64_t *ret_value);
#endif
