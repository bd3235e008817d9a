# cmake -DBUILD=build -DSOURCE=tests/install/consumer -DSTAGE=dir -P install_test.cmake
# Installs into a stage, builds a consumer against it with find_package(tidewaiter), and runs it.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGV} failed with ${code}:\n${out}")
  endif()
endfunction()
file(REMOVE_RECURSE "${STAGE}" "${STAGE}-moved")
run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${STAGE}-moved/usr")
# An installation may be moved.
file(RENAME "${STAGE}-moved" "${STAGE}")
run("${CMAKE_COMMAND}" -S "${SOURCE}" -B "${STAGE}/consumer" -G Ninja "-DCMAKE_PREFIX_PATH=${STAGE}/usr")
run("${CMAKE_COMMAND}" --build "${STAGE}/consumer")
run("${STAGE}/consumer/consumer")
run("${STAGE}/usr/bin/tidewaiter" --version)
