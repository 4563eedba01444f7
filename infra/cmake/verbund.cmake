# How a folder becomes a target: flags, precompiled header, unit tests, embedded SQL, and the dependency rule.

if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW) # Boost describes itself; CMake 3.30 warns about its own older module
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
find_package(Catch2 QUIET)

add_library(verbund_flags INTERFACE)
target_include_directories(verbund_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(verbund_flags INTERFACE -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers)
target_compile_definitions(verbund_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  # hiredis asks for it; the precompiled header must agree.
  _FILE_OFFSET_BITS=64
  BOOST_ASIO_DISABLE_BOOST_ARRAY BOOST_ALLOW_DEPRECATED_HEADERS VERBUND_VERSION="${PROJECT_VERSION}")
target_link_libraries(verbund_flags INTERFACE Boost::headers Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Coroutine frames look like mismatched new/delete to g++ 12 under -fsanitize=address; both are false positives.
  target_compile_options(verbund_flags INTERFACE -Wno-mismatched-new-delete -Wno-maybe-uninitialized)
endif()
if(VERBUND_SANITIZE)
  target_compile_options(verbund_flags INTERFACE -fsanitize=${VERBUND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(verbund_flags INTERFACE -fsanitize=${VERBUND_SANITIZE})
endif()

# Asio and Beast are compiled once here; everybody else sees declarations, most of them precompiled.
add_library(verbund_asio STATIC ${CMAKE_SOURCE_DIR}/shared/async/asio_implementation.cpp)
target_link_libraries(verbund_asio PUBLIC verbund_flags)
target_precompile_headers(verbund_asio PRIVATE ${CMAKE_SOURCE_DIR}/shared/async/precompiled.hpp)

# verbund_library(NAME LAYER DEPS…): the folder's sources as a static library, its *_test.cpp as NAME_test.
# The layer (shared, proto, gateway, service, tool) is checked: see verbund_check_layers.
function(verbund_library name layer)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp */*.cpp)
  list(FILTER sources EXCLUDE REGEX "(_test|/main|/asio_implementation|/catch_main)\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC verbund_asio ${ARGN})
    target_precompile_headers(${name} REUSE_FROM verbund_asio)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE verbund_asio ${ARGN})
  endif()
  set_property(GLOBAL PROPERTY verbund_layer_${name} ${layer})
  verbund_check_layers(${name} ${layer} ${ARGN})
  if(VERBUND_TESTS)
    verbund_tests(${name}_test ${name})
  endif()
endfunction()

# proto ← shared ← gateway, services; no service uses another; the gateway uses none.
function(verbund_check_layers name layer)
  foreach(dependency ${ARGN})
    get_property(other GLOBAL PROPERTY verbund_layer_${dependency})
    if(NOT other)
      continue()
    endif()
    if((layer MATCHES "^(shared|proto)$" AND NOT other MATCHES "^(shared|proto)$")
       OR (layer STREQUAL "gateway" AND other MATCHES "^(service|tool)$")
       OR (layer STREQUAL "service" AND other MATCHES "^(service|gateway|tool)$"))
      message(FATAL_ERROR "${name} (${layer}) may not use ${dependency} (${other})")
    endif()
  endforeach()
endfunction()

# The whole of Catch2 2 is compiled where main is: once for all test programs, and not optimised.
if(VERBUND_TESTS)
  add_library(verbund_catch_main STATIC ${CMAKE_SOURCE_DIR}/shared/base/catch_main.cpp)
  target_link_libraries(verbund_catch_main PUBLIC verbund_flags)
  target_compile_options(verbund_catch_main PRIVATE -O0 -g0)
  if(Catch2_VERSION VERSION_GREATER_EQUAL 3)
    target_link_libraries(verbund_catch_main PUBLIC Catch2::Catch2)
  endif()
endif()

# verbund_tests(NAME LIBS…): every *_test.cpp of the folder as one Catch2 program.
function(verbund_tests name)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cpp */*_test.cpp)
  if(NOT tests)
    return()
  endif()
  add_executable(${name} ${tests})
  target_link_libraries(${name} PRIVATE ${ARGN} verbund_catch_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_precompile_headers(${name} REUSE_FROM verbund_asio)
endfunction()

# verbund_sql(TARGET SERVICE): embeds sql/*.sql as named statements and migrations/*.sql as a list.
function(verbund_sql target service)
  file(GLOB statements CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql)
  file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  set(out ${CMAKE_BINARY_DIR}/generated/services/${service})
  add_custom_command(
    OUTPUT ${out}/sql.hpp ${out}/sql.cpp
    COMMAND ${CMAKE_COMMAND} -DSERVICE=${service} -DOUT=${out} "-DSTATEMENTS=${statements}" "-DMIGRATIONS=${migrations}"
            -P ${CMAKE_SOURCE_DIR}/infra/cmake/embed_sql.cmake
    DEPENDS ${statements} ${migrations} ${CMAKE_SOURCE_DIR}/infra/cmake/embed_sql.cmake
    COMMENT "Embedding the SQL of ${service}" VERBATIM)
  target_sources(${target} PRIVATE ${out}/sql.cpp ${out}/sql.hpp)
endfunction()
