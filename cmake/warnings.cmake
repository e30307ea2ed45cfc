# Warnings are errors and the hardening of a service that faces a network is always on.
add_library(acuerdo_flags INTERFACE)
target_compile_options(acuerdo_flags INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wvla -Wformat=2 -Wcast-qual -Wundef -Wswitch-enum -Werror
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes> $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
    -fstack-protector-strong -fstack-clash-protection -fcf-protection
    -ftrivial-auto-var-init=pattern -fno-omit-frame-pointer)
target_compile_definitions(acuerdo_flags INTERFACE _GNU_SOURCE)
target_link_options(acuerdo_flags INTERFACE -Wl,-z,relro,-z,now)
# Two hundred test programs: lld links one in a quarter of the time.  What is shipped is linked as
# the compiler does by itself.
find_program(ACUERDO_LLD ld.lld)
if(ACUERDO_LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_link_options(acuerdo_flags INTERFACE -fuse-ld=lld)
endif()
target_include_directories(acuerdo_flags INTERFACE
    ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)

if(ACUERDO_SANITIZE)
    target_compile_options(acuerdo_flags INTERFACE -fsanitize=${ACUERDO_SANITIZE}
                           -fno-sanitize-recover=all)
    target_link_options(acuerdo_flags INTERFACE -fsanitize=${ACUERDO_SANITIZE})
    target_compile_definitions(acuerdo_flags INTERFACE ACUERDO_SANITIZED=1)
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_definitions(acuerdo_flags INTERFACE _FORTIFY_SOURCE=3)
endif()
# assert() stays on in every build: a wrong book is worse than a stopped program.
foreach(kind RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${kind} "${CMAKE_C_FLAGS_${kind}}")
    string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${kind} "${CMAKE_CXX_FLAGS_${kind}}")
endforeach()

# Embedded assets and SQL come as assembler; the compiler driver knows how to assemble .S files.
enable_language(ASM)
set_property(DIRECTORY PROPERTY POSITION_INDEPENDENT_CODE ON)
