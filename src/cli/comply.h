/* The members of `acuerdo comply`. */
#ifndef CLI_COMPLY_H
#define CLI_COMPLY_H
#include "cli/command.h"

extern const struct command comply_prove;
extern const struct command comply_register;
#endif
