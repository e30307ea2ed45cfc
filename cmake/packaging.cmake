# The Debian package: the program, its units, its settings, its pages.  scripts/package makes it.
#
# What lies outside the prefix is installed only where the prefix is the system's (preset release),
# so that a trial in a folder of one's own never touches /etc.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    install(PROGRAMS packaging/acuerdoctl DESTINATION sbin)
    install(FILES packaging/acuerdo.service packaging/acuerdo-close.service
                  packaging/acuerdo-close.timer
            DESTINATION /lib/systemd/system)
    install(FILES packaging/acuerdo.conf DESTINATION /etc/acuerdo)
    install(FILES packaging/copyright README.md CHANGELOG.md docs/manual/en/operating.md
                  docs/manual/es/operar.md
            DESTINATION share/doc/acuerdo)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME acuerdo)
set(CPACK_PACKAGE_VENDOR "Acuerdo")
set(CPACK_PACKAGE_CONTACT "The Acuerdo project <acuerdo@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "collections management: from debts to agreements")
set(CPACK_PACKAGE_DESCRIPTION
    "Takes the debts that a company is owed and decides each day, for every customer, the next step
 that is lawful and likely to lead to an agreement.  One program: workspace, interface, outbox.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers (>= 1.54), tzdata")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm
    ${CMAKE_SOURCE_DIR}/packaging/postrm ${CMAKE_SOURCE_DIR}/packaging/conffiles)
# A package holds the program alone: the tests need not be built for it.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)
