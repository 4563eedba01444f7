// Applying migrations with plain blocking libpq.
#include "shared/postgres/migrate.hpp"

#include <libpq-fe.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace verbund::postgres {
namespace {
constexpr const char* ledger =
    "create table if not exists public.verbund_migrations ("
    "service text not null, name text not null, sha256 text not null, "
    "applied_at timestamptz not null default now(), primary key (service, name))";
/// Any constant will do, as long as every version of this program has the same.
constexpr const char* lock = "select pg_advisory_lock(7310592384014681975)";

std::string sha256(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr))
    throw std::runtime_error("SHA-256 is not available");
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < length; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

/// "chat/0001_first"
std::string title_of(const migration& m) {
  std::string title(m.service);
  title += '/';
  title += m.name;
  return title;
}

class session {
 public:
  explicit session(const std::string& conninfo) : handle_(PQconnectdb(conninfo.c_str()), &PQfinish) {
    if (PQstatus(handle_.get()) != CONNECTION_OK)
      throw std::runtime_error(std::string("cannot connect to PostgreSQL: ") + PQerrorMessage(handle_.get()));
    PQsetNoticeProcessor(
        handle_.get(), [](void*, const char*) {}, nullptr);
  }

  /// Several statements at once when there are no parameters; their last result.
  std::unique_ptr<PGresult, decltype(&PQclear)> run(const char* sql,
                                                    std::vector<std::string> parameters = {}) {
    std::vector<const char*> texts;
    texts.reserve(parameters.size());
    for (const auto& p : parameters) texts.push_back(p.c_str());
    PGresult* raw = parameters.empty() ? PQexec(handle_.get(), sql)
                                       : PQexecParams(handle_.get(), sql, static_cast<int>(texts.size()),
                                                      nullptr, texts.data(), nullptr, nullptr, 0);
    std::unique_ptr<PGresult, decltype(&PQclear)> r(raw, &PQclear);
    auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
      throw std::runtime_error(PQerrorMessage(handle_.get()));
    return r;
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> handle_;
};

/// Compares what was applied with what is known here; the migrations that are missing, in order.
std::vector<const migration*> missing_of(session& db, std::span<const migration> known) {
  std::vector<const migration*> missing;
  if (known.empty()) return missing;
  std::string service(known.front().service);
  auto applied = db.run("select name, sha256 from public.verbund_migrations where service = $1 order by name",
                        {service});
  std::vector<bool> seen(static_cast<std::size_t>(PQntuples(applied.get())));
  for (const auto& m : known) {
    int row = 0, count = PQntuples(applied.get());
    while (row < count && m.name != PQgetvalue(applied.get(), row, 0)) ++row;
    const std::string title = title_of(m);
    if (row == count) {
      missing.push_back(&m);
      continue;
    }
    seen[static_cast<std::size_t>(row)] = true;
    if (sha256(m.text) != PQgetvalue(applied.get(), row, 1))
      throw std::runtime_error(
          "migration " + title +
          " was changed after it had been applied; undo the change and add a new migration");
    if (!missing.empty())
      throw std::runtime_error("migration " + title_of(*missing.back()) +
                               " is missing in the database, but the later " + title +
                               " was applied; a new migration must come last");
  }
  for (std::size_t row = 0; row < seen.size(); ++row)
    if (!seen[row])
      throw std::runtime_error("the database has migration " + service + "/" +
                               PQgetvalue(applied.get(), static_cast<int>(row), 0) +
                               ", which this program does not know; it belongs to a newer version");
  return missing;
}

void check_order(std::span<const migration> list) {
  for (std::size_t i = 1; i < list.size(); ++i)
    if (list[i].service != list[0].service || list[i].name <= list[i - 1].name)
      throw std::runtime_error("migrations of " + std::string(list[0].service) +
                               " are not in the order of their names at " + std::string(list[i].name));
}
}  // namespace

void migrate(const std::string& conninfo, std::span<const std::span<const migration>> all,
             std::function<void(std::string_view)> log) {
  for (auto list : all) check_order(list);
  session db(conninfo);
  // Waiting for another run of this program is fine; waiting for a table's readers is not.
  db.run(lock);
  db.run("set lock_timeout = '2s'");
  db.run(ledger);
  std::vector<const migration*> missing;
  for (auto list : all)
    for (auto* m : missing_of(db, list)) missing.push_back(m);
  for (auto* m : missing) {
    const std::string title = title_of(*m);
    try {
      db.run("begin");
      db.run(std::string(m->text).c_str());
      db.run("insert into public.verbund_migrations (service, name, sha256) values ($1, $2, $3)",
             {std::string(m->service), std::string(m->name), sha256(m->text)});
      db.run("commit");
    } catch (const std::exception& e) {
      throw std::runtime_error("migration " + title + " failed and was undone: " + e.what());
    }
    if (log) log("applied " + title);
  }
}
}  // namespace verbund::postgres
