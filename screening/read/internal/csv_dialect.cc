#include "screening/read/internal/csv_dialect.h"

#include <algorithm>
#include <map>
#include <optional>

#include "chemdb/base/concat.h"
#include "screening/read/internal/csv_scanner.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

constexpr size_t kHeaderRows = 20;
constexpr size_t kSampleRows = 60;
constexpr std::string_view kDelimiters = ",;\t|";

struct Trial {
  CsvDialect dialect;
  size_t score = 0;     // known titles in the header
  double evenness = 0;  // share of rows with the usual number of columns, if that is more than one
  std::vector<std::string> first_row;
};

std::string CellText(std::string_view head, const CsvField& field) {
  std::string text(head.substr(field.begin, field.end - field.begin));
  if (field.escaped) text.resize(UnescapeQuotes(text.data(), text.size()));
  return std::string(Trim(text));
}

// `head` is followed by 64 readable bytes.
Trial Try(std::string_view head, bool head_is_all, char delimiter, const TitleReader& reader) {
  Trial trial;
  trial.dialect.delimiter = delimiter;
  CsvScanner scanner(delimiter);
  scanner.SetText(head, head_is_all);
  CsvRow row;
  size_t pos = 0;
  std::map<size_t, size_t> widths;
  for (size_t rows = 0; rows < kSampleRows && scanner.Next(pos, row) == CsvScanner::Result::kRow; ++rows) {
    pos = row.end;
    ++widths[row.field_count];
    if (rows >= kHeaderRows || row.field_count > 1000) continue;
    CsvDialect candidate;
    candidate.delimiter = delimiter;
    candidate.header_row = rows;
    candidate.header_line = row.line;
    for (const CsvField& field : row.fields) candidate.titles.push_back(CellText(head, field));
    if (rows == 0) trial.first_row = candidate.titles;
    for (const std::string& title : candidate.titles) candidate.meanings.push_back(reader.Read(title));
    candidate.fields = AssignFields(candidate.meanings, candidate.extra_descriptions);
    const auto known = static_cast<size_t>(std::count_if(candidate.fields.begin(), candidate.fields.end(),
                                                         [](int field) { return field >= 0; }));
    // A single known word far down is more likely a value than a title.
    if (known > trial.score && (known > 1 || rows == 0)) {
      trial.score = known;
      trial.dialect = std::move(candidate);
    }
  }
  size_t total = 0;
  size_t usual = 0;
  for (const auto& [width, count] : widths) {
    total += count;
    if (width > 1) usual = std::max(usual, count);
  }
  trial.evenness = total == 0 ? 0 : static_cast<double>(usual) / static_cast<double>(total);
  return trial;
}

}  // namespace

absl::StatusOr<CsvDialect> DetectDialect(std::string_view head, bool head_is_all, char delimiter,
                                         const TitleReader& titles) {
  std::string padded(head);
  padded.append(128, '\0');
  const std::string_view text(padded.data(), head.size());
  std::string delimiters(delimiter != 0 ? std::string(1, delimiter) : std::string(kDelimiters));
  // Excel's own hint: a first line "sep=;".
  if (delimiter == 0 && text.size() > 5 && text.substr(0, 4) == "sep=" &&
      (text[5] == '\n' || text[5] == '\r')) {
    delimiters = std::string(1, text[4]);
  }
  std::optional<Trial> best;
  for (const char candidate : delimiters) {
    Trial trial = Try(text, head_is_all, candidate, titles);
    if (!best || trial.score > best->score ||
        (trial.score == best->score && trial.evenness > best->evenness)) {
      best = std::move(trial);
    }
  }
  if (best->score == 0) {
    if (best->first_row.empty())
      return absl::InvalidArgumentError("the file is empty: no header, no records");
    std::string seen;
    for (size_t i = 0; i < best->first_row.size() && i < 12; ++i) {
      AppendTo(seen, i == 0 ? "\"" : ", \"", Shorten(best->first_row[i], 40), "\"");
    }
    return absl::InvalidArgumentError(Concat("no column title is known; the first row is ", seen,
                                             "; name the columns with a column map or a profile"));
  }
  for (const auto& [field, title] : titles.column_map()) {
    if (std::find(best->dialect.fields.begin(), best->dialect.fields.end(), static_cast<int>(field)) ==
        best->dialect.fields.end()) {
      return absl::InvalidArgumentError(
          Concat("there is no column \"", title, "\", which the column map names for ", FieldName(field)));
    }
  }
  return std::move(best->dialect);
}

}  // namespace tidewaiter::read
