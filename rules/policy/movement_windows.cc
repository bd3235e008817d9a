#include "rules/policy/movement_windows.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter::policy {
namespace {

// Different windows of one party and substance; a file's days ask one each.
constexpr size_t kWindowsOfOne = 512;

constexpr const char* kColumnOf[kMovementKeys] = {"consignee", "consignor", "address", "phone"};
constexpr const char* kIndexOf[kMovementKeys] = {"ledger_by_consignee", "ledger_by_consignor",
                                                 "ledger_by_address", "ledger_by_phone"};

// Sums stay at the largest number instead of turning over.
void AddTo(int64_t& sum, int64_t amount) {
  if (__builtin_add_overflow(sum, amount, &sum)) sum = std::numeric_limits<int64_t>::max();
}

bool InBounds(const std::optional<int64_t>& grams, int64_t at_least, int64_t below) {
  const bool bounded =
      at_least != std::numeric_limits<int64_t>::min() || below != std::numeric_limits<int64_t>::max();
  return !bounded || (grams && *grams >= at_least && *grams < below);
}

std::optional<int64_t> OptionalInt(sqlite3_stmt* row, int column) {
  if (sqlite3_column_type(row, column) == SQLITE_NULL) return std::nullopt;
  return sqlite3_column_int64(row, column);
}

std::string_view Text(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text == nullptr ? std::string_view()
                         : std::string_view(text, static_cast<size_t>(sqlite3_column_bytes(row, column)));
}

void BindText(sqlite3_stmt* statement, int at, std::string_view text) {
  sqlite3_bind_text64(statement, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

bool MovementWindows::Window::Answers(const MovementQuestion& question) const {
  return first_day == question.first_day && last_day == question.last_day && at_least == question.at_least &&
         below == question.below && counts_consignees == question.consignees;
}

bool MovementWindows::Window::Holds(std::optional<int64_t> day, std::optional<int64_t> grams) const {
  return day && *day >= first_day && *day <= last_day && InBounds(grams, at_least, below);
}

const std::string& MovementWindows::NameOf(MovementKey key, std::string_view value,
                                           std::string_view substance) {
  name_.clear();
  name_.push_back(static_cast<char>(key));
  name_.append(substance);
  name_.push_back('\0');
  name_.append(value);
  return name_;
}

uint32_t MovementWindows::ConsigneeId(std::string_view consignee) {
  const auto it = consignee_ids_.find(AsAbsl(consignee));
  if (it != consignee_ids_.end()) return it->second;
  const auto id = static_cast<uint32_t>(consignee_ids_.size());
  consignee_ids_.emplace(std::string(consignee), id);
  return id;
}

void MovementWindows::Count(std::optional<int64_t> grams, std::optional<int64_t> millilitres,
                            std::string_view consignee, Window& window) {
  MovementSum& sum = window.sum;
  ++sum.lines;
  if (grams) {
    ++sum.weighed;
    AddTo(sum.grams, *grams);
  }
  if (millilitres) {
    ++sum.measured;
    AddTo(sum.millilitres, *millilitres);
  }
  if (!window.counts_consignees || consignee.empty()) return;
  if (window.consignees.insert(ConsigneeId(consignee)).second) ++consignee_count_;
}

int MovementWindows::Load(const MovementQuestion& question, const BatchIndex& batch, Window& window) {
  const auto key = static_cast<size_t>(question.key);
  const LineFact* const rerun = batch.first_line_in_ledger();
  std::string sql = Concat("SELECT grams, millilitres, ", question.consignees ? "consignee" : "NULL",
                           " FROM main.ledger_entry INDEXED BY ", kIndexOf[key], " WHERE ", kColumnOf[key],
                           " = ?1 AND substance = ?2 AND day BETWEEN ?3 AND ?4",
                           // The rest of this file, from an earlier run of it, is not "so far".
                           rerun != nullptr ? " AND NOT (file_digest = ?5 AND line >= ?6)" : "");
  SqliteHandle& handle = statements_[sql];
  if (handle == nullptr) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) return code;
    handle.reset(raw);
  }
  sqlite3_stmt* const statement = handle.get();
  BindText(statement, 1, question.value);
  BindText(statement, 2, question.substance);
  sqlite3_bind_int64(statement, 3, question.first_day);
  sqlite3_bind_int64(statement, 4, question.last_day);
  if (rerun != nullptr) {
    BindText(statement, 5, rerun->file_digest);
    sqlite3_bind_int64(statement, 6, rerun->line);
  }
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    const std::optional<int64_t> grams = OptionalInt(statement, 0);
    if (!InBounds(grams, question.at_least, question.below)) continue;
    Count(grams, OptionalInt(statement, 1), Text(statement, 2), window);
  }
  if (code != SQLITE_DONE) {
    sqlite3_reset(statement);
    return code;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return SQLITE_OK;
}

int MovementWindows::Ask(const MovementQuestion& question, const BatchIndex& batch, int64_t before,
                         MovementSum& out) {
  if (window_count_ >= kMostWindows || consignee_count_ >= kMostConsignees) Forget();
  Windows& windows = windows_[NameOf(question.key, question.value, question.substance)];
  auto known = std::find_if(windows.begin(), windows.end(),
                            [&](const Window& window) { return window.Answers(question); });
  if (known == windows.end()) {
    Window fresh;
    fresh.first_day = question.first_day;
    fresh.last_day = question.last_day;
    fresh.at_least = question.at_least;
    fresh.below = question.below;
    fresh.counts_consignees = question.consignees;
    if (const int code = Load(question, batch, fresh); code != SQLITE_OK) return code;
    if (windows.size() >= kWindowsOfOne) {
      window_count_ -= windows.size();
      windows.clear();
    }
    windows.push_back(std::move(fresh));
    ++window_count_;
    known = windows.end() - 1;
  }
  // The batch's own lines on top; they are entered when the whole batch was asked about.
  Window& window = *known;
  out = window.sum;
  together_.clear();
  for (const uint32_t hit : batch.MovementsOf(question.key, question.value)) {
    const HitFact& fact = batch.facts().hits[hit];
    if (fact.row > before) break;
    if (fact.subject != question.substance) continue;
    const LineFact& line = batch.facts().lines[fact.row];
    if (!window.Holds(line.day, line.net_grams)) continue;
    ++out.lines;
    if (line.net_grams) {
      ++out.weighed;
      AddTo(out.grams, *line.net_grams);
    }
    if (line.millilitres) {
      ++out.measured;
      AddTo(out.millilitres, *line.millilitres);
    }
    if (!question.consignees || line.consignee_key.empty()) continue;
    const uint32_t id = ConsigneeId(line.consignee_key);
    if (!window.consignees.contains(id)) together_.insert(id);
  }
  out.consignees = static_cast<int64_t>(window.consignees.size() + together_.size());
  return SQLITE_OK;
}

void MovementWindows::Entered(const Movement& movement) {
  const std::string_view values[kMovementKeys] = {movement.consignee, movement.consignor, movement.address,
                                                  movement.phone};
  for (int key = 0; key < kMovementKeys; ++key) {
    if (values[key].empty()) continue;
    const auto it = windows_.find(NameOf(static_cast<MovementKey>(key), values[key], movement.substance));
    if (it == windows_.end()) continue;
    for (Window& window : it->second) {
      if (window.Holds(movement.day, movement.grams)) {
        Count(movement.grams, movement.millilitres, movement.consignee, window);
      }
    }
  }
}

void MovementWindows::Forget() {
  windows_.clear();
  consignee_ids_.clear();
  window_count_ = 0;
  consignee_count_ = 0;
}

}  // namespace tidewaiter::policy
