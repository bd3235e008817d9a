// SD files, and MOL files as SD files of one record: a mol block up to "M  END", data items, "$$$$".
#include <algorithm>

#include "absl/container/flat_hash_map.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "screening/read/internal/csv_scanner.h"
#include "screening/read/internal/header_map.h"
#include "screening/read/internal/text.h"
#include "screening/read/internal/text_source.h"

namespace tidewaiter::read {
namespace {

constexpr size_t kDataItems = 500;    // of one record that are read; the rest is skipped
constexpr size_t kKnownNames = 4096;  // data item names that are remembered
constexpr std::string_view kRecordEnd = "$$$$";

class SdfSource : public TextSource {
 public:
  explicit SdfSource(OpenedText opened) : TextSource(std::move(opened)), titles_(info_->options.column_map) {
    auto layout = std::make_shared<Layout>();
    for (size_t i = 0; i < kFieldCount; ++i) layout->fields.push_back(static_cast<Field>(i));
    layout_ = std::move(layout);
  }

 protected:
  void Fill(FieldBatch& batch) override {
    while (!ended_ && !Full(batch)) {
      const std::string_view rest = buffer_.rest();
      const size_t end = FindRecordEnd(rest);
      const bool whole = end != std::string_view::npos;
      if (!whole && rest.size() <= limits::kRecordBytes && !buffer_.at_end()) {
        Refill();
        continue;
      }
      searched_ = 0;
      const size_t size = whole ? end : rest.size();
      if (size > limits::kRecordBytes) {
        const uint64_t first_line = line_;
        // Its beginning holds the structure, most likely; that is screened.
        ReadRecord(batch, {buffer_.data() + buffer_.pos(), limits::kRecordBytes}, first_line);
        batch.AddIssue({"not-screened-limit", "",
                        Concat("line ", first_line, ": this record is longer than ", limits::kRecordBytes,
                               " bytes (limit kRecordBytes); the rest of it was not read"),
                        true});
        SkipRecord();
        continue;
      }
      if (!whole) {
        ended_ = true;
        // Without "$$$$": the end of a MOL file, or blank lines after the last record.
        if (buffer_.broken() || Trim(rest).empty()) break;
      }
      const uint64_t lines = CountLineEnds(rest.substr(0, size));
      ReadRecord(batch, {buffer_.data() + buffer_.pos(), size}, line_);
      line_ += lines;
      buffer_.set_pos(buffer_.pos() + size);
      if (whole) EatRecordEnd();
      batch_bytes_ += size;
    }
  }

 private:
  // Where "$$$$" stands at the start of a line, and its line is whole.
  size_t FindRecordEnd(std::string_view rest) {
    size_t at = std::min(searched_, rest.size());
    while (true) {
      at = rest.find(kRecordEnd, at);
      if (at == std::string_view::npos) break;
      if (at == 0 || rest[at - 1] == '\n' || rest[at - 1] == '\r') {
        if (AfterLineEnd(buffer_.pos() + at) != std::string_view::npos || buffer_.at_end()) return at;
        searched_ = at;
        return std::string_view::npos;
      }
      at += 1;
    }
    searched_ = rest.size() < kRecordEnd.size() ? 0 : rest.size() - (kRecordEnd.size() - 1);
    return std::string_view::npos;
  }

  // Moves past the line of "$$$$".
  void EatRecordEnd() {
    const size_t after = AfterLineEnd(buffer_.pos());
    if (after == std::string_view::npos) {
      buffer_.set_pos(buffer_.size());
      return;
    }
    buffer_.set_pos(after);
    ++line_;
  }

  void SkipRecord() {
    while (true) {
      const std::string_view rest = buffer_.rest();
      const size_t end = FindRecordEnd(rest);
      if (end != std::string_view::npos) {
        line_ += CountLineEnds(rest.substr(0, end));
        buffer_.set_pos(buffer_.pos() + end);
        searched_ = 0;
        EatRecordEnd();
        return;
      }
      // The last bytes stay: "$$$$" and its line end may be cut.
      size_t keep = std::min<size_t>(rest.size(), kRecordEnd.size() + 1);
      keep = std::max(keep, rest.size() - std::min(searched_, rest.size()));
      const size_t drop = rest.size() - keep;
      line_ += CountLineEnds(rest.substr(0, drop));
      // CRLF cut in two is counted once, by its LF.
      if (drop > 0 && rest[drop - 1] == '\r' && rest[drop] == '\n') --line_;
      if (!CountSkipped(drop)) return;
      buffer_.set_pos(buffer_.pos() + drop);
      searched_ = 0;
      if (!Refill()) {
        ended_ = true;
        return;
      }
    }
  }

  // Line by line through a record; '\r' and '\n' are not part of a line.
  struct Lines {
    std::string_view rest;
    bool Next(std::string_view& line) {
      if (rest.empty()) return false;
      const size_t end = rest.find_first_of("\r\n");
      line = rest.substr(0, end);
      if (end == std::string_view::npos) {
        rest = "";
      } else {
        const bool crlf = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
        rest.remove_prefix(end + (crlf ? 2 : 1));
      }
      return true;
    }
  };

  void ReadRecord(FieldBatch& batch, std::string_view record, uint64_t line) {
    Cell* const cells = batch.AddRow(line);
    batch.Hold(buffer_.block());
    Lines lines{record};
    std::string_view text;
    size_t number = 0;
    bool ended = false;
    size_t block_size = 0;
    while (lines.Next(text)) {
      ++number;
      const bool header = number <= 3;  // free text, whatever it says
      if (!header && (text.substr(0, 1) == ">" || text.substr(0, 6) == "M  END")) {
        ended = text[0] == 'M';
        if (ended) block_size = record.size() - lines.rest.size();
        break;
      }
      block_size = record.size() - lines.rest.size();
      if (number == 1) SetCell(cells[static_cast<size_t>(Field::kId)], Trim(text));
    }
    const std::string_view block = record.substr(0, block_size);
    if (!ended) {
      batch.AddIssue({"unreadable-row", std::string(FieldName(Field::kStructure)),
                      Concat("line ", line, ": this record has no mol block that ends in \"M  END\""), true});
    }
    if (block.size() > limits::kMolBlockBytes) {
      batch.AddIssue({"not-screened-limit", std::string(FieldName(Field::kStructure)),
                      Concat("line ", line, ": this mol block is longer than ", limits::kMolBlockBytes,
                             " bytes (limit kMolBlockBytes)"),
                      true});
    } else if (ended) {
      SetCell(cells[static_cast<size_t>(Field::kStructure)], WithLineFeeds(batch, block));
    }
    if (text.substr(0, 1) == ">")
      lines.rest = record.substr(static_cast<size_t>(text.data() - record.data()));
    ReadItems(batch, cells, lines, line);
    if (buffer_.block()->suspicious) batch.CheckCharacters();
  }

  // With LF line ends, which every mol block reader takes; findings must not depend on the sender's line
  // ends.
  static std::string_view WithLineFeeds(FieldBatch& batch, std::string_view block) {
    if (block.find('\r') == std::string_view::npos) return block;
    std::string text;
    text.reserve(block.size());
    Lines lines{block};
    for (std::string_view line; lines.Next(line);) {
      text.append(line);
      text.push_back('\n');
    }
    return batch.Store(text);
  }

  // > <NAME>, lines of value, an empty line.
  void ReadItems(FieldBatch& batch, Cell* cells, Lines lines, uint64_t record_line) {
    size_t items = 0;
    std::string_view line;
    std::vector<Found>& found = found_;
    found.clear();
    while (lines.Next(line)) {
      if (line.substr(0, 1) != ">") continue;
      if (++items > kDataItems) {
        batch.AddIssue({"not-screened-limit", "",
                        Concat("line ", record_line, ": this record has more than ", kDataItems,
                               " data items; the rest was not read"),
                        true});
        break;
      }
      const size_t open = line.find('<');
      const size_t close = line.rfind('>');
      std::string_view value;
      std::string_view part;
      std::string joined;
      while (lines.Next(part) && !part.empty()) {
        if (value.empty()) {
          value = part;
        } else {
          if (joined.empty()) joined = value;
          AppendTo(joined, "\n", part);
        }
      }
      if (open == std::string_view::npos || close == std::string_view::npos || close <= open) continue;
      const TitleMeaning* const meaning = Meaning(line.substr(open + 1, close - open - 1));
      if (meaning == nullptr || meaning->matches.empty()) continue;
      found.push_back({*meaning, joined.empty() ? value : batch.Store(joined)});
    }
    if (found.empty()) return;
    std::vector<TitleMeaning> meanings;
    for (const Found& item : found) meanings.push_back(item.meaning);
    std::vector<size_t> extra;
    const std::vector<int> fields = AssignFields(meanings, extra);
    for (size_t i = 0; i < found.size(); ++i) {
      if (fields[i] < 0) continue;
      Cell& cell = cells[static_cast<size_t>(fields[i])];
      // The block is the structure, and a title line the id; items fill what is empty.
      if (cell.text().empty()) {
        std::string_view text = found[i].text;
        if (!found[i].meaning.unit.empty()) text = batch.Store(Concat(text, " ", found[i].meaning.unit));
        SetCell(cell, text);
      }
    }
    for (const size_t i : extra) {
      Cell& cell = cells[static_cast<size_t>(Field::kDescription)];
      SetCell(cell, batch.Join(cell.text(), " | ", found[i].text));
    }
  }

  const TitleMeaning* Meaning(std::string_view name) {
    const auto known = names_.find(AsAbsl(name));
    if (known != names_.end()) return known->second.get();
    if (names_.size() >= kKnownNames) return nullptr;
    auto& slot = names_[std::string(name)];
    slot = std::make_unique<TitleMeaning>(titles_.Read(name));
    return slot.get();
  }

  struct Found {
    TitleMeaning meaning;
    std::string_view text;
  };

  const TitleReader titles_;
  absl::flat_hash_map<std::string, std::unique_ptr<TitleMeaning>> names_;
  std::vector<Found> found_;
  size_t searched_ = 0;  // bytes of the incomplete record that hold no "$$$$"
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> OpenSdf(OpenedText opened) {
  return std::make_unique<SdfSource>(std::move(opened));
}

}  // namespace tidewaiter::read
