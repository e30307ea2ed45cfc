# How a room, its tests and the program are built.  Adding a file to a room needs no edit here.
find_package(PkgConfig REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# It brings no pkg-config file.
find_library(phonenumber_library phonenumber)
find_path(phonenumber_headers phonenumbers/phonenumberutil.h)
if(NOT phonenumber_library OR NOT phonenumber_headers)
    message(FATAL_ERROR "libphonenumber is not here: install libphonenumber-dev (packages.txt), "
                        "or run scripts/deps build")
endif()

# acuerdo_room(NAME ROOMS lower... LIBS lib... PKG pkg-config...)
function(acuerdo_room room)
    cmake_parse_arguments(ARG "" "" "ROOMS;LIBS;PKG" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${room}/*.c
         ${CMAKE_SOURCE_DIR}/src/${room}/*.cc)
    list(FILTER sources EXCLUDE REGEX "/cli/main\\.c$")
    if(NOT sources)
        return()
    endif()
    set(target acuerdo_${room})
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC acuerdo_flags)
    foreach(lower ${ARG_ROOMS})
        if(TARGET acuerdo_${lower})
            target_link_libraries(${target} PUBLIC acuerdo_${lower})
        endif()
    endforeach()
    foreach(package ${ARG_PKG})
        pkg_check_modules(pkg_${room}_${package} REQUIRED IMPORTED_TARGET ${package})
        target_link_libraries(${target} PUBLIC PkgConfig::pkg_${room}_${package})
    endforeach()
    target_link_libraries(${target} PUBLIC ${ARG_LIBS})
    if(room STREQUAL store)
        target_include_directories(${target} PRIVATE /usr/include/postgresql)
    endif()
    if(NOT room STREQUAL base AND NOT room STREQUAL vec)
        add_dependencies(${target} acuerdo_generated)
    endif()
    set_property(GLOBAL APPEND PROPERTY ACUERDO_ROOMS ${target})
endfunction()

# SQL, default policies, templates and the web bundle are compiled into the program.
function(acuerdo_embed)
    set(generated ${CMAKE_BINARY_DIR}/generated)
    file(MAKE_DIRECTORY ${generated}/store)
    file(GLOB_RECURSE sql CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)
    file(GLOB embed_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_sql/*.c)
    add_executable(embed_sql ${embed_sources})
    target_compile_definitions(embed_sql PRIVATE _GNU_SOURCE)
    add_custom_command(
        OUTPUT ${generated}/store/queries.h ${generated}/store/queries_table.h
               ${generated}/store/migrations_table.h ${generated}/store/shapes_table.h
        COMMAND embed_sql ${CMAKE_SOURCE_DIR}/sql ${generated}/store
        DEPENDS embed_sql ${sql}
        COMMENT "Embedding sql/")
    add_custom_target(acuerdo_generated DEPENDS ${generated}/store/queries.h)

    file(GLOB_RECURSE assets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/policies/*)
    add_custom_command(
        OUTPUT ${generated}/assets_policies.S
        COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
                policies ${CMAKE_SOURCE_DIR}/policies ${generated}/assets_policies.S
        DEPENDS ${assets} ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
        COMMENT "Embedding policies/")
    add_custom_command(
        OUTPUT ${generated}/said.c
        COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/said.py
                embed ${CMAKE_SOURCE_DIR}/locales/rooms.es.json ${generated}/said.c
        DEPENDS ${CMAKE_SOURCE_DIR}/locales/rooms.es.json ${CMAKE_SOURCE_DIR}/tools/said.py
        COMMENT "Embedding locales/")
    add_library(acuerdo_assets STATIC ${generated}/assets_policies.S ${generated}/said.c)
    target_link_libraries(acuerdo_assets PRIVATE acuerdo_flags)
    if(ACUERDO_WEB AND EXISTS ${CMAKE_SOURCE_DIR}/web/node_modules)
        set(web_out ${CMAKE_BINARY_DIR}/web)
        file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS
             ${CMAKE_SOURCE_DIR}/web/src/* ${CMAKE_SOURCE_DIR}/locales/*)
        add_custom_command(
            OUTPUT ${generated}/assets_web.S
            COMMAND ${CMAKE_COMMAND} -E env ACUERDO_WEB_OUT=${web_out}
                    ${CMAKE_SOURCE_DIR}/scripts/web build
            COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
                    web ${web_out} ${generated}/assets_web.S
            DEPENDS ${web_sources} ${CMAKE_SOURCE_DIR}/web/package-lock.json
                    ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
            WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web
            COMMENT "Building and embedding web/")
    else()
        add_custom_command(
            OUTPUT ${generated}/assets_web.S
            COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
                    web - ${generated}/assets_web.S
            DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_assets.py
            COMMENT "No web bundle: the server will say so")
    endif()
    target_sources(acuerdo_assets PRIVATE ${generated}/assets_web.S)
endfunction()

function(acuerdo_program)
    get_property(rooms GLOBAL PROPERTY ACUERDO_ROOMS)
    if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/main.c)
        add_executable(acuerdo ${CMAKE_SOURCE_DIR}/src/cli/main.c)
        target_link_libraries(acuerdo PRIVATE ${rooms} acuerdo_assets pthread)
        target_link_options(acuerdo PRIVATE -pie)
        install(TARGETS acuerdo)
    endif()
endfunction()

# They begin first, so that none of them runs alone when all others are over.
set(acuerdo_long_tests
    upkeep/test_doctor upkeep/test_backup upkeep/test_audit upkeep/test_upgrade store/test_migrate
    store/test_open policy/test_same_stores policy/test_replay policy/test_histories
    policy/test_close_kill policy/test_persons policy/test_torture_events policy/test_close
    policy/test_close_warm cli/test_troubles serve/test_contract serve/test_servers reach/test_send
    prove/test_lawful intake/test_prepare intake/test_in_bulk soak/test_invariants)
function(acuerdo_order_tests)
    foreach(name ${acuerdo_long_tests})
        set_tests_properties(${name} PROPERTIES COST 100) # an error for a name that is no test
    endforeach()
endfunction()

# tests/ROOM/test_NAME.c is one program, tests/ROOM/test_NAME.py a script that drives the real one
# (those of tests/tools need none and run by themselves); one with threads says "threads" in its
# first line, and all of these are what the target acuerdo_thread_tests builds.
function(acuerdo_tests)
    get_property(rooms GLOBAL PROPERTY ACUERDO_ROOMS)
    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*/test_*.c)
    file(GLOB support CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/support/*.c
         ${CMAKE_SOURCE_DIR}/tests/reference/*.c)
    if(support)
        add_library(acuerdo_test_support STATIC ${support})
        target_include_directories(acuerdo_test_support PUBLIC ${CMAKE_SOURCE_DIR})
        target_link_libraries(acuerdo_test_support PUBLIC ${rooms} acuerdo_assets)
    endif()
    add_custom_target(acuerdo_thread_tests)
    foreach(source ${tests})
        get_filename_component(name ${source} NAME_WE)
        get_filename_component(folder ${source} DIRECTORY)
        get_filename_component(room ${folder} NAME)
        set(target ${room}_${name})
        add_executable(${target} ${source})
        target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
        if(support)
            target_link_libraries(${target} PRIVATE acuerdo_test_support)
        endif()
        target_link_libraries(${target} PRIVATE ${rooms} acuerdo_assets cmocka pthread)
        add_test(NAME ${room}/${name} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        file(STRINGS ${source} head LIMIT_COUNT 1)
        if(head MATCHES "threads")
            set_tests_properties(${room}/${name} PROPERTIES LABELS threads)
            add_dependencies(acuerdo_thread_tests ${target})
        elseif(room STREQUAL store)
            set_tests_properties(${room}/${name} PROPERTIES LABELS store)
        endif()
        set_tests_properties(${room}/${name} PROPERTIES TIMEOUT 900 ENVIRONMENT
            "ACUERDO_BINARY=${CMAKE_BINARY_DIR}/acuerdo;ACUERDO_SOURCE=${CMAKE_SOURCE_DIR}")
    endforeach()
    file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*/test_*.py)
    list(FILTER scripts EXCLUDE REGEX "/tests/tools/")
    foreach(source ${scripts})
        get_filename_component(name ${source} NAME_WE)
        get_filename_component(folder ${source} DIRECTORY)
        get_filename_component(room ${folder} NAME)
        add_test(NAME ${room}/${name} COMMAND ${Python3_EXECUTABLE} -B ${source}
                 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        file(STRINGS ${source} head LIMIT_COUNT 2) # the first names the interpreter
        if(head MATCHES "threads")
            set_tests_properties(${room}/${name} PROPERTIES LABELS threads)
            add_dependencies(acuerdo_thread_tests acuerdo)
        endif()
        set_tests_properties(${room}/${name} PROPERTIES TIMEOUT 900 ENVIRONMENT
            "ACUERDO_BINARY=${CMAKE_BINARY_DIR}/acuerdo;ACUERDO_SOURCE=${CMAKE_SOURCE_DIR}")
    endforeach()
    acuerdo_order_tests()
endfunction()

# Folders that bring a CMakeLists.txt of their own.
function(acuerdo_extras)
    foreach(folder ${ARGN})
        if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt)
            add_subdirectory(${folder})
        endif()
    endforeach()
endfunction()
