# What `cmake --install` puts where, and the package that find_package(tidewaiter) finds.
include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY TIDEWAITER_LIBRARIES)
install(TARGETS ${libraries} EXPORT tidewaiter
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tidewaiter)
install(EXPORT tidewaiter NAMESPACE tidewaiter:: FILE tidewaiter-targets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidewaiter)

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/tools/cmake/tidewaiter-config.cmake.in" "${PROJECT_BINARY_DIR}/tidewaiter-config.cmake"
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidewaiter PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tidewaiter-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/tidewaiter-config.cmake"
              "${PROJECT_BINARY_DIR}/tidewaiter-config-version.cmake"
              "${PROJECT_SOURCE_DIR}/tools/cmake/tidewaiter_dependencies.cmake"
              "${PROJECT_SOURCE_DIR}/tools/cmake/FindRDKit.cmake"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidewaiter)

install(TARGETS tidewaiter DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY "${CMAKE_BINARY_DIR}/share/tidewaiter" DESTINATION ${CMAKE_INSTALL_DATADIR})
install(FILES "${CMAKE_BINARY_DIR}/share/man/tidewaiter.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES "${CMAKE_BINARY_DIR}/share/man/tidewaiter.bash" RENAME tidewaiter
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES "${CMAKE_BINARY_DIR}/share/man/_tidewaiter" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/tidewaiter)
