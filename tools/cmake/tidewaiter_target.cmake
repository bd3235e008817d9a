# How every library, program and test of this project is compiled, in one place.

find_program(TIDEWAITER_CCACHE ccache)
if(TIDEWAITER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TIDEWAITER_CCACHE}")
endif()

add_library(tidewaiter_flags INTERFACE)
target_compile_features(tidewaiter_flags INTERFACE cxx_std_20)
target_compile_options(tidewaiter_flags INTERFACE -Wall -Wextra $<$<BOOL:${TIDEWAITER_WERROR}>:-Werror>)
if(TIDEWAITER_SANITIZE)
  target_compile_options(tidewaiter_flags INTERFACE -fsanitize=${TIDEWAITER_SANITIZE} -fno-omit-frame-pointer
                                                    -fno-sanitize-recover=all)
  target_link_options(tidewaiter_flags INTERFACE -fsanitize=${TIDEWAITER_SANITIZE})
endif()

# tidewaiter_library(NAME name
#   SOURCES a.cc ...            compiled, private
#   PUBLIC_HEADERS a.h ...      installed under include/tidewaiter/<path from the root>
#   DEPENDS targets ...         what the public headers need
#   PRIVATE_DEPENDS targets ... what only the sources need)
#
# Includes are written from the repository's root: "chemdb/base/date.h".
function(tidewaiter_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;PUBLIC_HEADERS;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  set(target tidewaiter_${ARG_NAME})
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(tidewaiter::${ARG_NAME} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${ARG_NAME} POSITION_INDEPENDENT_CODE ON)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_PUBLIC_HEADERS})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/tidewaiter>)
  # The headers need it, so whoever links an installed library gets it too (tidewaiter_flags is for this build only).
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE_DEPENDS}
                                         $<BUILD_INTERFACE:tidewaiter_flags>)
  set_property(GLOBAL APPEND PROPERTY TIDEWAITER_LIBRARIES ${target})
endfunction()

# tidewaiter_program(NAME name SOURCES ... DEPENDS ...)
function(tidewaiter_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPENDS} tidewaiter_flags)
  target_include_directories(${ARG_NAME} PRIVATE "${PROJECT_SOURCE_DIR}")
endfunction()

# tidewaiter_embed(target symbol file): compiles a data file into `target` as
#   extern const std::string_view tidewaiter::data::<symbol>;
# Facts stay reviewed text in the source tree; the generated code lives in the build tree.
function(tidewaiter_embed target symbol file)
  set(path "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cc")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND "${CMAKE_COMMAND}" -DINPUT=${path} -DOUTPUT=${generated} -DSYMBOL=${symbol}
            -P "${PROJECT_SOURCE_DIR}/tools/cmake/embed.cmake"
    DEPENDS "${path}" "${PROJECT_SOURCE_DIR}/tools/cmake/embed.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${generated}")
endfunction()
