#include "rules/policy/movement_windows.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter::policy {
namespace {

// Different windows of one party and substance; a file's days ask one each.
constexpr size_t kWindowsOfOne = 512;

// What is read around the days asked, and the days there are at all.
constexpr int64_t kDaysAround = 31;
constexpr int64_t kFirstOfDays = -1'000'000;
constexpr int64_t kLastOfDays = 10'000'000;

constexpr const char* kColumnOf[kMovementKeys] = {"consignee", "consignor", "address", "phone"};

// Sums stay at the largest number instead of turning over.
void AddTo(int64_t& sum, int64_t amount) {
  if (__builtin_add_overflow(sum, amount, &sum)) sum = std::numeric_limits<int64_t>::max();
}

void AddLine(std::optional<int64_t> grams, std::optional<int64_t> millilitres, MovementSum& sum) {
  ++sum.lines;
  if (grams) {
    ++sum.weighed;
    AddTo(sum.grams, *grams);
  }
  if (millilitres) {
    ++sum.measured;
    AddTo(sum.millilitres, *millilitres);
  }
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

}  // namespace

bool MovementWindows::Window::Answers(const MovementQuestion& question) const {
  return first_day == question.first_day && last_day == question.last_day && at_least == question.at_least &&
         below == question.below && counts_consignees == question.consignees;
}

bool MovementWindows::Window::Holds(int64_t day, std::optional<int64_t> grams) const {
  return day >= first_day && day <= last_day && InBounds(grams, at_least, below);
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

int MovementWindows::ConsigneeNumber(std::string_view consignee, int64_t& number) {
  number = kNobody;
  if (consignee.empty()) return SQLITE_OK;
  const auto it = newcomers_.find(AsAbsl(consignee));
  if (it != newcomers_.end()) {
    number = it->second;
    return SQLITE_OK;
  }
  const int code = numbers_.Find(LedgerText::kKey, consignee, number);
  if (code != SQLITE_OK || number != 0) return code;
  number = --last_newcomer_;
  newcomers_.emplace(std::string(consignee), number);
  return SQLITE_OK;
}

void MovementWindows::Count(const Row& row, Window& window) {
  if (!window.Holds(row.day, row.grams)) return;
  AddLine(row.grams, row.millilitres, window.sum);
  if (!window.counts_consignees || row.consignee == kNobody) return;
  if (window.consignees.insert(row.consignee).second) ++kept_;
}

int MovementWindows::PrepareLoad(size_t key, bool rerun) {
  SqliteHandle& handle = load_[key][rerun ? 1 : 0];
  if (handle != nullptr) return SQLITE_OK;
  const std::string sql =
      Concat("SELECT day, grams, millilitres, consignee FROM main.ledger_entry INDEXED BY ledger_by_",
             kColumnOf[key], " WHERE ", kColumnOf[key], " = ?1 AND substance = ?2 AND day BETWEEN ?3 AND ?4",
             // The rest of this file, from an earlier run of it, is not "so far".
             rerun ? " AND NOT (file = ?5 AND line >= ?6)" : "");
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  handle.reset(raw);
  return code;
}

int MovementWindows::Load(const MovementQuestion& question, const BatchIndex& batch, Known& known) {
  const bool fresh = known.last_day < known.first_day;
  if (!fresh && question.first_day >= known.first_day && question.last_day <= known.last_day)
    return SQLITE_OK;
  // The days that are asked next lie near; every reading again at least doubles the span.
  const int64_t more = fresh ? kDaysAround : known.last_day - known.first_day + kDaysAround;
  const auto before = [&](int64_t day) {
    return day < kFirstOfDays + more ? std::min(day, kFirstOfDays) : day - more;
  };
  const auto after = [&](int64_t day) {
    return day > kLastOfDays - more ? std::max(day, kLastOfDays) : day + more;
  };
  int64_t first = known.first_day, last = known.last_day;
  if (fresh || question.first_day < first) first = before(question.first_day);
  if (fresh || question.last_day > last) last = after(question.last_day);

  // A party or subject without a number is in no entry.
  int64_t value = 0, substance = 0, file = 0;
  int code = numbers_.Find(LedgerText::kKey, question.value, value);
  if (code == SQLITE_OK) code = numbers_.Find(LedgerText::kSubject, question.substance, substance);
  const LineFact* const rerun = batch.first_line_in_ledger();
  if (code == SQLITE_OK && rerun != nullptr) {
    code = numbers_.Find(LedgerText::kFile, rerun->file_digest, file);
  }
  if (code != SQLITE_OK) return code;
  if (value == 0 || substance == 0) {
    known.first_day = first;
    known.last_day = last;
    return SQLITE_OK;
  }
  const auto key = static_cast<size_t>(question.key);
  if (code = PrepareLoad(key, rerun != nullptr); code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = load_[key][rerun != nullptr ? 1 : 0].get();
  sqlite3_bind_int64(statement, 1, value);
  sqlite3_bind_int64(statement, 2, substance);
  sqlite3_bind_int64(statement, 3, first);
  sqlite3_bind_int64(statement, 4, last);
  if (rerun != nullptr) {
    sqlite3_bind_int64(statement, 5, file);
    sqlite3_bind_int64(statement, 6, rerun->line);
  }
  std::vector<Row> rows;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    rows.push_back({sqlite3_column_int64(statement, 0), OptionalInt(statement, 1), OptionalInt(statement, 2),
                    sqlite3_column_int64(statement, 3)});
  }
  if (code == SQLITE_DONE) {
    kept_ += rows.size() - known.rows.size();
    known.rows = std::move(rows);
    known.first_day = first;
    known.last_day = last;
    code = SQLITE_OK;
  }
  sqlite3_reset(statement);
  return code;
}

int MovementWindows::Ask(const MovementQuestion& question, const BatchIndex& batch, int64_t before,
                         MovementSum& out) {
  out = {};
  if (question.first_day > question.last_day) return SQLITE_OK;
  if (kept_ >= kMostKept && known_.size() > 1) Forget();
  Known& known = known_[NameOf(question.key, question.value, question.substance)];
  auto found = std::find_if(known.windows.begin(), known.windows.end(),
                            [&](const Window& window) { return window.Answers(question); });
  if (found == known.windows.end()) {
    if (const int code = Load(question, batch, known); code != SQLITE_OK) return code;
    if (known.windows.size() >= kWindowsOfOne) known.windows.clear();
    Window fresh;
    fresh.first_day = question.first_day;
    fresh.last_day = question.last_day;
    fresh.at_least = question.at_least;
    fresh.below = question.below;
    fresh.counts_consignees = question.consignees;
    for (const Row& row : known.rows) Count(row, fresh);
    known.windows.push_back(std::move(fresh));
    ++kept_;
    found = known.windows.end() - 1;
  }
  // The batch's own lines on top; they are entered when the whole batch was asked about.
  const Window& window = *found;
  out = window.sum;
  together_.clear();
  for (const uint32_t hit : batch.MovementsOf(question.key, question.value)) {
    const HitFact& fact = batch.facts().hits[hit];
    if (fact.row > before) break;
    if (fact.subject != question.substance) continue;
    const LineFact& line = batch.facts().lines[fact.row];
    if (!line.day || !window.Holds(*line.day, line.net_grams)) continue;
    AddLine(line.net_grams, line.millilitres, out);
    if (!question.consignees) continue;
    int64_t id = kNobody;
    if (const int code = ConsigneeNumber(line.consignee_key, id); code != SQLITE_OK) return code;
    if (id != kNobody && !window.consignees.contains(id)) together_.insert(id);
  }
  out.consignees = static_cast<int64_t>(window.consignees.size() + together_.size());
  return SQLITE_OK;
}

void MovementWindows::Entered(const Movement& movement) {
  if (!movement.consignee.empty()) newcomers_.erase(AsAbsl(movement.consignee));
  if (!movement.day) return;  // in no window
  const std::string_view values[kMovementKeys] = {movement.consignee, movement.consignor, movement.address,
                                                  movement.phone};
  std::optional<Row> row;
  for (int key = 0; key < kMovementKeys; ++key) {
    if (values[key].empty()) continue;
    const auto it = known_.find(NameOf(static_cast<MovementKey>(key), values[key], movement.substance));
    if (it == known_.end()) continue;
    if (!row) {
      row = Row{*movement.day, movement.grams, movement.millilitres, kNobody};
      // What cannot be read now is read again, and told, by the next question.
      if (ConsigneeNumber(movement.consignee, row->consignee) != SQLITE_OK) return Forget();
    }
    Known& known = it->second;
    for (Window& window : known.windows) Count(*row, window);
    if (row->day < known.first_day || row->day > known.last_day) continue;
    known.rows.push_back(*row);
    ++kept_;
  }
}

void MovementWindows::Forget() {
  known_.clear();
  numbers_.Forget();
  newcomers_.clear();
  last_newcomer_ = 0;
  kept_ = 0;
}

}  // namespace tidewaiter::policy
