#include "rules/policy/movement_windows.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter::policy {
namespace {

// Different windows of one party and substance; a file's days ask one each.
constexpr size_t kWindowsOfOne = 512;

// Up to so many movements are added up each time.
constexpr size_t kFewRows = 16;

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

int MovementWindows::ConsigneeNumber(std::string_view consignee, int64_t& number) {
  number = kNobody;
  if (consignee.empty()) return SQLITE_OK;
  const int code = numbers_->Find(LedgerText::kKey, consignee, number);
  if (code != SQLITE_OK || number != 0) return code;
  const auto it = newcomers_.find(AsAbsl(consignee));
  if (it != newcomers_.end()) {
    number = it->second;
  } else {
    number = -1 - static_cast<int64_t>(newcomers_.size());
    newcomers_.emplace(std::string(consignee), number);
  }
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

int MovementWindows::Load(const MovementQuestion& question, const BatchIndex& batch, const Name& name,
                          Known& known) {
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

  const auto [key, value, substance] = name;
  const LineFact* const rerun = batch.first_line_in_ledger();
  int code = PrepareLoad(static_cast<size_t>(key), rerun != nullptr);
  if (code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = load_[static_cast<size_t>(key)][rerun != nullptr ? 1 : 0].get();
  sqlite3_bind_int64(statement, 1, value);
  sqlite3_bind_int64(statement, 2, substance);
  sqlite3_bind_int64(statement, 3, first);
  sqlite3_bind_int64(statement, 4, last);
  if (rerun != nullptr) {
    int64_t file = 0;
    code = numbers_->Find(LedgerText::kFile, rerun->file_digest, file);
    if (code != SQLITE_OK) return code;
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

int MovementWindows::AskLedger(const MovementQuestion& question, const BatchIndex& batch, MovementSum& out,
                               const Window*& window) {
  window = nullptr;
  int64_t value = 0, substance = 0;
  int code = numbers_->Find(LedgerText::kKey, question.value, value);
  if (code == SQLITE_OK) code = numbers_->Find(LedgerText::kSubject, question.substance, substance);
  if (code != SQLITE_OK) return code;
  if (value == 0 || substance == 0) return SQLITE_OK;  // in no entry
  const Name name(question.key, value, substance);
  const auto [it, fresh] = known_.try_emplace(name);
  Known& known = it->second;
  if (fresh) ++kept_;
  const auto found = std::find_if(known.windows.begin(), known.windows.end(),
                                  [&](const Window& each) { return each.Answers(question); });
  if (found != known.windows.end()) {
    window = &*found;
    out = window->sum;
    return SQLITE_OK;
  }
  if (code = Load(question, batch, name, known); code != SQLITE_OK) return code;
  Window asked;
  asked.first_day = question.first_day;
  asked.last_day = question.last_day;
  asked.at_least = question.at_least;
  asked.below = question.below;
  asked.counts_consignees = question.consignees;
  if (known.rows.size() <= kFewRows) {
    for (const Row& row : known.rows) {
      if (!asked.Holds(row.day, row.grams)) continue;
      AddLine(row.grams, row.millilitres, out);
      if (question.consignees && row.consignee != kNobody) together_.insert(row.consignee);
    }
    return SQLITE_OK;
  }
  if (known.windows.size() >= kWindowsOfOne) known.windows.clear();
  for (const Row& row : known.rows) Count(row, asked);
  known.windows.push_back(std::move(asked));
  ++kept_;
  window = &known.windows.back();
  out = window->sum;
  return SQLITE_OK;
}

int MovementWindows::Ask(const MovementQuestion& question, const BatchIndex& batch, int64_t before,
                         MovementSum& out) {
  out = {};
  if (question.first_day > question.last_day) return SQLITE_OK;
  if (kept_ >= kMostKept && known_.size() > 1) Forget();
  together_.clear();
  const Window* window = nullptr;
  if (const int code = AskLedger(question, batch, out, window); code != SQLITE_OK) return code;
  // The batch's own lines on top; they are entered when the whole batch was asked about.
  for (const uint32_t hit : batch.MovementsOf(question.key, question.value)) {
    const HitFact& fact = batch.facts().hits[hit];
    if (fact.row > before) break;
    if (fact.subject != question.substance) continue;
    const LineFact& line = batch.facts().lines[fact.row];
    if (!line.day || *line.day < question.first_day || *line.day > question.last_day ||
        !InBounds(line.net_grams, question.at_least, question.below)) {
      continue;
    }
    AddLine(line.net_grams, line.millilitres, out);
    if (!question.consignees) continue;
    int64_t number = kNobody;
    if (const int code = ConsigneeNumber(line.consignee_key, number); code != SQLITE_OK) return code;
    if (number != kNobody && (window == nullptr || !window->consignees.contains(number))) {
      together_.insert(number);
    }
  }
  out.consignees =
      static_cast<int64_t>(together_.size() + (window == nullptr ? 0 : window->consignees.size()));
  return SQLITE_OK;
}

void MovementWindows::Entered(const Movement& movement) {
  if (!movement.day) return;  // in no window
  const std::string_view values[kMovementKeys] = {movement.consignee, movement.consignor, movement.address,
                                                  movement.phone};
  // What cannot be read now is read again, and told, by the next question.
  Row row{*movement.day, movement.grams, movement.millilitres, kNobody};
  int64_t substance = 0;
  if (ConsigneeNumber(movement.consignee, row.consignee) != SQLITE_OK) return Forget();
  if (numbers_->Find(LedgerText::kSubject, movement.substance, substance) != SQLITE_OK) return Forget();
  for (int key = 0; key < kMovementKeys; ++key) {
    int64_t value = 0;
    if (values[key].empty()) continue;
    if (numbers_->Find(LedgerText::kKey, values[key], value) != SQLITE_OK) return Forget();
    const auto it = known_.find(Name(static_cast<MovementKey>(key), value, substance));
    if (it == known_.end()) continue;
    Known& known = it->second;
    for (Window& window : known.windows) Count(row, window);
    if (row.day < known.first_day || row.day > known.last_day) continue;
    known.rows.push_back(row);
    ++kept_;
  }
}

void MovementWindows::Forget() {
  known_.clear();
  newcomers_.clear();
  kept_ = 0;
}

}  // namespace tidewaiter::policy
