// Counting connections.
#include "gateway/admission.hpp"

namespace verbund::gateway {

std::string address_group(const boost::asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
  auto bytes = v6.to_bytes();
  for (std::size_t i = 8; i < bytes.size(); ++i) bytes[i] = 0;
  return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

admission::verdict admission::enter(const boost::asio::ip::address& address, ticket& out) {
  auto group = address_group(address);
  std::lock_guard lock(mutex_);
  if (present_ >= in_all_) return verdict::too_many_in_all;
  auto& n = groups_[group];
  if (n >= per_address_) return verdict::too_many_from_address;
  ++n;
  ++present_;
  out = ticket(this, std::move(group));
  return verdict::admitted;
}

std::size_t admission::present() const {
  std::lock_guard lock(mutex_);
  return present_;
}

void admission::leave(const std::string& group) {
  std::lock_guard lock(mutex_);
  --present_;
  if (auto found = groups_.find(group); found != groups_.end() && --found->second == 0) groups_.erase(found);
}
}  // namespace verbund::gateway
