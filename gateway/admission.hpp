// How many connections there may be, in all and from one address.
#pragma once
#include <boost/asio/ip/address.hpp>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace verbund::gateway {

/// What counts as one address: an IPv4 address, or the /64 of an IPv6 address.
std::string address_group(const boost::asio::ip::address&);

/// Counts connections; safe from every thread.
class admission {
 public:
  enum class verdict { admitted, too_many_in_all, too_many_from_address };

  /// A place that is given back when it is destroyed.
  class ticket {
   public:
    ticket() = default;
    ticket(admission* owner, std::string group) : owner_(owner), group_(std::move(group)) {}
    ticket(ticket&& other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)), group_(std::move(other.group_)) {}
    ticket& operator=(ticket&& other) noexcept {
      std::swap(owner_, other.owner_);
      std::swap(group_, other.group_);
      return *this;
    }
    ~ticket() {
      if (owner_) owner_->leave(group_);
    }
    const std::string& group() const { return group_; }

   private:
    admission* owner_ = nullptr;
    std::string group_;
  };

  admission(std::size_t in_all, std::size_t per_address) : in_all_(in_all), per_address_(per_address) {}
  verdict enter(const boost::asio::ip::address&, ticket& out);
  std::size_t present() const;

 private:
  void leave(const std::string& group);

  std::size_t in_all_, per_address_;
  mutable std::mutex mutex_;
  std::size_t present_ = 0;
  std::unordered_map<std::string, std::size_t> groups_;
};
}  // namespace verbund::gateway
