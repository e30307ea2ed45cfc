/* The version of the program; CMakeLists.txt reads it here. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define ACUERDO_VERSION "0.1.0"
#endif
