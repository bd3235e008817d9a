// Regulations of the Union as the public repository legalize-dev/legalize-eu keeps the consolidated texts of
// EUR-Lex (CC BY 4.0): Markdown behind a front matter, the categories of scheduled substances as tables with
// CN codes and CAS RNs.
//
// The text has no day for a row, so the first day of a listing stays as the tables have it. Statements that
// fill a whole row
// ("The salts of the substances listed in this Category ...") hold for the category. Mixtures are covered by
// the definition of a scheduled substance (Article 2).
#include <algorithm>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/import/formats.h"
#include "chemdb/law/import/row_words.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {
namespace {

constexpr size_t kCells = 16;  // the tables of substances have three or four

std::string_view Trim(std::string_view text) { return AsStd(absl::StripAsciiWhitespace(AsAbsl(text))); }

// Text without emphasis (`*alpha*`) and references to notes (`[^E0012]`).
std::string Plain(std::string_view cell) {
  std::string out;
  for (size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '*') continue;
    if (cell.substr(i, 2) == "[^") {
      const size_t end = cell.find(']', i);
      if (end == std::string_view::npos) break;
      while (!out.empty() && out.back() == ' ') out.pop_back();
      i = end;
      continue;
    }
    out += cell[i];
  }
  return std::string(Trim(out));
}

// "| a | b |" -> "a", "b".
std::vector<std::string> CellsOf(std::string_view line) {
  std::vector<std::string> out;
  line.remove_prefix(1);
  while (out.size() < kCells) {
    const size_t end = line.find('|');
    if (end == std::string_view::npos) break;
    out.push_back(Plain(line.substr(0, end)));
    line.remove_prefix(end + 1);
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const std::string& path) {
    out_.path = path;
    out_.language = "en";
  }

  absl::StatusOr<LawDocument> Read(std::string_view text) {
    bool front = false;
    for (line_ = 1; !text.empty(); ++line_) {
      const size_t end = text.find('\n');
      const std::string_view line = Trim(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line == "---" && (line_ == 1 || front)) {
        front = line_ == 1;
        if (!front) TW_RETURN_IF_ERROR(CheckFront());
      } else if (line_ == 1) {
        return Error("not a text of legalize-eu: it does not begin with a front matter (---)");
      } else if (front) {
        ReadFront(line);
      } else if (!line.empty() && line[0] == '#') {
        FinishCategory();
        category_ = std::string(Trim(line.substr(std::min(line.find_first_not_of('#'), line.size()))));
        if (category_.substr(0, 9) != "Category ") category_.clear();
      } else if (!category_.empty() && !line.empty() && line[0] == '|') {
        TW_RETURN_IF_ERROR(ReadLine(CellsOf(line)));
      }
    }
    FinishCategory();
    if (front || out_.address.empty()) return Error("the front matter has no end");
    if (out_.rows.empty()) return Error("no table of substances under a heading \"Category N\"");
    return std::move(out_);
  }

 private:
  absl::Status Error(std::string_view what) const {
    return absl::InvalidArgumentError(Concat(out_.path, ":", line_, ": ", what));
  }

  // `key: "value"`.
  void ReadFront(std::string_view line) {
    const size_t colon = line.find(": \"");
    if (colon == std::string_view::npos || line.back() != '"' || line.size() < colon + 4) return;
    const std::string_view key = line.substr(0, colon);
    const std::string_view value = line.substr(colon + 3, line.size() - colon - 4);
    if (key == "title") out_.title = std::string(value);
    if (key == "source") out_.address = std::string(value);
    if (key == "last_updated") out_.consolidated_to = ParseIsoDate(value);
    if (key == "text_state" && value == "as_enacted") as_enacted_ = true;
  }
  absl::Status CheckFront() const {
    if (out_.title.empty() || out_.address.empty())
      return Error("the front matter has no title or no source");
    if (!out_.consolidated_to) return Error("the front matter has no day to which the text is consolidated");
    if (as_enacted_) return Error("the text is as enacted, not consolidated");
    return absl::OkStatus();
  }

  absl::Status ReadLine(const std::vector<std::string>& cells) {
    if (cells.size() < 3 || cells[0] == "Substance" || cells[0].empty() || cells[0].substr(0, 3) == "---") {
      return absl::OkStatus();  // heads and empty lines
    }
    if (std::all_of(cells.begin(), cells.end(), [&](const std::string& cell) { return cell == cells[0]; })) {
      statements_.push_back(cells[0]);
      return absl::OkStatus();
    }
    LawRow row;
    row.line = line_;
    row.column = 1;
    row.number = Concat(pending_.size() + 1);
    row.schedule = category_;
    row.item = Concat("Annex, ", category_);
    row.key = Concat(category_, "/", row.number);
    row.text = cells[0];
    row.re_enacted = true;
    row.extra_scope = kScopePreparations;
    if (category_ != "Category 4" && !cells[1].empty()) row.other_names.push_back(cells[1]);
    std::string code;
    for (const char c : cells[2]) {
      if (absl::ascii_isdigit(static_cast<unsigned char>(c))) code += c;
    }
    if (code.size() == 8) row.goods_code = code;  // Category 4 has two codes a row
    if (code.empty()) return Error("a substance without a CN code");
    if (cells.size() > 3) row.cas_rn = cells[3];
    pending_.push_back(std::move(row));
    return absl::OkStatus();
  }

  // A category's statements stand behind its rows.
  void FinishCategory() {
    std::string words;
    for (const std::string& statement : statements_) {
      AppendTo(words, words.empty() ? "" : "; ", statement.substr(0, statement.find_last_not_of('.') + 1));
    }
    for (LawRow& row : pending_) {
      for (const std::string& statement : statements_) {
        // "... and not being the salts of hydrochloric acid and sulphuric acid"
        const size_t except = statement.find("not being the salts of ");
        const std::string name = absl::AsciiStrToLower(row.text);
        if (except != std::string::npos && statement.find(name, except) != std::string::npos) continue;
        row.extra_scope |= ScopeOfRow(statement);
      }
      row.scope_text = words;
      out_.rows.push_back(std::move(row));
    }
    pending_.clear();
    statements_.clear();
  }

  LawDocument out_;
  size_t line_ = 0;
  bool as_enacted_ = false;
  std::string category_;
  std::vector<LawRow> pending_;
  std::vector<std::string> statements_;
};

}  // namespace

absl::StatusOr<LawDocument> ParseEuLegalize(std::string_view text, const std::string& path) {
  return Reader(path).Read(text);
}

}  // namespace tidewaiter
