#include "screening/lint/list_file.h"

#include <algorithm>
#include <array>
#include <map>

#include <simdjson.h>
#include <unicode/ucnv.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

namespace ondemand = simdjson::ondemand;

// Problems of one file that are told one by one.
constexpr size_t kSyntaxProblems = 1000;

// Line and column of byte offsets, asked in rising order.
class PlaceCounter {
 public:
  explicit PlaceCounter(std::string_view text) : text_(text) {}
  ListPlace At(size_t offset) {
    if (offset < at_) {
      at_ = 0;
      place_ = {1, 1};
    }
    for (; at_ < offset && at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if ((static_cast<unsigned char>(text_[at_]) & 0xc0) != 0x80) {
        ++place_.column;
      }
    }
    // Inside a character, its own column counts.
    return place_;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  ListPlace place_{1, 1};
};

// What is no UTF-8 is taken for Windows-1252, in which spreadsheets of the West save.
absl::StatusOr<std::string> FromWindows1252(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(text.size() * 3 + 1, '\0');
  const int32_t length = ucnv_convert("UTF-8", "windows-1252", out.data(), static_cast<int32_t>(out.size()),
                                      text.data(), static_cast<int32_t>(text.size()), &error);
  if (U_FAILURE(error)) return absl::InternalError(Concat("cannot convert: ", u_errorName(error)));
  out.resize(static_cast<size_t>(length));
  return out;
}

// The character that separates the header's cells: the one met most often outside quotes.
char SeparatorOf(std::string_view text) {
  std::array<std::pair<char, size_t>, 4> counts = {{{',', 0}, {';', 0}, {'\t', 0}, {'|', 0}}};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    for (auto& [separator, count] : counts) count += !quoted && c == separator;
  }
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

// Places in bytes as places in characters, asked in rising order.
class CharacterPlaces {
 public:
  explicit CharacterPlaces(std::string_view text) : counter_(text) {
    starts_.push_back(0);
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }
  ListPlace At(size_t line, size_t byte_column) {
    if (line == 0 || line > starts_.size()) return {line, byte_column};
    return counter_.At(starts_[line - 1] + byte_column - 1);
  }

 private:
  PlaceCounter counter_;
  std::vector<size_t> starts_;
};

void ParseCsv(std::string_view text, ListFile& out) {
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors(text, out.path, errors, SeparatorOf(text));
  CharacterPlaces error_places(text);
  for (const CsvTable::Error& error : errors) {
    if (out.problems.size() == kSyntaxProblems) break;
    out.problems.push_back({"syntax", error_places.At(error.line, error.column), error.message});
  }
  out.columns = table.columns();
  CharacterPlaces places(text);
  for (const CsvTable::Row& row : table.rows()) {
    ListRow made;
    made.place = places.At(row.line, 1);
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (row.cells[i].empty()) continue;
      made.cells.push_back({i, row.cells[i], places.At(row.places[i].line, row.places[i].column)});
    }
    if (!made.cells.empty()) out.rows.push_back(std::move(made));
  }
}

// simdjson keeps its place in its own copy of the text, so offsets are counted from that copy's beginning.
class JsonReader {
 public:
  JsonReader(std::string_view text, ListFile& out) : text_(text), places_(text), out_(out) {}

  void Read() {
    if (IsJsonLines()) {
      size_t start = 0;
      while (start < text_.size()) {
        const size_t end = std::min(text_.find('\n', start), text_.size());
        const std::string_view line = text_.substr(start, end - start);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) ReadDocument(start, line);
        start = end + 1;
      }
    } else {
      ReadDocument(0, text_);
    }
  }

 private:
  // Two lines that each begin with an object.
  bool IsJsonLines() const {
    const size_t first = text_.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text_[first] != '{') return false;
    const size_t end = text_.find('\n', first);
    if (end == std::string_view::npos) return false;
    const size_t last = text_.find_last_not_of(" \t\r", end - 1);
    const size_t next = text_.find_first_not_of(" \t\r\n", end);
    return last != std::string_view::npos && text_[last] == '}' && next != std::string_view::npos &&
           text_[next] == '{';
  }

  void Problem(size_t offset, std::string message) {
    if (out_.problems.size() < kSyntaxProblems) {
      out_.problems.push_back({"syntax", places_.At(offset), std::move(message)});
    }
  }
  void Fail(simdjson::error_code error) {
    Problem(base_ + last_, Concat("not JSON: ", std::string_view(simdjson::error_message(error))));
  }

  void ReadDocument(size_t base, std::string_view text) {
    base_ = base;
    last_ = 0;
    const simdjson::padded_string padded(text);
    data_ = padded.data();
    ondemand::document document;
    if (const auto error = parser_.iterate(padded).get(document)) return Fail(error);
    ondemand::json_type type;
    if (const auto error = document.type().get(type)) return Fail(error);
    if (type == ondemand::json_type::array) {
      ondemand::array array;
      if (const auto error = document.get_array().get(array)) return Fail(error);
      if (const auto error = ReadRows(array)) return Fail(error);
    } else if (type == ondemand::json_type::object) {
      ondemand::object object;
      if (const auto error = document.get_object().get(object)) return Fail(error);
      if (const auto error = ReadTopObject(object)) return Fail(error);
    } else {
      return Problem(base, "a list is an array of objects, or an object a line");
    }
    if (document.current_location().error() == simdjson::SUCCESS)
      Problem(base_ + last_, "text behind the end of the JSON");
  }

  size_t Offset(std::string_view token) {
    last_ = static_cast<size_t>(token.data() - data_);
    return base_ + last_;
  }

  // An object at the top is a row of its own, unless it holds rows in a member.
  simdjson::error_code ReadTopObject(ondemand::object object) {
    ListRow row;
    row.place = places_.At(base_ + text_.substr(base_).find('{'));
    std::vector<std::pair<std::string, ListCell>> cells;
    const size_t rows_before = out_.rows.size();
    for (auto field : object) {
      std::string_view key;
      if (const auto error = field.unescaped_key().get(key)) return error;
      cells.emplace_back(std::string(key), ListCell());
      ondemand::value value;
      if (const auto error = field.value().get(value)) return error;
      if (const auto error = ReadText(value, cells.back().second, true)) return error;
    }
    if (out_.rows.size() != rows_before) return simdjson::SUCCESS;
    for (auto& [name, cell] : cells) Put(name, std::move(cell), row);
    if (!row.cells.empty()) out_.rows.push_back(std::move(row));
    return simdjson::SUCCESS;
  }

  simdjson::error_code ReadRows(ondemand::array array) {
    for (auto item : array) {
      ondemand::value value;
      if (const auto error = item.get(value)) return error;
      ondemand::json_type type;
      if (const auto error = value.type().get(type)) return error;
      if (type == ondemand::json_type::object) {
        if (const auto error = ReadRow(value)) return error;
      } else {
        Problem(Offset(value.raw_json_token()), "an item that is no object is not checked");
      }
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code ReadRow(ondemand::value value) {
    ListRow row;
    row.place = places_.At(Offset(value.raw_json_token()));
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return error;
    for (auto field : object) {
      std::string_view key;
      if (const auto error = field.unescaped_key().get(key)) return error;
      const std::string name(key);
      ondemand::value member;
      if (const auto error = field.value().get(member)) return error;
      ListCell cell;
      if (const auto error = ReadText(member, cell, false)) return error;
      Put(name, std::move(cell), row);
    }
    out_.rows.push_back(std::move(row));
    return simdjson::SUCCESS;
  }

  // Strings, numbers and lists of them; what is nested deeper is passed over, or taken for rows.
  simdjson::error_code ReadText(ondemand::value value, ListCell& cell, bool rows) {
    ondemand::json_type type;
    if (const auto error = value.type().get(type)) return error;
    if (type != ondemand::json_type::array) return Join(value, cell.text, cell.place);
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return error;
    for (auto item : array) {
      ondemand::value part;
      if (const auto error = item.get(part)) return error;
      if (const auto error = part.type().get(type)) return error;
      if (rows && type == ondemand::json_type::object) {
        if (const auto error = ReadRow(part)) return error;
      } else if (const auto error = Join(part, cell.text, cell.place)) {
        return error;
      }
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code Join(ondemand::value value, std::string& text, ListPlace& place) {
    ondemand::json_type type;
    if (const auto error = value.type().get(type)) return error;
    if (type == ondemand::json_type::null || type == ondemand::json_type::object ||
        type == ondemand::json_type::array) {
      return simdjson::SUCCESS;
    }
    const std::string_view token = value.raw_json_token();
    if (text.empty()) place = places_.At(Offset(token));
    if (!text.empty()) text += '|';
    if (type != ondemand::json_type::string) {
      text += token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
      return simdjson::SUCCESS;
    }
    std::string_view content;
    if (const auto error = value.get_string().get(content)) return error;
    text += content;
    return simdjson::SUCCESS;
  }

  void Put(const std::string& name, ListCell cell, ListRow& row) {
    auto it = index_.find(name);
    if (it == index_.end()) {
      if (out_.columns.size() == limits::kColumns) return;
      it = index_.emplace(name, out_.columns.size()).first;
      out_.columns.push_back(name);
    }
    // The first of two members of one name.
    if (cell.text.empty() || row.Find(it->second) != nullptr) return;
    cell.column = it->second;
    row.cells.push_back(std::move(cell));
  }

  std::string_view text_;
  PlaceCounter places_;
  ListFile& out_;
  ondemand::parser parser_;
  const char* data_ = nullptr;
  size_t base_ = 0;  // of the document in the text
  size_t last_ = 0;  // of the last value met in the document
  std::map<std::string, size_t> index_;
};

}  // namespace

const ListCell* ListRow::Find(size_t column) const {
  for (const ListCell& cell : cells) {
    if (cell.column == column) return &cell;
  }
  return nullptr;
}

absl::StatusOr<ListFile> ParseList(std::string text, const std::string& path) {
  ListFile out;
  out.path = path;
  if (text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff") {
    return absl::InvalidArgumentError(Concat(path, ": is UTF-16: save the file as UTF-8"));
  }
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.erase(0, 3);
  if (const size_t bad = FirstInvalidUtf8(text); bad != std::string_view::npos) {
    out.problems.push_back(
        {"encoding", PlaceCounter(text).At(bad), "not UTF-8; read as Windows-1252. Save the file as UTF-8"});
    TW_ASSIGN_OR_RETURN(text, FromWindows1252(text));
  }
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) {
    out.problems.push_back({"syntax", {1, 1}, "the file is empty"});
  } else if (text[first] == '[' || text[first] == '{') {
    JsonReader(text, out).Read();
  } else {
    ParseCsv(text, out);
  }
  return out;
}

absl::StatusOr<ListFile> ReadListFile(const std::string& path) {
  TW_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kCsvTableBytes));
  return ParseList(std::move(text), path);
}

}  // namespace tidewaiter
