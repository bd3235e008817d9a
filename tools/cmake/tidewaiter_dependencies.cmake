# The one list of what tidewaiter is built with. The Debian package names for the same list stand in
# tools/setup/packages.txt; a test checks that both name the same things.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(Boost REQUIRED)  # headers only: RDKit's own headers include it
find_package(EXPAT REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(RDKit MODULE REQUIRED)
find_package(SQLite3 3.37 REQUIRED)  # STRICT tables
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(zstd REQUIRED)

# yaml-cpp before 0.8 exports no namespaced target.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp INTERFACE IMPORTED GLOBAL)
  set_target_properties(yaml-cpp::yaml-cpp PROPERTIES INTERFACE_LINK_LIBRARIES yaml-cpp)
endif()

# What only this repository's own programs and tests need; an installed tidewaiter does not.
if(PROJECT_NAME STREQUAL "tidewaiter")
  find_package(CLI11 REQUIRED)
  if(TIDEWAITER_BUILD_TESTS)
    find_package(GTest REQUIRED)
  endif()
  if(TIDEWAITER_BUILD_BENCHMARKS)
    find_package(benchmark REQUIRED)
  endif()
endif()
