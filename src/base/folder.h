/* Folders of files that must not be lost. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H
#include "base/arena.h"

/* Writes the folder of a file out: a name that is lost in a power cut is a lost file.  False: errno
 * says why. */
bool folder_sync(struct arena *arena, const char *path);
#endif
