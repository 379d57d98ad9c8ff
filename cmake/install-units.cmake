# SPDX-License-Identifier: Apache-2.0
# Installs systemd's units with the path of the program that is installed with them, and examples of drop-ins. dgm_source,
# dgm_build and dgm_bindir are set before; CMAKE_INSTALL_PREFIX is the installation's, which may differ from the build's.
file(GLOB units ${dgm_source}/systemd/*.service ${dgm_source}/systemd/*.target)
foreach(unit ${units})
    get_filename_component(name ${unit} NAME)
    file(READ ${unit} text)
    string(REPLACE "/usr/bin/dragoman" "${CMAKE_INSTALL_PREFIX}/${dgm_bindir}/dragoman" text "${text}")
    file(WRITE ${dgm_build}/units/${name} "${text}")
    file(INSTALL ${dgm_build}/units/${name} DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/systemd/system)
endforeach()
file(INSTALL ${dgm_source}/systemd/drop-ins/ DESTINATION ${CMAKE_INSTALL_PREFIX}/share/doc/dragomand/drop-ins)
file(GLOB catalogs ${dgm_source}/systemd/*.catalog)
if(catalogs)
    file(INSTALL ${catalogs} DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/systemd/catalog)
endif()
