// Reads the outboxes of other services, and stores what follows together with how far it has read.
#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "shared/postgres/pool.hpp"
#include "shared/redis/settings.hpp"

namespace verbund::outbox {

/// One thing that happened. Its place is (xid, id).
struct entry {
  std::string xid;
  std::int64_t id = 0;
  std::string kind;
  uuid object_id;
  bool ripe = false;  ///< nothing can commit before it any more
};
BOOST_DESCRIBE_STRUCT(entry, (), (xid, id, kind, object_id, ripe))

/// What follows from entries. Applied again it must give the same.
class effect {
 public:
  virtual ~effect() = default;
  /// In the transaction that moves the cursor: runs its statements on this connection and awaits nothing
  /// else.
  virtual task<> apply(postgres::connection&, std::vector<entry>, steady_clock::time_point deadline) = 0;
  /// After the commit of what was applied last: whom it concerns may be told.
  virtual task<> committed(steady_clock::time_point deadline) = 0;
};

/// One outbox that is read, and the consumer's own statements for it (see README.md).
struct source {
  std::string owner;            ///< whose: also who wakes
  const postgres::query* take;  ///< $1 at most so many → entries beyond the cursor, in order
  const postgres::query* move;  ///< $1 xid as text, $2 id
  effect* then;
};

struct consumer_settings {
  std::string name;                   ///< of the consuming service, for logs and metrics
  const postgres::query* one_reader;  ///< → mine: whether this transaction is the one that reads
  std::vector<source> sources;        ///< read one after another
  std::size_t largest = 100;          ///< entries in one transaction
};

/// Begins at once and goes on until it is destroyed. Lives on one io_context with one thread; pool and
/// effects outlive it.
class consumer {
 public:
  consumer(asio::io_context&, postgres::pool&, redis::settings, consumer_settings);
  ~consumer();
  consumer(const consumer&) = delete;
  consumer& operator=(const consumer&) = delete;

 private:
  struct state;
  std::shared_ptr<state> state_;
};
}  // namespace verbund::outbox
