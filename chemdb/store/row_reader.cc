#include "chemdb/store/row_reader.h"

#include <algorithm>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/names/cas_rn.h"

namespace tidewaiter {

std::vector<std::string> SplitParts(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = text.find(';');
    std::string_view part = text.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

void RowReader::Complain(std::string_view column, std::string message) {
  complained_ = true;
  problems_.push_back({table_.file(), row_.line, std::string(column), std::move(message)});
}

const std::string& RowReader::Required(std::string_view column) {
  const std::string& text = Text(column);
  if (text.empty()) Complain(column, "must not be empty");
  return text;
}

const std::string& RowReader::Id(std::string_view column) {
  const std::string& text = Required(column);
  const bool good = !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!text.empty() && !good)
    Complain(column, Concat("\"", text, "\" is no id: lower-case letters, digits and -"));
  return text;
}

std::optional<double> RowReader::Number(std::string_view column) {
  const std::string& text = Text(column);
  if (text.empty()) return std::nullopt;
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !(value >= 0) || value > 1e12) {
    Complain(column, Concat("\"", text, "\" is no number"));
    return std::nullopt;
  }
  return value;
}

double RowReader::Certainty(std::string_view column) {
  const std::optional<double> value = Number(column);
  if (!value || *value <= 0 || *value > 1) {
    Complain(column, "must be a number over 0 and up to 1");
    return 1;
  }
  return *value;
}

std::optional<Date> RowReader::IsoDate(std::string_view column) {
  const std::string& text = Text(column);
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = ParseIsoDate(text);
  if (!date) Complain(column, Concat("\"", text, "\" is no day (YYYY-MM-DD)"));
  return date;
}

std::vector<std::string> RowReader::Parts(std::string_view column) const { return SplitParts(Text(column)); }

const std::string& RowReader::Digits(std::string_view column) {
  const std::string& text = Text(column);
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    Complain(column, Concat("\"", text, "\" must be digits only"));
  }
  return text;
}

const std::string& RowReader::CasRn(std::string_view column) {
  const std::string& text = Text(column);
  if (!text.empty() && !IsValidCasRn(text)) {
    Complain(column, Concat("\"", text, "\" is no CAS RN: form or check digit is wrong"));
  }
  return text;
}

}  // namespace tidewaiter
