#include "rules/policy/sandbox.h"

#include <algorithm>
#include <ctime>
#include <iterator>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "rules/policy/views.h"

namespace tidewaiter::policy {
namespace {

// How many steps pass between two looks at their number.
constexpr int kStepsPerLook = 1000;

// Of the calling thread: what other threads and programs take does not count.
std::chrono::nanoseconds ProcessorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

struct Limit {
  int id;
  int value;
};
// A message, a list of records: some kilobytes. One printf('%.*c', 999999999, 'x') took 980 MB in one step,
// where no progress handler looks.
constexpr Limit kLimits[] = {{SQLITE_LIMIT_LENGTH, 1024 * 1024},
                             {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
                             {SQLITE_LIMIT_COLUMN, 200},
                             {SQLITE_LIMIT_EXPR_DEPTH, 100},
                             {SQLITE_LIMIT_COMPOUND_SELECT, 10},
                             {SQLITE_LIMIT_VDBE_OP, 25000},
                             {SQLITE_LIMIT_FUNCTION_ARG, 20},
                             {SQLITE_LIMIT_ATTACHED, 0},
                             {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100}};

constexpr std::string_view kFunctions[] = {"abs",           "avg",
                                           "coalesce",      "count",
                                           "country_group", "days",
                                           "dense_rank",    "first_value",
                                           "glob",          "goods_word",
                                           "grams",         "group_concat",
                                           "hs_chapter",    "hs_fits",
                                           "hs_heading",    "ifnull",
                                           "iif",           "instr",
                                           "iso_date",      "kilograms",
                                           "lag",           "last_value",
                                           "lead",          "length",
                                           "like",          "list_has",
                                           "litres",        "lower",
                                           "ltrim",         "max",
                                           "millilitres",   "min",
                                           "money",         "name_similarity",
                                           "nth_value",     "ntile",
                                           "nullif",        "percent",
                                           "percent_rank",  "rank",
                                           "replace",       "round",
                                           "row_number",    "rtrim",
                                           "sign",          "substr",
                                           "substring",     "sum",
                                           "total",         "trim",
                                           "typeof",        "upper"};

bool IsReadable(std::string_view table) {
  // The view `ledger` and the movements read the ledger's own tables.
  static constexpr std::string_view kTables[] = {"movement",    "movement_sum",   "ledger",    "ledger_entry",
                                                 "ledger_file", "ledger_subject", "ledger_key"};
  return FindView(table) != nullptr ||
         std::find(std::begin(kTables), std::end(kTables), table) != std::end(kTables);
}

}  // namespace

bool IsAllowedFunction(std::string_view name) {
  return std::binary_search(std::begin(kFunctions), std::end(kFunctions), name);
}

Sandbox::Sandbox(sqlite3* db, const SandboxLimits& limits) : db_(db), limits_(limits) {
  sqlite3_set_authorizer(db_, &Authorize, this);
}

Sandbox::~Sandbox() { sqlite3_set_authorizer(db_, nullptr, nullptr); }

void Sandbox::Enter() {
  static_assert(std::size(kLimits) == kSavedLimits);
  inside_ = true;
  for (int i = 0; i < kSavedLimits; ++i) saved_[i] = sqlite3_limit(db_, kLimits[i].id, kLimits[i].value);
  saved_heap_ = sqlite3_hard_heap_limit64(sqlite3_memory_used() + limits_.heap_bytes);
  sqlite3_progress_handler(db_, kStepsPerLook, &Progress, this);
  Restart();
}

void Sandbox::Leave() {
  inside_ = false;
  sqlite3_progress_handler(db_, 0, nullptr, nullptr);
  sqlite3_hard_heap_limit64(saved_heap_);
  for (int i = 0; i < kSavedLimits; ++i) sqlite3_limit(db_, kLimits[i].id, saved_[i]);
}

void Sandbox::Restart() {
  steps_ = 0;
  start_ = ProcessorTime();
  interruption_ = {};
  refusal_.clear();
}

int Sandbox::Authorize(void* data, int action, const char* first, const char* second, const char*,
                       const char*) {
  auto* const self = static_cast<Sandbox*>(data);
  if (!self->inside_) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
      return SQLITE_OK;
    case SQLITE_READ:
      if (first != nullptr && (*first == '\0' || IsReadable(first))) return SQLITE_OK;
      self->refusal_ = Concat("table ", std::string_view(first == nullptr ? "" : first), " is not for rules");
      return SQLITE_DENY;
    case SQLITE_FUNCTION: {
      std::string name(second == nullptr ? "" : second);
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if (IsAllowedFunction(name)) return SQLITE_OK;
      self->refusal_ = Concat("function ", name, "() is not for rules");
      return SQLITE_DENY;
    }
    case SQLITE_RECURSIVE:
      self->refusal_ = "recursive queries are not for rules";
      return SQLITE_DENY;
    default:
      self->refusal_ = "only reading the documented views is allowed";
      return SQLITE_DENY;
  }
}

int Sandbox::Progress(void* data) {
  auto* const self = static_cast<Sandbox*>(data);
  self->steps_ += kStepsPerLook;
  if (self->steps_ > self->limits_.steps) {
    self->interruption_ = "it took more steps than a rule may";
    return 1;
  }
  if (ProcessorTime() - self->start_ > self->limits_.processor_time) {
    self->interruption_ = "it took more processor time than a rule may";
    return 1;
  }
  return 0;
}

}  // namespace tidewaiter::policy
