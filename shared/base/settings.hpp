// The machine's settings: one TOML file, each key also an environment variable. The schema is these structs.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace verbund {

/// [gateway]: the process that faces the network.
struct gateway_settings {
  std::string listen = "127.0.0.1:8080";    ///< address:port
  std::vector<std::string> public_origins;  ///< "https://verbund.example"; where the page may come from
  bool allow_insecure = false;              ///< cookies without TLS on other than loopback addresses
  std::string web_root = "/usr/share/verbund/web";  ///< the built page, loaded at start
  std::int64_t threads = 0;                         ///< 0: one per core
  std::int64_t connections = 10000;                 ///< at most; beyond: 503
  std::int64_t connections_per_address = 200;       ///< at most, IPv6 counted by /64
  std::int64_t message_bytes = 65536;               ///< largest WebSocket message and /rpc body
  std::int64_t outbox_bytes = 1048576;    ///< unsent bytes of a session before it is closed with 4408
  std::int64_t requests_per_second = 50;  ///< of one session, refilled steadily
  std::int64_t request_burst = 200;       ///< of one session at once
  std::int64_t anonymous_requests_per_second = 10;  ///< of one address without a session
  std::int64_t anonymous_request_burst = 40;
  std::int64_t header_seconds = 10;         ///< until a request's header is complete
  std::int64_t body_seconds = 30;           ///< until its body is complete
  std::int64_t idle_seconds = 60;           ///< until an idle connection is closed or pinged
  std::int64_t event_stream_seconds = 600;  ///< until an answer of GET /events ends and the client asks again
  std::int64_t drain_seconds = 10;          ///< after SIGTERM
};
BOOST_DESCRIBE_STRUCT(gateway_settings, (),
                      (listen, public_origins, allow_insecure, web_root, threads, connections,
                       connections_per_address, message_bytes, outbox_bytes, requests_per_second,
                       request_burst, anonymous_requests_per_second, anonymous_request_burst, header_seconds,
                       body_seconds, idle_seconds, event_stream_seconds, drain_seconds))

/// [service]: a process that hosts one or more services.
struct service_settings {
  std::vector<std::string> host = {"members", "chat", "notify"};  ///< which services
  std::string listen = "unix:/run/verbund/service.sock";  ///< unix:PATH; only this user and root may connect
  std::int64_t outstanding = 1024;                        ///< requests in work before `overloaded`
};
BOOST_DESCRIBE_STRUCT(service_settings, (), (host, listen, outstanding))

/// [links]: where the gateway finds each service; several addresses are replicas.
struct links_settings {
  std::vector<std::string> members = {"unix:/run/verbund/service.sock"};
  std::vector<std::string> chat = {"unix:/run/verbund/service.sock"};
  std::vector<std::string> notify = {"unix:/run/verbund/service.sock"};
};
BOOST_DESCRIBE_STRUCT(links_settings, (), (members, chat, notify))

/// [postgres]: the truth. Each service connects with its own role, named role_prefix + service.
struct postgres_settings {
  std::string host = "/run/postgresql";  ///< socket directory (absolute path) or numeric address
  std::int64_t port = 5432;
  std::string database = "verbund";
  std::string role_prefix = "verbund_";
  std::string password_file;     ///< libpq's passfile format; empty: none
  std::int64_t connections = 6;  ///< per service
};
BOOST_DESCRIBE_STRUCT(postgres_settings, (), (host, port, database, role_prefix, password_file, connections))

/// [redis]: carries events and presence; may be away.
struct redis_settings {
  std::string address = "127.0.0.1:6379";  ///< unix:PATH or address:port
  std::string user;
  std::string password_file;
};
BOOST_DESCRIBE_STRUCT(redis_settings, (), (address, user, password_file))

/// [operations]: what an operator watches.
struct operations_settings {
  std::string
      listen;  ///< /metrics, /healthz, /readyz of this process on unix:PATH or address:port; empty: none
  std::string log_level = "info";
};
BOOST_DESCRIBE_STRUCT(operations_settings, (), (listen, log_level))

/// [limits]: what members and programs may do; raised in tests and benchmarks.
struct limits_settings {
  std::int64_t sign_in_attempts = 10;      ///< per account and per address in 15 minutes
  std::int64_t sign_in_attempts_net = 60;  ///< per IPv4 /24 or IPv6 /64 in 15 minutes
  std::int64_t password_memory_mib = 64;   ///< of one password hash (Argon2id)
  std::int64_t password_threads = 2;       ///< hashes at once
  std::int64_t password_queue = 64;        ///< waiting beyond that: overloaded
};
BOOST_DESCRIBE_STRUCT(limits_settings, (),
                      (sign_in_attempts, sign_in_attempts_net, password_memory_mib, password_threads,
                       password_queue))

struct settings {
  gateway_settings gateway;
  service_settings service;
  links_settings links;
  postgres_settings postgres;
  redis_settings redis;
  operations_settings operations;
  limits_settings limits;
};
BOOST_DESCRIBE_STRUCT(settings, (), (gateway, service, links, postgres, redis, operations, limits))

/// Reads the file (none when `path` is empty), then the environment (VERBUND_GATEWAY_LISTEN, lists separated
/// by commas). Unknown names and values of the wrong kind throw std::runtime_error with a sentence for the
/// operator.
settings load_settings(const std::string& path, const std::map<std::string, std::string>& environment);
/// The VERBUND_* variables of this process.
std::map<std::string, std::string> verbund_environment();
/// The effective settings as TOML; holds no secret, because files hold them.
std::string to_toml(const settings&);
}  // namespace verbund
