// The coroutine type of the whole project and its one spelling of "start and forget".
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace verbund {
namespace asio = boost::asio;

/// A coroutine on one thread's io_context. Parameters by value: the caller may be gone when it resumes.
template <class T = void>
using task = asio::awaitable<T>;

using boost::system::error_code;
using steady_clock = std::chrono::steady_clock;
}  // namespace verbund
