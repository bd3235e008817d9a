#include "screening/read/internal/field_batch.h"

#include <algorithm>
#include <cstring>

#include "chemdb/base/concat.h"
#include "screening/read/internal/encoding.h"
#include "screening/read/internal/interpret.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

constexpr size_t kArenaBytes = 64 * 1024;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Where text is looked up or judged, a lost character can hide a hit.
bool IsScreened(Field field) {
  return field == Field::kDescription || field == Field::kStructure || field == Field::kCasRn;
}

}  // namespace

FieldBatch::FieldBatch(std::shared_ptr<const FileInfo> info, std::shared_ptr<const Layout> layout,
                       size_t expected_rows)
    : info_(std::move(info)), layout_(std::move(layout)) {
  rows_.reserve(expected_rows);
  cells_.reserve(expected_rows * layout_->fields.size());
}

Record FieldBatch::Interpret(size_t i) const {
  Record record;
  record.place = {info_->file, rows_[i].line};
  const size_t columns = layout_->fields.size();
  CellFlags flags;
  for (size_t c = 0; c < columns; ++c) {
    const Cell& cell = cells_[i * columns + c];
    const auto field = static_cast<size_t>(layout_->fields[c]);
    record.fields[field] = cell.text();
    flags.exact_number[field] = cell.exact_number;
  }
  const auto row = static_cast<uint32_t>(i);
  auto issue = std::lower_bound(issues_.begin(), issues_.end(), row,
                                [](const auto& entry, uint32_t wanted) { return entry.first < wanted; });
  for (; issue != issues_.end() && issue->first == row; ++issue) record.issues.push_back(issue->second);
  InterpretFields(*info_, *layout_, flags, record);
  return record;
}

std::string_view FieldBatch::SmilesAlone(size_t i) const {
  const bool plain = layout_->smiles_first && issues_.empty() && info_->options.constants.empty();
  return plain ? Trim(cells_[i * layout_->fields.size()].text()) : std::string_view();
}

Cell* FieldBatch::AddRow(uint64_t line) {
  rows_.push_back({line});
  cells_.resize(cells_.size() + layout_->fields.size());
  return cells_.data() + (cells_.size() - layout_->fields.size());
}

void FieldBatch::AddIssue(DataIssue issue) {
  issues_.emplace_back(static_cast<uint32_t>(rows_.size() - 1), std::move(issue));
}

void FieldBatch::Hold(const std::shared_ptr<TextBlock>& block) {
  if (blocks_.empty() || blocks_.back() != block) blocks_.push_back(block);
}

std::string_view FieldBatch::Store(std::string_view text) {
  if (text.empty()) return "";
  if (arena_size_ - arena_used_ < text.size()) {
    arena_size_ = std::max(kArenaBytes, text.size());
    arena_.push_back(std::make_unique_for_overwrite<char[]>(arena_size_));
    arena_used_ = 0;
  }
  char* const to = arena_.back().get() + arena_used_;
  std::memcpy(to, text.data(), text.size());
  arena_used_ += text.size();
  return {to, text.size()};
}

std::string_view FieldBatch::Join(std::string_view a, std::string_view separator, std::string_view b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return Store(Concat(a, separator, b));
}

void FieldBatch::CheckCharacters() {
  const size_t columns = layout_->fields.size();
  Cell* const row = cells_.data() + (cells_.size() - columns);
  for (size_t c = 0; c < columns; ++c) {
    const std::string_view text = row[c].text();
    const Field field = layout_->fields[c];
    if (std::memchr(text.data() == nullptr ? "" : text.data(), 0, text.size()) != nullptr) {
      AddIssue({"control-characters", std::string(FieldName(field)),
                Concat("line ", rows_.back().line, ": ", FieldName(field), " holds a zero byte"),
                IsScreened(field)});
    }
    size_t bad = 0;
    size_t first_bad = 0;
    std::string repaired;
    size_t good_from = 0;
    for (size_t i = 0; i < text.size();) {
      const size_t length = Utf8SequenceLength(text.substr(i));
      if (length > 0) {
        i += length;
        continue;
      }
      if (bad++ == 0) first_bad = i;
      repaired.append(text, good_from, i - good_from);
      repaired.append(kReplacement);
      good_from = ++i;
    }
    if (bad == 0) continue;
    repaired.append(text, good_from, text.size() - good_from);
    const std::string_view stored = Store(repaired);
    row[c].data = stored.data();
    row[c].size = static_cast<uint32_t>(stored.size());
    AddIssue(
        {"bad-encoding", std::string(FieldName(field)),
         Concat("line ", rows_.back().line, ": ", FieldName(field), " holds ", bad,
                bad == 1 ? " byte that is" : " bytes that are",
                " no text in the file's encoding, the first at its byte ", first_bad + 1, "; read as U+FFFD"),
         IsScreened(field)});
  }
}

std::string_view FieldBatch::Consignment(size_t i) const {
  const std::vector<Field>& fields = layout_->fields;
  for (const Field wanted : {Field::kConsignment, Field::kHouseWaybill}) {
    const auto at = std::find(fields.begin(), fields.end(), wanted);
    if (at == fields.end()) continue;
    const size_t cell = i * fields.size() + static_cast<size_t>(at - fields.begin());
    if (const std::string_view number = Trim(cells_[cell].text()); !number.empty()) return number;
  }
  return {};
}

void FieldBatch::TakeLastRow(FieldBatch& from) {
  const size_t columns = layout_->fields.size();
  const size_t last = from.rows_.size() - 1;
  Cell* const cells = AddRow(from.rows_[last].line);
  for (size_t c = 0; c < columns; ++c) {
    cells[c] = from.cells_[last * columns + c];
    // The text may lie in a block that the other batch holds.
    const std::string_view text = Store(cells[c].text());
    cells[c].data = text.data();
  }
  const auto issues =
      std::find_if(from.issues_.begin(), from.issues_.end(), [&](const auto& i) { return i.first == last; });
  for (auto issue = issues; issue != from.issues_.end(); ++issue) AddIssue(std::move(issue->second));
  from.issues_.erase(issues, from.issues_.end());
  from.rows_.pop_back();
  from.cells_.resize(last * columns);
}

}  // namespace tidewaiter::read
