// Catch2 under one name: version 2 (Debian 12) has one header, version 3 (Debian 13) many.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
