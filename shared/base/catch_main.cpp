// The main function of every test program.
#define CATCH_CONFIG_RUNNER
#include "shared/base/catch.hpp"

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
