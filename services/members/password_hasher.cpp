// Hashing and verifying with libsodium, off the service's own thread.
#include "services/members/password_hasher.hpp"

#include <sodium.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>

#include "shared/base/error.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::members {
namespace {
constexpr unsigned long long operations = 2;

std::size_t bytes_of(std::int64_t memory_mib) {
  return static_cast<std::size_t>(std::max<std::int64_t>(memory_mib, 1)) << 20;
}

metrics::counter& hashes_computed() {
  static auto& counter = metrics::get_counter("verbund_password_hashes_total",
                                              "Password hashes computed, for real and unknown accounts.");
  return counter;
}

refusal too_busy() {
  refusal r(kind::overloaded, "Too many people are signing in at the moment.");
  r.retry_after_ms = 2000;
  return r;
}

void wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

std::string hash_here(const std::string& password, std::int64_t memory_mib) {
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(out, password.data(), password.size(), operations, bytes_of(memory_mib)) != 0)
    throw std::runtime_error("not enough memory for a password hash");
  hashes_computed().add();
  return out;
}

std::string random_text() {
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}
}  // namespace

std::string hash_password(std::string password, std::int64_t memory_mib) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  auto out = hash_here(password, memory_mib);
  wipe(password);
  return out;
}

password_hasher::password_hasher(const limits_settings& s)
    : memory_mib_(s.password_memory_mib),
      most_(static_cast<std::size_t>(std::max<std::int64_t>(s.password_threads, 1) + s.password_queue)),
      nobodys_(hash_password(random_text(), s.password_memory_mib)),
      threads_(static_cast<std::size_t>(std::max<std::int64_t>(s.password_threads, 1))) {}

password_hasher::~password_hasher() {
  threads_.stop();
  threads_.join();
}

task<std::string> password_hasher::hash(std::string password, steady_clock::time_point deadline) {
  // On the heap, because the work goes on when this coroutine has been given up.
  auto secret = std::make_shared<std::string>(std::move(password));
  auto out = std::make_shared<std::string>();
  auto memory = memory_mib_;
  std::function<void()> work = [secret, out, memory] {
    *out = hash_here(*secret, memory);
    wipe(*secret);
  };
  co_await run(std::move(work), deadline);
  co_return *out;
}

task<bool> password_hasher::verify(std::string password, std::string hash,
                                   steady_clock::time_point deadline) {
  auto secret = std::make_shared<std::string>(std::move(password));
  auto right = std::make_shared<bool>(false);
  bool known = !hash.empty();
  std::function<void()> work = [secret, right, known, against = known ? std::move(hash) : nobodys_] {
    bool matches = crypto_pwhash_str_verify(against.c_str(), secret->data(), secret->size()) == 0;
    hashes_computed().add();
    *right = matches && known;
    wipe(*secret);
  };
  co_await run(std::move(work), deadline);
  co_return *right;
}

task<> password_hasher::run(std::function<void()> work, steady_clock::time_point deadline) {
  if (*pending_ >= most_) throw too_busy();
  struct place {
    std::shared_ptr<std::size_t> pending;
    explicit place(std::shared_ptr<std::size_t> p) : pending(std::move(p)) { ++*pending; }
    ~place() { --*pending; }
  } held(pending_);

  auto begin = [this, work = std::move(work), deadline](auto handler) mutable {
    auto home =
        asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
    asio::post(threads_, [work = std::move(work), deadline, home, handler = std::move(handler)]() mutable {
      std::exception_ptr problem;
      try {
        if (steady_clock::now() > deadline) throw too_busy();
        work();
      } catch (...) {
        problem = std::current_exception();
      }
      work = nullptr;
      asio::post(home, [problem, handler = std::move(handler)]() mutable { std::move(handler)(problem); });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(std::move(begin),
                                                                                         asio::use_awaitable);
}
}  // namespace verbund::members
