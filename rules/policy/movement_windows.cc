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
constexpr const char* kIndexOf[kMovementKeys] = {"ledger_by_consignee", "ledger_by_consignor",
                                                 "ledger_by_address", "ledger_by_phone"};

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

uint32_t MovementWindows::ConsigneeId(std::string_view consignee) {
  if (consignee.empty()) return kNobody;
  const auto it = consignee_ids_.find(AsAbsl(consignee));
  if (it != consignee_ids_.end()) return it->second;
  const auto id = static_cast<uint32_t>(consignee_ids_.size());
  consignee_ids_.emplace(std::string(consignee), id);
  return id;
}

void MovementWindows::Count(const Row& row, Window& window) {
  if (!window.Holds(row.day, row.grams)) return;
  AddLine(row.grams, row.millilitres, window.sum);
  if (!window.counts_consignees || row.consignee == kNobody) return;
  if (window.consignees.insert(row.consignee).second) ++kept_;
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

  const auto key = static_cast<size_t>(question.key);
  const LineFact* const rerun = batch.first_line_in_ledger();
  std::string sql =
      Concat("SELECT day, grams, millilitres, consignee FROM main.ledger_entry INDEXED BY ", kIndexOf[key],
             " WHERE ", kColumnOf[key], " = ?1 AND substance = ?2 AND day BETWEEN ?3 AND ?4",
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
  sqlite3_bind_int64(statement, 3, first);
  sqlite3_bind_int64(statement, 4, last);
  if (rerun != nullptr) {
    BindText(statement, 5, rerun->file_digest);
    sqlite3_bind_int64(statement, 6, rerun->line);
  }
  std::vector<Row> rows;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    rows.push_back({sqlite3_column_int64(statement, 0), OptionalInt(statement, 1), OptionalInt(statement, 2),
                    ConsigneeId(Text(statement, 3))});
  }
  if (code == SQLITE_DONE) {
    kept_ += rows.size() - known.rows.size();
    known.rows = std::move(rows);
    known.first_day = first;
    known.last_day = last;
    code = SQLITE_OK;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
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
    const uint32_t id = ConsigneeId(line.consignee_key);
    if (id != kNobody && !window.consignees.contains(id)) together_.insert(id);
  }
  out.consignees = static_cast<int64_t>(window.consignees.size() + together_.size());
  return SQLITE_OK;
}

void MovementWindows::Entered(const Movement& movement) {
  if (!movement.day) return;  // in no window
  const std::string_view values[kMovementKeys] = {movement.consignee, movement.consignor, movement.address,
                                                  movement.phone};
  for (int key = 0; key < kMovementKeys; ++key) {
    if (values[key].empty()) continue;
    const auto it = known_.find(NameOf(static_cast<MovementKey>(key), values[key], movement.substance));
    if (it == known_.end()) continue;
    Known& known = it->second;
    const Row row{*movement.day, movement.grams, movement.millilitres, ConsigneeId(movement.consignee)};
    for (Window& window : known.windows) Count(row, window);
    if (row.day < known.first_day || row.day > known.last_day) continue;
    known.rows.push_back(row);
    ++kept_;
  }
}

void MovementWindows::Forget() {
  known_.clear();
  consignee_ids_.clear();
  kept_ = 0;
}

}  // namespace tidewaiter::policy
