// The client end of a link: reconnecting, matching answers to calls, giving up in time.
#include "shared/rpc/link.hpp"

#include <boost/asio/steady_timer.hpp>

#include <map>
#include <random>

#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"
#include "shared/rpc/lines.hpp"

namespace verbund::rpc {
namespace {
using namespace std::chrono_literals;

constexpr auto first_pause = 20ms;
constexpr auto longest_pause = 1000ms;
constexpr auto tick = 50ms;

refusal unavailable(std::string message) {
  refusal r(kind::unavailable, std::move(message));
  r.retry_after_ms = 500;
  return r;
}

class socket_link final : public link {
 public:
  socket_link(asio::io_context& context, link_settings s)
      : context_(context),
        settings_(std::move(s)),
        retry_(context),
        clock_(context),
        random_(std::random_device{}()) {}

  void start() override {
    connect();
    watch_clock();
  }

  void call(const outgoing& o, answer done) override {
    if (!lines_)
      return refuse(std::move(done), unavailable("A part of the server is restarting. Please try again."));
    if (pending_.size() >= settings_.outstanding || lines_->waiting_bytes() > settings_.queued_bytes) {
      refusal r(kind::overloaded, "The server has too much to do at the moment.");
      r.retry_after_ms = 1000;
      return refuse(std::move(done), r);
    }
    link_request request;
    request.id = ++last_id_;
    request.method = o.method;
    request.member = o.member;
    request.session = o.session;
    request.address = o.address;
    request.trace = o.trace;
    request.params = o.params;
    request.ms_left = o.time_left.count();
    append_request(lines_->outgoing(), request);
    pending_.emplace(last_id_, waiting{std::move(done), steady_clock::now() + o.time_left});
  }

  bool connected() const override { return lines_ != nullptr; }
  std::size_t outstanding() const override { return pending_.size(); }
  void on_change(std::function<void(bool)> f) override { changed_ = std::move(f); }

  void stop() override {
    stopped_ = true;
    retry_.cancel();
    clock_.cancel();
    if (lines_) lines_->close();
  }

 private:
  struct waiting {
    answer done;
    steady_clock::time_point deadline;
  };

  std::shared_ptr<socket_link> self() { return std::static_pointer_cast<socket_link>(shared_from_this()); }

  void refuse(answer done, const refusal& r) {
    asio::post(context_, [done = std::move(done), r] { give(done, r); });
  }

  static void give(const answer& done, const refusal& r) {
    std::string line;
    append_failure(line, 0, r);
    line.pop_back();
    link_reply reply;
    parse_reply(line, reply);
    done(reply);
  }

  void connect() {
    auto socket = std::make_shared<stream_socket>(context_);
    stream_endpoint endpoint;
    try {
      endpoint = parse_address(settings_.address);
    } catch (const std::exception& e) {
      return log::error("link_address", {{"problem", e.what()}});
    }
    socket->async_connect(endpoint, [self = self(), socket](error_code ec) {
      if (self->stopped_) return;
      if (ec) return self->retry_later();
      self->opened(std::move(*socket));
    });
  }

  void opened(stream_socket socket) {
    pause_ = first_pause;
    error_code ignored;
    if (socket.local_endpoint(ignored).protocol().family() != AF_UNIX)
      socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    lines_ = std::make_shared<line_socket>(std::move(socket));
    // The link owns the lines; would they own it too, neither went when the loop ends first.
    std::weak_ptr<socket_link> weak = self();
    lines_->start(
        [weak](std::string_view line) {
          if (auto self = weak.lock()) self->answered(line);
        },
        [weak] {
          if (auto self = weak.lock()) self->broken();
        });
    log::info("link_open", {{"address", settings_.address}});
    if (changed_) changed_(true);
  }

  void answered(std::string_view line) {
    link_reply reply;
    if (!parse_reply(line, reply)) {
      log::error("link_bad_reply", {{"address", settings_.address}});
      return lines_->close();
    }
    auto found = pending_.find(reply.id);
    if (found == pending_.end()) return;  // answered after its time; nobody waits any more
    auto done = std::move(found->second.done);
    pending_.erase(found);
    done(reply);
  }

  void broken() {
    lines_.reset();
    log::warning("link_broken", {{"address", settings_.address}, {"outstanding", pending_.size()}});
    if (changed_) changed_(false);
    auto lost = std::exchange(pending_, {});
    for (auto& [id, w] : lost)
      give(w.done, unavailable("A part of the server stopped before it answered. Please try again."));
    if (!stopped_) retry_later();
  }

  void retry_later() {
    // Full jitter: many gateways must not come back in step.
    std::uniform_int_distribution<long> wait(1, pause_.count());
    retry_.expires_after(std::chrono::milliseconds(wait(random_)));
    pause_ = std::min<std::chrono::milliseconds>(pause_ * 2, longest_pause);
    retry_.async_wait([self = self()](error_code ec) {
      if (!ec && !self->stopped_) self->connect();
    });
  }

  void watch_clock() {
    clock_.expires_after(tick);
    clock_.async_wait([self = self()](error_code ec) {
      if (ec || self->stopped_) return;
      self->expire();
      self->watch_clock();
    });
  }

  void expire() {
    auto now = steady_clock::now();
    std::vector<answer> late;
    for (auto at = pending_.begin(); at != pending_.end();) {
      if (at->second.deadline > now) {
        ++at;
        continue;
      }
      late.push_back(std::move(at->second.done));
      at = pending_.erase(at);
    }
    static auto& counter =
        metrics::get_counter("verbund_link_timeouts_total", "Requests a service did not answer in time.");
    counter.add(late.size());
    for (auto& done : late) give(done, unavailable("The server did not answer in time. Please try again."));
  }

  asio::io_context& context_;
  link_settings settings_;
  asio::steady_timer retry_, clock_;
  std::mt19937 random_;
  std::chrono::milliseconds pause_ = first_pause;
  std::shared_ptr<line_socket> lines_;
  std::map<std::uint64_t, waiting> pending_;
  std::uint64_t last_id_ = 0;
  std::function<void(bool)> changed_;
  bool stopped_ = false;
};
}  // namespace

std::shared_ptr<link> link::create(asio::io_context& context, link_settings s) {
  return std::make_shared<socket_link>(context, std::move(s));
}

task<std::string> link::ask(outgoing o) {
  auto self = shared_from_this();
  auto start = [self](auto handler, outgoing out) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    self->call(out, [shared](const link_reply& reply) { std::move (*shared)(std::string(reply.rest)); });
  };
  auto rest = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::string)>(
      start, asio::use_awaitable, o);
  if (rest.starts_with("\"error\"")) throw error_of(rest);
  co_return std::string(result_of(rest));
}
}  // namespace verbund::rpc
