/* acuerdo comply: the group of what is said about the law; cli_run hands the work to its members.
 */
#include "cli/comply.h"

#include "cli/commands.h"

static const struct command *const members[] = {&comply_prove, &comply_register, NULL};

const struct command command_comply = {
    .name = "comply",
    .usage = "prove | register",
    .summary = {"la ley: demostrar una estrategia; requisitos, controles y pruebas",
                "the law: prove a strategy; requirements, controls, tests"},
    .members = members,
};
