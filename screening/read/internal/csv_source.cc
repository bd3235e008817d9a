#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"
#include "screening/read/internal/csv_dialect.h"
#include "screening/read/internal/csv_scanner.h"
#include "screening/read/internal/text.h"
#include "screening/read/internal/text_source.h"

namespace tidewaiter::read {
namespace {

class CsvSource : public TextSource {
 public:
  CsvSource(OpenedText opened, CsvDialect dialect)
      : TextSource(std::move(opened)), dialect_(std::move(dialect)), scanner_(dialect_.delimiter) {
    auto layout = std::make_shared<Layout>();
    for (size_t column = 0; column < dialect_.fields.size(); ++column) {
      if (dialect_.fields[column] < 0) continue;
      const auto field = static_cast<Field>(dialect_.fields[column]);
      if (field == Field::kDescription) description_cell_ = layout->fields.size();
      if (field == Field::kDescription || field == Field::kStructure || field == Field::kCasRn) {
        last_screened_ = std::max(last_screened_, column);
      }
      layout->fields.push_back(field);
      layout->units[static_cast<size_t>(field)] = dialect_.meanings[column].unit;
      columns_.push_back(column);
    }
    for (const size_t column : dialect_.extra_descriptions) last_screened_ = std::max(last_screened_, column);
    layout_ = std::move(layout);
    scanner_.SetText({buffer_.data(), 0}, false);
  }

  std::vector<std::pair<std::string, Field>> mapped_columns() const override {
    std::vector<std::pair<std::string, Field>> mapped;
    for (size_t i = 0; i < columns_.size(); ++i)
      mapped.emplace_back(dialect_.titles[columns_[i]], layout_->fields[i]);
    for (const size_t column : dialect_.extra_descriptions) {
      mapped.emplace_back(dialect_.titles[column], Field::kDescription);
    }
    return mapped;
  }

  std::vector<std::string> unmapped_columns() const override {
    std::vector<std::string> unmapped;
    for (size_t i = 0; i < dialect_.titles.size(); ++i) {
      const auto& extra = dialect_.extra_descriptions;
      if (dialect_.fields[i] < 0 && std::find(extra.begin(), extra.end(), i) == extra.end()) {
        unmapped.push_back(dialect_.titles[i]);
      }
    }
    return unmapped;
  }

 protected:
  void Fill(FieldBatch& batch) override {
    while (!ended_ && !Full(batch)) {
      const CsvScanner::Result result = scanner_.Next(buffer_.pos(), row_);
      buffer_.set_pos(row_.begin);
      switch (result) {
        case CsvScanner::Result::kRow:
          buffer_.set_pos(row_.end);
          if (buffer_.broken() && row_.end == buffer_.size() && !EndsLine()) {
            ended_ = true;  // a fragment: the status says where the file breaks off
            break;
          }
          if (header_rows_left_ > 0) {
            if (--header_rows_left_ == 0) scanner_.set_expected_columns(dialect_.titles.size());
            break;
          }
          Add(batch);
          break;
        case CsvScanner::Result::kNeedMore:
          Refill();
          scanner_.SetText({buffer_.data(), buffer_.size()}, buffer_.at_end());
          break;
        case CsvScanner::Result::kTooLong:
          if (header_rows_left_ == 0) AddTooLong(batch, scanner_.line(), "row");
          line_ = scanner_.line();
          SkipLine();
          scanner_.add_lines(line_ - scanner_.line());
          scanner_.SetText({buffer_.data(), buffer_.size()}, buffer_.at_end());
          break;
        case CsvScanner::Result::kEnd:
          ended_ = true;
          break;
      }
    }
    line_ = scanner_.line();
  }

 private:
  bool EndsLine() const {
    return row_.end > row_.begin &&
           (buffer_.data()[row_.end - 1] == '\n' || buffer_.data()[row_.end - 1] == '\r');
  }

  std::string_view FieldText(size_t column) {
    if (column >= row_.fields.size()) return "";
    CsvField& field = row_.fields[column];
    char* const text = buffer_.data() + field.begin;
    size_t size = field.end - field.begin;
    if (field.escaped) size = UnescapeQuotes(text, size);
    return {text, size};
  }

  void Add(FieldBatch& batch) {
    // Delimiters only: spreadsheets write such rows for cells that were once used.
    if (row_.problem == CsvProblem::kNone && row_.end - row_.begin <= row_.field_count + 1 &&
        row_.field_count == row_.fields.size() &&
        std::all_of(row_.fields.begin(), row_.fields.end(),
                    [](const CsvField& f) { return f.begin == f.end; })) {
      return;
    }
    // Found before quotes are unescaped, which moves text.
    if (row_.problem != CsvProblem::kNone || row_.field_count != dialect_.titles.size()) Complain();
    batch.Hold(buffer_.block());
    Cell* const cells = batch.AddRow(row_.line);
    for (size_t i = 0; i < columns_.size(); ++i) SetCell(cells[i], FieldText(columns_[i]));
    for (const size_t column : dialect_.extra_descriptions) {
      const std::string_view extra = FieldText(column);
      Cell& description = cells[description_cell_];
      if (!extra.empty()) SetCell(description, batch.Join(description.text(), " | ", extra));
    }
    for (DataIssue& issue : complaints_) batch.AddIssue(std::move(issue));
    complaints_.clear();
    if (buffer_.block()->suspicious) batch.CheckCharacters();
    batch_bytes_ += row_.end - row_.begin;
  }

  // Place of a byte of the row, in characters from the start of its line, from 1.
  size_t ColumnOf(size_t at) const {
    size_t column = 1;
    while (at > row_.begin && buffer_.data()[at - 1] != '\n' && buffer_.data()[at - 1] != '\r') {
      --at;
      column += (static_cast<unsigned char>(buffer_.data()[at]) & 0xC0) != 0x80;
    }
    return column;
  }

  void Complain() {
    const size_t expected = dialect_.titles.size();
    const auto place = [&] {
      return Concat("line ", row_.problem_line, ", column ", ColumnOf(row_.problem_at), ": ");
    };
    switch (row_.problem) {
      case CsvProblem::kNone:
        break;
      case CsvProblem::kUnclosedQuote:
        complaints_.push_back(
            {"unclosed-quote", "",
             place() + "this quote is not closed where the row ends; the row was read up to the end "
                       "of the line, with the quote as text",
             false});
        break;
      case CsvProblem::kTextAfterQuote:
        complaints_.push_back({"stray-quote", "",
                               place() + "text follows a closing quote; the field was read as written",
                               false});
        break;
      case CsvProblem::kTooManyFields:
        complaints_.push_back({"not-screened-limit", "",
                               Concat(place(), "the row has ", row_.field_count, " columns; those after ",
                                      limits::kColumns, " (limit kColumns) were not read"),
                               true});
        return;
    }
    if (row_.field_count < expected) {
      const bool unscreened = last_screened_ >= row_.field_count && last_screened_ > 0;
      complaints_.push_back(
          {"wrong-columns", "",
           Concat("line ", row_.line, ", column ", ColumnOf(LineEndOfRow()), ": the row ends after ",
                  row_.field_count, " columns, the header has ", expected),
           unscreened});
    } else if (row_.field_count > expected) {
      const auto extra = row_.fields.begin() + static_cast<std::ptrdiff_t>(expected);
      const auto text =
          std::find_if(extra, row_.fields.end(), [](const CsvField& f) { return f.begin != f.end; });
      if (text == row_.fields.end()) return;  // padding
      complaints_.push_back({"wrong-columns", "",
                             Concat("line ", row_.line, ", column ", ColumnOf(text->begin), ": the row has ",
                                    row_.field_count, " columns, the header ", expected, "; \"",
                                    Shorten({buffer_.data() + text->begin, text->end - text->begin}),
                                    "\" and what follows has no title and was not read"),
                             true});
    }
  }

  size_t LineEndOfRow() const {
    size_t end = row_.end;
    while (end > row_.begin && (buffer_.data()[end - 1] == '\n' || buffer_.data()[end - 1] == '\r')) --end;
    return end;
  }

  const CsvDialect dialect_;
  std::vector<size_t> columns_;  // of each cell of the layout
  size_t description_cell_ = 0;
  size_t last_screened_ = 0;  // last column whose text is looked up or judged
  CsvScanner scanner_;
  CsvRow row_;
  size_t header_rows_left_ = dialect_.header_row + 1;
  std::vector<DataIssue> complaints_;  // of the row in hand
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> OpenCsv(OpenedText opened) {
  const TitleReader titles(opened.info->options.column_map);
  TW_ASSIGN_OR_RETURN(CsvDialect dialect,
                      DetectDialect(opened.head, opened.head_is_all, opened.info->options.delimiter, titles));
  return std::make_unique<CsvSource>(std::move(opened), std::move(dialect));
}

}  // namespace tidewaiter::read
