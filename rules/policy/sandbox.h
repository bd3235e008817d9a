// What a rule's SQL may do: read the documented views and call the listed functions. It cannot write, attach,
// open files, recurse, see other tables, build huge values, or run on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;

namespace tidewaiter::policy {

struct SandboxLimits {
  // SQLite's virtual-machine steps for one rule on one batch, whatever the machine's speed.
  uint64_t steps = 50'000'000;
  // Processor time of the thread, for what one step may take (`instr` over a long text is one). A busy or a
  // slow machine must not make a rule fail, so this is far beyond what so many steps take.
  std::chrono::seconds processor_time{60};
  // Memory that SQLite may take on top of what it has.
  int64_t heap_bytes = 256 * 1024 * 1024;
};

// A connection's sandbox. It holds between Enter() and Leave(); what the connection's owner does outside is
// not restricted. Installing it makes SQLite compile every statement of the connection again, so it is done
// once.
class Sandbox {
 public:
  Sandbox(sqlite3* db, const SandboxLimits& limits);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  void Enter();
  void Leave();
  // Starts steps and processor time anew.
  void Restart();
  // Why the last statement was interrupted; empty when it was not.
  std::string_view interruption() const { return interruption_; }
  // What the authorizer refused last; empty when nothing.
  std::string_view refusal() const { return refusal_; }

 private:
  static constexpr int kSavedLimits = 9;
  static int Authorize(void* self, int action, const char* first, const char* second, const char* schema,
                       const char* inner);
  static int Progress(void* self);

  sqlite3* db_;
  SandboxLimits limits_;
  bool inside_ = false;
  uint64_t steps_ = 0;
  std::chrono::nanoseconds start_{0};
  std::string_view interruption_;
  std::string refusal_;
  int saved_[kSavedLimits];
  int64_t saved_heap_ = 0;
};

// Inside for as long as it lives.
class SandboxScope {
 public:
  explicit SandboxScope(Sandbox& sandbox) : sandbox_(sandbox) { sandbox_.Enter(); }
  ~SandboxScope() { sandbox_.Leave(); }
  SandboxScope(const SandboxScope&) = delete;
  SandboxScope& operator=(const SandboxScope&) = delete;

 private:
  Sandbox& sandbox_;
};

// Whether rules may call it; in lower case.
bool IsAllowedFunction(std::string_view name);

}  // namespace tidewaiter::policy
