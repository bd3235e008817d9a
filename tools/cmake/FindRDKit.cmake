# Finds RDKit's C++ libraries, which Debian ships without a CMake package (headers under rdkit/, libraries as
# libRDKit<Component>.so). Defines
#   RDKit::RDKit       every component tidewaiter calls, headers as system headers
#   RDKit_VERSION      for example 2022.09.3, read from the library's file name or its version.h
#
# Debian's RDGeneral/versions.h is an unfilled template (RDKIT_VERSION is not a number there), so the version also
# becomes a macro of ours, TIDEWAITER_RDKIT_VERSION = year * 100 + month.

set(_rdkit_components MolDraw2D Depictor FMCS Fingerprints MolStandardize ChemReactions ChemTransforms FilterCatalog Catalogs
    Descriptors FileParsers SmilesParse SubstructMatch GraphMol DataStructs RDGeometryLib RDGeneral)

find_path(RDKit_INCLUDE_DIR GraphMol/ROMol.h PATH_SUFFIXES rdkit)
set(RDKit_LIBRARIES)
set(_rdkit_required RDKit_INCLUDE_DIR)
foreach(component IN LISTS _rdkit_components)
  find_library(RDKit_${component}_LIBRARY RDKit${component})
  list(APPEND _rdkit_required RDKit_${component}_LIBRARY)
  list(APPEND RDKit_LIBRARIES "${RDKit_${component}_LIBRARY}")
endforeach()

if(RDKit_GraphMol_LIBRARY)
  get_filename_component(_rdkit_real "${RDKit_GraphMol_LIBRARY}" REALPATH)
  if(_rdkit_real MATCHES "\\.([0-9][0-9][0-9][0-9])\\.([0-9]+)\\.([0-9]+)$")
    set(RDKit_VERSION "${CMAKE_MATCH_1}.${CMAKE_MATCH_2}.${CMAKE_MATCH_3}")
  elseif(EXISTS "${RDKit_INCLUDE_DIR}/RDGeneral/versions.h")
    file(STRINGS "${RDKit_INCLUDE_DIR}/RDGeneral/versions.h" _rdkit_line REGEX "RDKIT_VERSION_CHECK\\( *[0-9]")
    if(_rdkit_line MATCHES "\\( *([0-9]+), *([0-9]+), *([0-9]+)")
      set(RDKit_VERSION "${CMAKE_MATCH_1}.${CMAKE_MATCH_2}.${CMAKE_MATCH_3}")
    endif()
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RDKit REQUIRED_VARS ${_rdkit_required} VERSION_VAR RDKit_VERSION)

if(RDKit_FOUND AND NOT TARGET RDKit::RDKit)
  string(REGEX MATCH "^([0-9]+)\\.0*([0-9]+)" _ "${RDKit_VERSION}")
  math(EXPR _rdkit_number "${CMAKE_MATCH_1} * 100 + ${CMAKE_MATCH_2}")
  add_library(RDKit::RDKit INTERFACE IMPORTED)
  set_target_properties(RDKit::RDKit PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${RDKit_INCLUDE_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${RDKit_INCLUDE_DIR}"
    INTERFACE_COMPILE_DEFINITIONS "TIDEWAITER_RDKIT_VERSION=${_rdkit_number}"
    # Not every header of RDKit 2022.09 includes its configuration, and QueryOps.h lays out a class by it.
    INTERFACE_COMPILE_OPTIONS "SHELL:-include RDGeneral/RDConfig.h"
    INTERFACE_LINK_LIBRARIES "${RDKit_LIBRARIES};Boost::headers")
endif()
mark_as_advanced(RDKit_INCLUDE_DIR)
